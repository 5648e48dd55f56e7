package io.slipway.server.answer.windows;

import io.slipway.server.profile.Firmware;
import io.slipway.server.profile.ProductKeys;
import io.slipway.server.profile.WindowsProfile.Delivery;
import io.slipway.server.profile.WindowsProfile.Image;
import io.slipway.server.profile.WindowsProfile.KeyMode;
import io.slipway.server.profile.WindowsProfile.RecoveryMode;
import io.slipway.server.profile.WindowsProfile.UiMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The windowsPE pass: language, drivers, disk, image, key. */
final class SetupPass {
    private static final String WINDOWS_RE_GPT = "de94bba4-06d1-4d40-a16a-bfd50179d6ac";
    private static final String WINDOWS_RE_MBR = "0x27";
    private static final int MBR_SYSTEM_MIB = 500;
    // C: and X: belong to Windows and to Setup; CD drives follow.
    private static final List<String> MEDIUM_LETTERS = List.of("D", "E", "F", "G", "H");
    private static final String UNKNOWN_KEY = "00000-00000-00000-00000-00000";

    private final WindowsPlan plan;

    SetupPass(WindowsPlan plan) {
        this.plan = plan;
    }

    void write(UnattendWriter out) {
        out.component("Microsoft-Windows-International-Core-WinPE", plan.architecture(), this::locale);
        if (plan.profile().guestTools().virtio().delivery() == Delivery.DRIVER_PATHS) {
            out.component("Microsoft-Windows-PnpCustomizationsWinPE", plan.architecture(), this::drivers);
        }
        out.component("Microsoft-Windows-Setup", plan.architecture(), this::setup);
    }

    private void locale(UnattendWriter out) {
        var locale = plan.profile().locale();
        out.element("SetupUILanguage", ui -> ui.value("UILanguage", locale.setupUiLanguage()));
        out.value("InputLocale", plan.inputLocale());
        out.value("SystemLocale", locale.systemLocale());
        out.value("UILanguage", locale.uiLanguage());
        out.value("UserLocale", locale.userLocale());
    }

    /** The medium's letter differs per VM (rule R08), so every likely one is named; Setup skips folders that are not there. */
    private void drivers(UnattendWriter out) {
        var virtio = plan.profile().guestTools().virtio();
        var folder =
                virtio.osFolder().equals("auto") ? plan.profile().target().os().driverFolder() : virtio.osFolder();
        out.element("DriverPaths", paths -> {
            int key = 1;
            for (var letter : MEDIUM_LETTERS) {
                for (var driver : virtio.setupDrivers()) {
                    var path = letter + ":\\" + driver + "\\" + folder + "\\" + plan.architecture();
                    paths.keyed("PathAndCredentials", Integer.toString(key++), item -> item.value("Path", path));
                }
            }
        });
    }

    private void setup(UnattendWriter out) {
        out.element("DiskConfiguration", this::disks);
        if (plan.profile().install().dynamicUpdate()) {
            out.element("DynamicUpdate", update -> {
                update.value("Enable", true);
                update.value("WillShowUI", "Never");
            });
        } else {
            out.element("DynamicUpdate", update -> update.value("Enable", false));
        }
        out.element("ImageInstall", this::image);
        var commands = windowsPeCommands();
        if (!commands.isEmpty()) {
            out.element("RunSynchronous", list -> {
                for (int i = 0; i < commands.size(); i++) {
                    int order = i + 1;
                    var path = commands.get(i);
                    list.item("RunSynchronousCommand", command -> {
                        command.value("Order", order);
                        command.value("Path", path);
                    });
                }
            });
        }
        out.element("UserData", this::userData);
    }

    private String showUi() {
        return plan.profile().install().uiMode() == UiMode.NEVER ? "Never" : "OnError";
    }

    /** One partition: what is created, then how it is formatted. */
    private record Partition(
            String type,
            Optional<Integer> sizeMiB,
            Optional<String> format,
            Optional<String> label,
            Optional<String> typeId,
            boolean active,
            boolean windows) {}

    private List<Partition> partitions() {
        var disk = plan.profile().disk();
        var none = Optional.<String>empty();
        var list = new ArrayList<Partition>();
        boolean uefi = plan.firmware() == Firmware.UEFI;
        if (uefi) {
            list.add(new Partition(
                    "EFI",
                    Optional.of(disk.efiMiB()),
                    Optional.of("FAT32"),
                    Optional.of("System"),
                    none,
                    false,
                    false));
            list.add(new Partition("MSR", Optional.of(disk.msrMiB()), none, none, none, false, false));
        } else {
            list.add(new Partition(
                    "Primary",
                    Optional.of(MBR_SYSTEM_MIB),
                    Optional.of("NTFS"),
                    Optional.of("System"),
                    none,
                    true,
                    false));
        }
        if (disk.recovery().mode() == RecoveryMode.BEFORE_WINDOWS) {
            list.add(new Partition(
                    "Primary",
                    Optional.of(disk.recovery().sizeMiB()),
                    Optional.of("NTFS"),
                    Optional.of("Recovery"),
                    Optional.of(uefi ? WINDOWS_RE_GPT : WINDOWS_RE_MBR),
                    false,
                    false));
        }
        list.add(new Partition(
                "Primary",
                disk.windows().sizeMiB(),
                Optional.of("NTFS"),
                Optional.of(disk.windows().label()),
                none,
                false,
                true));
        return list;
    }

