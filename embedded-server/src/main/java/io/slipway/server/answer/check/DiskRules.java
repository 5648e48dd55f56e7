package io.slipway.server.answer.check;

import io.slipway.server.answer.check.AnswerDocument.Setting;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.w3c.dom.Element;

/** Rules about disk, image and key (D01 to D09, D12, D14, D16). */
final class DiskRules {
    private static final String SETUP = "Microsoft-Windows-Setup";
    private static final Pattern KEY = Pattern.compile("(?:[A-Z0-9]{5}-){4}[A-Z0-9]{5}");
    private static final Pattern ZERO_KEY = Pattern.compile("[0-]*");
    private static final String CREATE = "CreatePartition";
    private static final String MODIFY = "ModifyPartition";

    private DiskRules() {}

    static void check(AnswerDocument document, Findings findings) {
        var disks = document.at(SETUP, "DiskConfiguration/Disk").toList();
        if (disks.size() > 1) {
            findings.oddity("D01", disks.getFirst().where(), "should be one disk only");
        }
        for (var disk : disks) {
            disk(disk, findings);
        }
        image(document, findings);
        document.at(SETUP, "UserData/ProductKey/Key").forEach(key -> {
            var text = key.value();
            if (!KEY.matcher(text).matches()) {
                findings.error("D14", key.where(), "must be five groups of five capital letters or digits");
            } else if (ZERO_KEY.matcher(text).matches()) {
                findings.oddity("D14", key.where(), "is no key");
            }
        });
        for (var path : List.of(
                "DiskConfiguration/WillShowUI", "ImageInstall/OSImage/WillShowUI", "UserData/ProductKey/WillShowUI")) {
            document.at(SETUP, path)
                    .filter(ui -> ui.value().equals("Always"))
                    .forEach(ui -> findings.oddity("D16", ui.where(), "waits for a person"));
        }
        var userData = document.at(SETUP, "UserData").findFirst();
        userData.filter(data ->
                        !AnswerDocument.child(data.element(), "AcceptEula").equals("true"))
                .ifPresent(data -> findings.oddity("D16", data.where(), "must have AcceptEula true"));
    }

    private static void disk(Setting disk, Findings findings) {
        if (!AnswerDocument.has(disk.element(), "WillWipeDisk")) {
            findings.oddity("D01", disk.where(), "must say WillWipeDisk");
        }
        var created = entries(disk.element(), "CreatePartitions", CREATE);
        var modified = entries(disk.element(), "ModifyPartitions", MODIFY);
        order(disk, created, CREATE, findings);
        order(disk, modified, MODIFY, findings);
        sizes(disk, created, findings);
        table(disk, created, modified, findings);
        formats(disk, created.size(), modified, findings);
    }

    private static List<Element> entries(Element disk, String list, String entry) {
        return AnswerDocument.children(disk).stream()
                .filter(child -> child.getLocalName().equals(list))
                .flatMap(child -> AnswerDocument.children(child).stream())
                .filter(child -> child.getLocalName().equals(entry))
                .toList();
    }

    private static void order(Setting disk, List<Element> entries, String name, Findings findings) {
        var orders = entries.stream()
                .map(entry -> AnswerDocument.child(entry, "Order"))
                .sorted()
                .toList();
        var expected = IntStream.rangeClosed(1, entries.size())
                .mapToObj(Integer::toString)
                .sorted()
                .toList();
        if (!orders.equals(expected)) { // D02
            findings.error("D02", disk.where() + "/" + name, "must be numbered from 1 without gaps");
        }
    }

    private static void sizes(Setting disk, List<Element> created, Findings findings) {
        for (int i = 0; i < created.size(); i++) {
            var entry = created.get(i);
            boolean extend = AnswerDocument.child(entry, "Extend").equals("true");
            if (extend == AnswerDocument.has(entry, "Size") || (extend && i < created.size() - 1)) {
                findings.error("D03", disk.where(), "each partition has a size; only the last may extend instead");
            }
            var size = AnswerDocument.child(entry, "Size");
            if (AnswerDocument.child(entry, "Type").equals("EFI") && !size.isEmpty() && less(size, 100)) {
                findings.error("D05", disk.where(), "the EFI partition needs 100 MB");
            }
        }
    }

    private static boolean less(String size, int megabytes) {
        return size.matches("\\d{1,9}") && Integer.parseInt(size) < megabytes;
    }

    /** UEFI: EFI, MSR, primary. BIOS: one active primary, four at most. */
    private static void table(Setting disk, List<Element> created, List<Element> modified, Findings findings) {
        var types = created.stream()
                .map(entry -> AnswerDocument.child(entry, "Type"))
                .toList();
        long active = modified.stream()
                .filter(entry -> AnswerDocument.child(entry, "Active").equals("true"))
                .count();
        boolean uefi = types.contains("EFI") || types.contains("MSR");
        if (types.isEmpty()) {
            return;
        }
        if (uefi && (active > 0 || types.contains("Extended") || types.contains("Logical"))) {
            findings.error("D04", disk.where(), "mixes partitions of UEFI and of BIOS");
        } else if (uefi && types.indexOf("EFI") > types.lastIndexOf("Primary")) {
            findings.error("D04", disk.where(), "needs the EFI partition before Windows");
        } else if (!uefi
                && (active != 1 || types.stream().filter("Primary"::equals).count() > 4)) {
            findings.error("D04", disk.where(), "needs one active partition and at most four primary ones");
        }
    }

    private static void formats(Setting disk, int partitions, List<Element> modified, Findings findings) {
        var letters = new HashSet<String>();
        for (var entry : modified) {
            var id = AnswerDocument.child(entry, "PartitionID");
            if (partitions > 0 && !within(id, partitions)) {
                findings.error("D07", disk.where(), "modifies a partition that is not created");
            }
            var letter = AnswerDocument.child(entry, "Letter");
            if (!letter.isEmpty() && (!letter.matches("[C-Z]") || !letters.add(letter))) {
                findings.error("D08", disk.where(), "letters are C to Z, each once");
            }
            if (AnswerDocument.has(entry, "Label") && !AnswerDocument.has(entry, "Format")) {
                findings.error("D08", disk.where(), "a label needs a format");
            }
        }
    }

    private static boolean within(String id, int partitions) {
        return id.matches("[1-9]\\d?") && Integer.parseInt(id) <= partitions;
    }

    private static void image(AnswerDocument document, Findings findings) {
        var selectors = document.at(SETUP, "ImageInstall/OSImage/InstallFrom/MetaData/Key")
                .toList();
        if (selectors.size() > 1) {
            findings.error("D12", selectors.getFirst().where(), "must be one selector");
        }
        for (var selector : selectors) {
            if (!Set.of("/IMAGE/INDEX", "/IMAGE/NAME", "/IMAGE/DESCRIPTION")
                    .contains(selector.value().toUpperCase(java.util.Locale.ROOT))) {
                findings.error("D12", selector.where(), "must be /IMAGE/INDEX, /IMAGE/NAME or /IMAGE/DESCRIPTION");
            }
        }
        int partitions = (int) document.at(SETUP, "DiskConfiguration/Disk/CreatePartitions/CreatePartition")
                .count();
        document.at(SETUP, "ImageInstall/OSImage/InstallTo/PartitionID")
                .filter(id -> partitions > 0 && !within(id.value(), partitions))
                .forEach(id -> findings.error("D07", id.where(), "installs to a partition that is not created"));
    }
}
