package io.slipway.server.lab.pve;

import io.slipway.server.lab.sh.Vfs;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** /etc/pve: the configurations as files, read only. */
final class PveFolder implements Vfs.Synthetic {
    private static final Pattern CONF = Pattern.compile("/etc/pve/(?:nodes/([^/]+)/)?qemu-server/([0-9]{3,9})\\.conf");

    private final Cluster cluster;

    PveFolder(Cluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public @Nullable List<String> list(String path) {
        if (path.equals("/etc/pve")) {
            return List.of("nodes", "qemu-server");
        }
        if (path.equals("/etc/pve/nodes")) {
            return cluster.nodes().stream().map(NodeSpec::name).toList();
        }
        if (path.equals("/etc/pve/qemu-server")) {
            return files(cluster.local().name());
        }
        for (var node : cluster.nodes()) {
            if (path.equals("/etc/pve/nodes/" + node.name())) {
                return List.of("qemu-server");
            }
            if (path.equals("/etc/pve/nodes/" + node.name() + "/qemu-server")) {
                return files(node.name());
            }
        }
        return null;
    }

    private List<String> files(String node) {
        cluster.lock.lock();
        try {
            return cluster.vms.values().stream()
                    .filter(vm -> vm.node.equals(node))
                    .map(vm -> vm.vmid + ".conf")
                    .toList();
        } finally {
            cluster.lock.unlock();
        }
    }

    @Override
    public byte @Nullable [] read(String path) {
        var match = CONF.matcher(path);
        if (!match.matches()) {
            return null;
        }
        var node = match.group(1) == null ? cluster.local().name() : match.group(1);
        cluster.lock.lock();
        try {
            var vm = cluster.vms.get(Integer.valueOf(match.group(2)));
            return vm == null || !vm.node.equals(node) ? null : vm.text().getBytes(StandardCharsets.UTF_8);
        } finally {
            cluster.lock.unlock();
        }
    }
}
