package io.slipway.server.answer.importing;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/** A disk layout, when it is one that a profile can describe: system partition, MSR, recovery before Windows, Windows last. */
final class DiskImport {
    private static final List<String> RECOVERY = List.of("de94bba4-06d1-4d40-a16a-bfd50179d6ac", "0x27");

    private final ImportDraft draft;

    DiskImport(ImportDraft draft) {
        this.draft = draft;
    }

    void read(String where, XmlNode configuration) {
        var disks = configuration.children("Disk");
        if (disks.size() != 1) {
            draft.leftAll(where, configuration, "a profile lays out one disk");
            return;
        }
        var disk = disks.getFirst();
        var problem = layout(disk);
        if (!problem.isEmpty()) {
            draft.leftAll(where, configuration, problem);
            return;
        }
        draft.taken(where + "/Disk", "/disk");
        if (configuration.at("WillShowUI").equalsIgnoreCase("OnError")) {
            draft.set("/install/uiMode", "onError");
            draft.taken(where + "/WillShowUI", "/install/uiMode");
        }
    }

    /** Fills the draft, or says why it cannot. */
    private String layout(XmlNode disk) {
        if (!disk.at("WillWipeDisk").equalsIgnoreCase("true")) {
            return "Slipway always wipes the disk it installs on; this file keeps what is there";
        }
        var created = disk.child("CreatePartitions").map(XmlNode::children).orElse(List.of());
        if (created.isEmpty() || created.size() > 4) {
            return "the layout is none of ours; the profile's own layout is used";
        }
        boolean uefi = created.getFirst().at("Type").equalsIgnoreCase("EFI");
        int efi = 0;
        int msr = 0;
        int recovery = 0;
        int windows = 0;
        for (int i = 0; i < created.size(); i++) {
            var partition = created.get(i);
            boolean last = i == created.size() - 1;
            var size = number(partition.at("Size"));
            boolean rest = partition.at("Extend").equalsIgnoreCase("true");
            if (last && (rest || size.isPresent())) {
                windows = rest ? 0 : size.getAsInt();
            } else if (size.isEmpty()) {
                return "the layout is none of ours; the profile's own layout is used";
            } else {
                switch (partition.at("Type").toUpperCase(Locale.ROOT)) {
                    case "EFI" -> efi = size.getAsInt();
                    case "MSR" -> msr = size.getAsInt();
                    default -> {
                        if (isRecovery(disk, i + 1)) {
                            recovery = size.getAsInt();
                        } else if (uefi || i > 0) {
                            return "it has a partition that a profile does not know";
                        }
                    }
                }
            }
        }
        fill(disk, uefi, efi, msr, recovery, windows, created.size());
        return "";
    }

    private void fill(XmlNode disk, boolean uefi, int efi, int msr, int recovery, int windows, int count) {
        draft.set("/target/firmware", uefi ? "uefi" : "bios");
        number(disk.at("DiskID")).ifPresent(id -> draft.set("/disk/target/index", id));
        if (efi > 0) {
            draft.set("/disk/efiMiB", efi);
        }
        if (msr > 0) {
            draft.set("/disk/msrMiB", msr);
        }
        if (recovery > 0) {
            draft.set("/disk/recovery/mode", "beforeWindows");
            draft.set("/disk/recovery/sizeMiB", recovery);
        }
        if (windows > 0) {
            draft.set("/disk/windows/sizeMiB", windows);
        }
        modified(disk, count).ifPresent(label -> draft.set("/disk/windows/label", label));
    }

    private static java.util.Optional<String> modified(XmlNode disk, int partition) {
        return disk.child("ModifyPartitions").map(XmlNode::children).orElse(List.of()).stream()
                .filter(node -> node.at("PartitionID").equals(Integer.toString(partition)))
                .map(node -> node.at("Label"))
                .filter(label -> !label.isEmpty())
                .findFirst();
    }

    private static boolean isRecovery(XmlNode disk, int partition) {
        return disk.child("ModifyPartitions").map(XmlNode::children).orElse(List.of()).stream()
                .filter(node -> node.at("PartitionID").equals(Integer.toString(partition)))
                .anyMatch(node -> RECOVERY.contains(node.at("TypeID").toLowerCase(Locale.ROOT)));
    }

    private static OptionalInt number(String text) {
        return text.matches("\\d{1,8}") ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
    }
}
