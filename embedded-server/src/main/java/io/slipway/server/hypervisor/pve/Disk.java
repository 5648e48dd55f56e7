package io.slipway.server.hypervisor.pve;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A VM's disk.
 *
 * @param slot for example {@code scsi0}
 * @param bytes its size; 0 when the configuration does not say
 */
record Disk(String slot, long bytes) {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,12})(?:\\.\\d{1,6})?([KMGT]?)");
    private static final Pattern BUS = Pattern.compile("(scsi|virtio|sata|ide)\\d{1,2}");

    long gib() {
        return bytes >> 30;
    }

    /** The disk the VM boots from: the first in boot order that is a disk, else the first on the usual buses. */
    static Optional<Disk> system(VmConfig config) {
        var candidates = new ArrayList<String>(bootOrder(config));
        config.get("bootdisk").ifPresent(candidates::add);
        candidates.addAll(List.of("scsi0", "virtio0", "sata0", "ide0"));
        candidates.addAll(config.drives());
        return candidates.stream()
                .filter(slot -> BUS.matcher(slot).matches())
                .filter(slot ->
                        config.get(slot).filter(value -> !VmConfig.isCd(value)).isPresent())
                .findFirst()
                .map(slot -> of(slot, config.get(slot).orElse("")));
    }

    /** Devices of the boot order, if the VM has the newer form of it. */
    static List<String> bootOrder(VmConfig config) {
        return config.get("boot")
                .flatMap(text -> PropertyString.parse(text).get("order"))
                .map(order -> List.of(order.split(";")))
                .orElse(List.of());
    }

    static Disk of(String slot, String value) {
        return new Disk(
                slot, PropertyString.parse(value).get("size").map(Disk::bytes).orElse(0L));
    }

    /** Bytes of a size as Proxmox writes it; 0 when it is no size. */
    static long bytes(String text) {
        var match = SIZE.matcher(text);
        if (!match.matches()) {
            return 0;
        }
        int shift =
                switch (match.group(2)) {
                    case "K" -> 10;
                    case "M" -> 20;
                    case "G" -> 30;
                    case "T" -> 40;
                    default -> 0;
                };
        long number = Long.parseLong(match.group(1));
        return number > Long.MAX_VALUE >> shift ? 0 : number << shift;
    }
}
