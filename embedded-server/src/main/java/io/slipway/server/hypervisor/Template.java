package io.slipway.server.hypervisor;

import java.util.List;

/**
 * A VM template that can be cloned.
 *
 * @param id its number
 * @param name its name; not unique on a host
 * @param family what runs in its clones
 * @param firmware how its clones boot
 * @param cores virtual processors, sockets times cores
 * @param memoryMiB memory
 * @param diskGiB size of the system disk, rounded down; 0 when unknown
 * @param warnings sentences for the operator: no free CD slot, no guest agent, virtio-scsi CD
 */
public record Template(
        VmId id,
        String name,
        Family family,
        Firmware firmware,
        int cores,
        int memoryMiB,
        int diskGiB,
        List<String> warnings) {
    public Template {
        warnings = List.copyOf(warnings);
    }

    /** Operating system family, from the host's guest type. */
    public enum Family {
        WINDOWS,
        LINUX,
        OTHER
    }

    /** Firmware the guest boots with. */
    public enum Firmware {
        UEFI,
        BIOS
    }
}
