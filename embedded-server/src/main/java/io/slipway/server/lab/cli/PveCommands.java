package io.slipway.server.lab.cli;

import io.slipway.server.lab.pve.Cluster;
import io.slipway.server.lab.pve.PveError;
import io.slipway.server.lab.sh.Host;

/** Puts the Proxmox commands on a host. */
public final class PveCommands {
    private PveCommands() {}

    /** Installs qm, pvesh, pvesm and pveversion under their names and paths. */
    public static void install(Host host, Cluster cluster) {
        var qm = new Qm(cluster);
        var pvesh = new Pvesh(cluster);
        var pvesm = new Pvesm(cluster);
        host.install(new PveProgram("qm", cluster, qm::run), "qm", "/usr/sbin/qm");
        host.install(new PveProgram("pvesh", cluster, pvesh::run), "pvesh", "/usr/bin/pvesh");
        host.install(new PveProgram("pvesm", cluster, pvesm::run), "pvesm", "/usr/sbin/pvesm");
        host.install(
                new PveProgram("pveum", cluster, (call, invocation) -> {
                    throw new PveError("ERROR: the laboratory has no access management");
                }),
                "pveum",
                "/usr/sbin/pveum");
        host.install(
                call -> {
                    call.out().line("pve-manager/9.2.11/f3e1c0ffee42 (running kernel: 6.17.2-1-pve)");
                    return 0;
                },
                "pveversion",
                "/usr/bin/pveversion");
    }
}