    private void disks(UnattendWriter out) {
        var partitions = partitions();
        out.item("Disk", disk -> {
            disk.element("CreatePartitions", create -> {
                for (int i = 0; i < partitions.size(); i++) {
                    int order = i + 1;
                    var partition = partitions.get(i);
                    create.item("CreatePartition", one -> {
                        one.value("Order", order);
                        partition
                                .sizeMiB()
                                .ifPresentOrElse(size -> one.value("Size", size), () -> one.value("Extend", true));
                        one.value("Type", partition.type());
                    });
                }
            });
            disk.element("ModifyPartitions", modify -> {
                for (int i = 0; i < partitions.size(); i++) {
                    int order = i + 1;
                    var partition = partitions.get(i);
                    modify.item("ModifyPartition", one -> modify(one, order, partition));
                }
            });
            disk.value("DiskID", plan.profile().disk().target().index());
            disk.value("WillWipeDisk", true);
        });
        out.value("WillShowUI", showUi());
    }

    private static void modify(UnattendWriter out, int order, Partition partition) {
        if (partition.active()) {
            out.value("Active", true);
        }
        partition.format().ifPresent(format -> out.value("Format", format));
        partition.label().ifPresent(label -> out.value("Label", label));
        if (partition.windows()) {
            out.value("Letter", "C");
        }
        out.value("Order", order);
        out.value("PartitionID", order);
        partition.typeId().ifPresent(typeId -> out.value("TypeID", typeId));
    }

    private void image(UnattendWriter out) {
        out.element("OSImage", os -> {
            plan.profile().install().image().ifPresent(image -> selector(os, image));
            os.element("InstallTo", to -> {
                to.value("DiskID", plan.profile().disk().target().index());
                to.value("PartitionID", partitions().size());
            });
            os.value("WillShowUI", showUi());
        });
    }

    /** By edition there is no selector: the product key picks the image. */
    private static void selector(UnattendWriter out, Image image) {
        var key =
                switch (image.by()) {
                    case INDEX -> Optional.of("/IMAGE/INDEX");
                    case NAME -> Optional.of("/IMAGE/NAME");
                    case EDITION -> Optional.<String>empty();
                };
        key.ifPresent(path -> out.element(
                "InstallFrom",
                from -> from.item("MetaData", metadata -> {
                    metadata.value("Key", path);
                    metadata.value(
                            "Value",
                            path.endsWith("INDEX")
                                    ? Integer.toString(image.index().orElseThrow())
                                    : image.name().orElseThrow());
                })));
    }

    private void userData(UnattendWriter out) {
        out.value("AcceptEula", true);
        var mode = ProductKeys.mode(plan.profile());
        // Evaluation and volume images ask nothing when the element is absent (rule D15).
        if (mode != KeyMode.NONE && mode != KeyMode.FIRMWARE) {
            out.element("ProductKey", product -> {
                product.value("Key", ProductKeys.key(plan.profile()).orElse(UNKNOWN_KEY));
                product.value("WillShowUI", showUi());
            });
        }
        plan.profile().install().registeredOwner().ifPresent(owner -> out.value("FullName", owner));
        plan.profile().install().registeredOrganization().ifPresent(name -> out.value("Organization", name));
    }

    private List<String> windowsPeCommands() {
        var bypass = plan.profile().install().bypass();
        var commands = new ArrayList<String>();
        bypass(commands, bypass.tpm(), "BypassTPMCheck");
        bypass(commands, bypass.secureBoot(), "BypassSecureBootCheck");
        bypass(commands, bypass.ram(), "BypassRAMCheck");
        bypass(commands, bypass.cpu(), "BypassCPUCheck");
        bypass(commands, bypass.storage(), "BypassStorageCheck");
        if (plan.profile().on("disableDefender")) {
            commands.add(DEFENDER);
        }
        return commands;
    }

    /** Starts the script of our disc beside Setup: it waits for the offline registry of the new system. */
    static final String DEFENDER = "cmd.exe /c \"for %d in (C D E F G H I J K L) do if exist %d:\\provision.json"
            + " if exist %d:\\defender.cmd start /min /low cmd.exe /c %d:\\defender.cmd\"";

    private static void bypass(List<String> commands, boolean wanted, String name) {
        if (wanted) {
            commands.add("reg.exe add HKLM\\SYSTEM\\Setup\\LabConfig /v " + name + " /t REG_DWORD /d 1 /f");
        }
    }
}
