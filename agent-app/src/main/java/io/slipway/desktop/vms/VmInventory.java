package io.slipway.desktop.vms;

import io.slipway.desktop.shell.Desk;
import io.slipway.server.compat.Node;
import io.slipway.server.compat.Nodes;
import io.slipway.server.overview.VmLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/** All VMs and all nodes without one, as one look found them. */
record VmInventory(List<VmEntry.OfVm> vms, List<Node> nodes, Instant now) {
    VmInventory {
        vms = List.copyOf(vms);
        nodes = List.copyOf(nodes);
    }

    /** A host or the nodes, with what is below. */
    record Branch(VmEntry head, List<VmEntry> below) {}

    /** Reads; blocks. */
    static VmInventory read(Desk desk) {
        var services = desk.services();
        var now = services.clock().instant();
        var vms = VmLine.list(services.vms(), services.jobs(), desk.tenant(), now).stream()
                .map(VmEntry.OfVm::new)
                .toList();
        var nodes = new Nodes(services.database(), services.ids(), services.clock())
                .list(desk.tenant(), Optional.empty()).stream()
                        .filter(node -> node.vmId().isEmpty())
                        .toList();
        return new VmInventory(vms, nodes, now);
    }

    /** What fits the words, by host; the nodes come last. */
    List<Branch> branches(String words) {
        var wanted = words.strip().toLowerCase(Locale.ROOT);
        var byHost = new TreeMap<String, List<VmEntry>>();
        var ids = new HashMap<String, String>();
        vms.stream().filter(one -> one.fits(wanted)).forEach(one -> {
            byHost.computeIfAbsent(one.vm().hostName(), name -> new ArrayList<>())
                    .add(one);
            ids.put(one.vm().hostName(), one.vm().hostId());
        });
        var branches = new ArrayList<Branch>();
        byHost.forEach((name, below) ->
                branches.add(new Branch(new VmEntry.OfHost(ids.getOrDefault(name, name), name, below.size()), below)));
        List<VmEntry> bare = nodes.stream()
                .map(VmEntry.OfNode::new)
                .filter(node -> node.fits(wanted))
                .map(node -> (VmEntry) node)
                .toList();
        if (!bare.isEmpty()) {
            branches.add(new Branch(new VmEntry.Unprovisioned(bare.size()), bare));
        }
        return branches;
    }
}
