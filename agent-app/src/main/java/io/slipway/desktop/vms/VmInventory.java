package io.slipway.desktop.vms;

import io.slipway.desktop.shell.Desk;
import io.slipway.server.compat.Node;
import io.slipway.server.compat.Nodes;
import io.slipway.server.inventory.Vm;
import io.slipway.server.job.JobFilter;
import io.slipway.server.job.RunGlance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All VMs and all nodes without one, as one look found them. */
record VmInventory(List<VmEntry.OfVm> vms, List<Node> nodes, Instant now) {
    private static final int MOST_JOBS = 2000;

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
        var board = services.jobs().board();
        var runs = new HashMap<String, RunGlance>();
        board.failed(desk.tenant(), now).forEach(run -> runs.put(run.jobId() + run.subject(), run));
        board.underWay(desk.tenant()).forEach(run -> runs.put(run.jobId() + run.subject(), run));
        Map<String, String> profiles = new HashMap<>();
        board.search(desk.tenant(), JobFilter.ALL, MOST_JOBS).forEach(line -> {
            var profile = line.job().fields().path("profile");
            if (profile.isString()) {
                profiles.put(line.job().id(), profile.stringValue());
            }
        });
        var vms = services.vms().list(desk.tenant()).stream()
                .map(vm -> new VmEntry.OfVm(vm, run(runs, vm), vm.jobId().map(profiles::get)))
                .toList();
        var nodes = new Nodes(services.database(), services.ids(), services.clock())
                .list(desk.tenant(), Optional.empty()).stream()
                        .filter(node -> node.vmId().isEmpty())
                        .toList();
        return new VmInventory(vms, nodes, now);
    }

    private static Optional<RunGlance> run(Map<String, RunGlance> runs, Vm vm) {
        return vm.jobId().map(job -> runs.get(job + vm.name()));
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
