package io.slipway.desktop.vms;

import io.slipway.server.compat.Node;
import io.slipway.server.inventory.Vm;
import io.slipway.server.job.RunGlance;
import io.slipway.server.overview.VmLine;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A line in the tree of VMs. */
sealed interface VmEntry {
    /** Stays the same while the thing is the same. */
    String key();

    /** A host with its VMs below it. */
    record OfHost(String hostId, String name, int vms) implements VmEntry {
        @Override
        public String key() {
            return "host " + hostId;
        }
    }

    /** The nodes without a VM below it. */
    record Unprovisioned(int nodes) implements VmEntry {
        @Override
        public String key() {
            return "nodes";
        }
    }

    /** A VM. */
    record OfVm(VmLine line) implements VmEntry {
        @Override
        public String key() {
            return "vm " + vm().id();
        }

        Vm vm() {
            return line.vm();
        }

        Optional<RunGlance> run() {
            return line.run();
        }

        Optional<String> profile() {
            return line.profile();
        }

        boolean fits(String words) {
            return line.fits(words);
        }
    }

    /** A node that has no VM. */
    record OfNode(Node node) implements VmEntry {
        @Override
        public String key() {
            return "node " + node.id();
        }

        boolean fits(String words) {
            return Stream.concat(Stream.of(node.name()), node.hypervisorId().stream())
                    .anyMatch(one -> one.toLowerCase(Locale.ROOT).contains(words));
        }
    }
}
