package io.slipway.server.hypervisor.pve.onboard;

import io.slipway.server.hypervisor.Right.Need;
import java.util.List;

/**
 * One privilege of Proxmox VE and why Slipway needs it.
 *
 * <p>The checks behind each are those of the API methods that are called (data of Proxmox VE 9.2, and its source for the
 * options of a VM's configuration). A privilege that a version does not know must never be named to it: making a role fails then.
 *
 * @param since first major version that knows it
 * @param until last major version that knows it
 * @param purpose what is done with it, in a few words
 */
record Privilege(String name, Area area, Need need, int since, int until, String purpose) {
    private static final int FIRST = 7;
    private static final int LATEST = 99;

    static final List<Privilege> ALL = List.of(
            always("VM.Audit", Area.VMS, "see the VMs and their settings"),
            always("VM.Allocate", Area.VMS, "make VMs, and delete those it made"),
            always("VM.Config.Disk", Area.VMS, "grow a new VM's disk, keep its boot order"),
            always("VM.Config.CDROM", Area.VMS, "insert and take out the config disc"),
            always("VM.Config.CPU", Area.VMS, "set the processors"),
            always("VM.Config.Memory", Area.VMS, "set the memory"),
            always("VM.Config.Network", Area.VMS, "set bridge, VLAN and MAC address"),
            always("VM.Config.HWType", Area.VMS, "give the VM its own UUID"),
            always("VM.Config.Options", Area.VMS, "set name, description and tags"),
            always("VM.PowerMgmt", Area.VMS, "start and stop VMs"),
            new Privilege("VM.Monitor", Area.VMS, Need.ADDRESSES, FIRST, 8, "ask the guest agent for addresses"),
            new Privilege(
                    "VM.GuestAgent.Audit", Area.VMS, Need.ADDRESSES, 9, LATEST, "ask the guest agent for addresses"),
            new Privilege(
                    "VM.Monitor", Area.VMS, Need.GUEST_COMMANDS, FIRST, 8, "run an order's commands in the guest"),
            new Privilege(
                    "VM.GuestAgent.Unrestricted",
                    Area.VMS,
                    Need.GUEST_COMMANDS,
                    9,
                    LATEST,
                    "run an order's commands in the guest"),
            new Privilege(
                    "VM.Console", Area.VMS, Need.KEYS, FIRST, LATEST, "press a key when the installer asks for one"),
            always("VM.Audit", Area.TEMPLATES, "see the templates"),
            always("VM.Clone", Area.TEMPLATES, "clone a template"),
            always("Datastore.Audit", Area.DISCS, "see the storage and what is on it"),
            always("Datastore.AllocateTemplate", Area.DISCS, "upload the config disc"),
            always("Datastore.Allocate", Area.DISCS, "delete the config disc afterwards"),
            always("Datastore.Audit", Area.DISKS, "see the storage"),
            always("Datastore.AllocateSpace", Area.DISKS, "make the disks of a clone"),
            new Privilege("SDN.Use", Area.NETWORK, Need.ALWAYS, 8, LATEST, "connect a VM to a bridge"),
            always("Sys.Audit", Area.NODE, "see how many processors and how much memory the node has"));

    private static Privilege always(String name, Area area, String purpose) {
        return new Privilege(name, area, Need.ALWAYS, FIRST, LATEST, purpose);
    }

    boolean known(int major) {
        return major >= since && major <= until;
    }
}
