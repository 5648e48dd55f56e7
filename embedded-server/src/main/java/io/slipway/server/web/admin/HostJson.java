package io.slipway.server.web.admin;

import io.slipway.server.base.Json;
import io.slipway.server.host.Host;
import io.slipway.server.host.HostAuth;
import io.slipway.server.hypervisor.HostProbe;
import io.slipway.server.hypervisor.Storage;
import io.slipway.server.hypervisor.Template;
import java.time.Instant;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** Hosts as answers; how we sign in is named, never shown. */
final class HostJson {
    private HostJson() {}

    static ObjectNode host(Host host) {
        var json = Json.object()
                .put("id", host.id())
                .put("name", host.name())
                .put("address", host.address())
                .put("port", host.port())
                .put("user_name", host.userName())
                .put("auth_kind", authKind(host.auth()))
                .put("host_key", host.hostKeyPin())
                .put("node", host.node());
        json.putObject("limits")
                .put("slots", host.limits().slots())
                .put("first_vm_id", host.limits().firstVmId())
                .put("last_vm_id", host.limits().lastVmId());
        return json.put("probed_at", host.probedAt().map(Instant::toString).orElse(null))
                .put("created_at", host.createdAt().toString());
    }

    private static String authKind(HostAuth auth) {
        return switch (auth) {
            case HostAuth.Password sealed -> "password";
            case HostAuth.KeyFile file -> "key-file";
        };
    }

    static ObjectNode probe(HostProbe probe) {
        var json = Json.object()
                .put("product", probe.product())
                .put("version", probe.version())
                .put("node", probe.node())
                .put("cpus", probe.cpus())
                .put("memory_bytes", probe.memoryBytes());
        var storages = json.putArray("storages");
        probe.storages().forEach(storage -> storages.add(storage(storage)));
        probe.bridges().forEach(json.putArray("bridges")::add);
        probe.warnings().forEach(json.putArray("warnings")::add);
        return json;
    }

    private static ObjectNode storage(Storage storage) {
        var json = Json.object()
                .put("name", storage.name())
                .put("type", storage.type())
                .put("active", storage.active())
                .put("shared", storage.shared())
                .put("available_bytes", storage.availableBytes())
                .put("total_bytes", storage.totalBytes());
        storage.content().stream().sorted().forEach(json.putArray("content")::add);
        return json;
    }

    static ObjectNode template(Template template) {
        var json = Json.object()
                .put("id", template.id().value())
                .put("name", template.name())
                .put("family", template.family().name().toLowerCase(Locale.ROOT))
                .put("firmware", template.firmware().name().toLowerCase(Locale.ROOT))
                .put("cores", template.cores())
                .put("memory_mib", template.memoryMiB())
                .put("disk_gib", template.diskGiB());
        template.warnings().forEach(json.putArray("warnings")::add);
        return json;
    }
}
