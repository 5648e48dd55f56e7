package io.slipway.desktop.vms;

import io.slipway.server.compat.Node;
import io.slipway.server.inventory.Vm;
import io.slipway.server.job.RunGlance;
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

    /**
     * A VM.
     *
     * @param run what goes on with it, or how it was left
     * @param profile as it was ordered
     */
    record OfVm(Vm vm, Optional<RunGlance> run, Optional<String> profile) implements VmEntry {
        @Override
        public String key() {
            return "vm " + vm.id();
        }

        /** Whether the words are part of what one knows of the VM. */
        boolean fits(String words) {
            var known = Stream.of(
                            Stream.of(vm.name(), vm.hostName(), vm.id()),
                            vm.addresses().stream(),
                            vm.nativeId().stream(),
                            profile.stream())
                    .flatMap(some -> some);
            return known.anyMatch(one -> one.toLowerCase(Locale.ROOT).contains(words));
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
