package io.slipway.server.hypervisor.pve.onboard;

import java.util.List;

/** The parts of a Proxmox VE host on which rights are given; one role for each, so that none reaches farther than it must. */
enum Area {
    /** The VMs that Slipway makes. A right on a pool does not reach them: clones are put into none. */
    VMS("SlipwayVm", "/vms", List.of("/vms")),
    /** The templates they are cloned from. */
    TEMPLATES("SlipwayTemplate", "/vms/<template>", List.of("/vms", "/pool")),
    /** The storage for config discs. */
    DISCS("SlipwayDisc", "/storage/<storage for ISO images>", List.of("/storage")),
    /** The storages for the disks of VMs. */
    DISKS("SlipwayDisk", "/storage/<storage for disks>", List.of("/storage")),
    /** The bridges that VMs are connected to; protected since Proxmox VE 8. */
    NETWORK("SlipwayNetwork", "/sdn/zones/localnetwork", List.of("/sdn")),
    /** The node itself. */
    NODE("SlipwayNode", "/nodes", List.of("/nodes"));

    private final String role;
    private final String path;
    private final List<String> roots;

    Area(String role, String path, List<String> roots) {
        this.role = role;
        this.path = path;
        this.roots = List.copyOf(roots);
    }

    /** Name of the role that holds the area's rights. */
    String role() {
        return role;
    }

    /** Where its rights are usually given, for people. */
    String path() {
        return path;
    }

    /** Below these a right of the area counts. */
    List<String> roots() {
        return roots;
    }
}
