package io.slipway.server.profile;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.EnumNamingStrategies.LowerCamelCaseStrategy;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.annotation.EnumNaming;

/**
 * What a Windows guest gets; the schema {@code windows-profile} says what each field means and bounds it.
 *
 * @param settings toggles and choices by name, each with a value (true, false or a word)
 */
public record WindowsProfile(
        int schemaVersion,
        String id,
        String name,
        Optional<String> description,
        List<String> tags,
        Target target,
        Install install,
        Disk disk,
        Locale locale,
        ComputerName computerName,
        Accounts accounts,
        Oobe oobe,
        Network network,
        GuestTools guestTools,
        Removals removal,
        Map<String, JsonNode> settings,
        VisualEffects visualEffects,
        Desktop desktop,
        Bootstrap bootstrap)
        implements Profile {

    /** Whether a setting is switched on, or has a choice other than {@code default}. */
    public boolean on(String setting) {
        var value = settings.get(setting);
        return value != null
                && (value.isBoolean() ? value.booleanValue() : !"default".equals(value.asString("default")));
    }

    /** Supported systems. */
    @EnumNaming(LowerCamelCaseStrategy.class)
    public enum Os {
        WIN10(false, "w10"),
        WIN11(false, "w11"),
        SERVER2016(true, "2k16"),
        SERVER2019(true, "2k19"),
        SERVER2022(true, "2k22"),
        SERVER2025(true, "2k25");

        private final boolean server;
        private final String driverFolder;

        Os(boolean server, String driverFolder) {
            this.server = server;
            this.driverFolder = driverFolder;
        }

        public boolean server() {
            return server;
        }

        /** Folder of this system on a virtio-win medium. */
        public String driverFolder() {
            return driverFolder;
        }
    }

    /** The machine the profile is made for. */
    public record Target(Os os, String release, String architecture, Firmware firmware, String hypervisor) {}

    /** How Windows comes onto the disk. */
    public record Install(
            Method method,
            Optional<Image> image,
            Optional<ProductKey> productKey,
            Bypass bypass,
            boolean dynamicUpdate,
            Optional<String> registeredOwner,
            Optional<String> registeredOrganization,
            UiMode uiMode) {}

    /** Setup from an installer, or a generalized template. */
    @EnumNaming(LowerCamelCaseStrategy.class)
    public enum Method {
        FRESH_SETUP,
        CLONE_SYSPREP
    }

    /** Which image of the installer. */
    public record Image(ImageBy by, Optional<Integer> index, Optional<String> name, Optional<String> edition) {}

    /** What selects the image. */
    @EnumNaming(LowerCamelCaseStrategy.class)
    public enum ImageBy {
        INDEX,
        NAME,
        EDITION
    }

    /** Which product key Setup gets. */
    public record ProductKey(KeyMode mode, Optional<String> key, boolean applyInSpecialize) {}

    /** Sources of a product key. */
    @EnumNaming(LowerCamelCaseStrategy.class)
    public enum KeyMode {
        GENERIC,
        NONE,
        KMS_CLIENT,
        CUSTOM,
        FIRMWARE
    }

    /** Checks of Setup to be skipped. */
    public record Bypass(boolean tpm, boolean secureBoot, boolean ram, boolean cpu, boolean storage, boolean network) {}

    /** When Setup may show a page. */
    @EnumNaming(LowerCamelCaseStrategy.class)
    public enum UiMode {
        NEVER,
        ON_ERROR
    }

    /** The system disk. */
    public record Disk(
            DiskTarget target,
            Layout layout,
            int efiMiB,
            int msrMiB,
            Recovery recovery,
            WindowsPartition windows,
            boolean extendSystemVolumeAtFirstBoot) {}

    /** Which disk is wiped. */
    public record DiskTarget(String by, int index) {}

    /** Partition table; {@code AUTO} follows the firmware. */
    @EnumNaming(LowerCamelCaseStrategy.class)
    public enum Layout {
        AUTO,
        GPT,
        MBR
    }

    /** Recovery partition. */
    public record Recovery(RecoveryMode mode, int sizeMiB) {}

    /** Where the recovery partition lies; before Windows, so that C: can grow. */
    @EnumNaming(LowerCamelCaseStrategy.class)
    public enum RecoveryMode {
        BEFORE_WINDOWS,
        NONE
    }

    /** The partition of C:; without a size it takes the rest of the disk. */
    public record WindowsPartition(String label, Optional<Integer> sizeMiB) {}

    /** Language, region, keyboards, time. */
    public record Locale(
            String uiLanguage,
            String setupUiLanguage,
            String systemLocale,
            String userLocale,
            List<Input> inputs,
            int geoId,
            String timeZone,
            boolean automaticDaylightSaving) {}

    /** One keyboard: the locale is a tag or four hex digits, the keyboard a layout id or an input method id. */
    public record Input(String locale, String keyboard) {}

    /** How the guest gets its computer name. */
    public record ComputerName(ComputerNameMode mode, Optional<String> value, Optional<String> template) {}

    /** Ways to a computer name. */
    @EnumNaming(LowerCamelCaseStrategy.class)
    public enum ComputerNameMode {
        RANDOM,
        FIXED,
        TEMPLATE,
        VM_NAME
    }

    /** Local accounts and their policy. */
    public record Accounts(
            Administrator builtInAdministrator,
            List<User> users,
            AutoLogon autoLogon,
            Lockout lockout,
            PasswordExpiration passwordExpiration) {}

    /** The account with relative id 500. */
    public record Administrator(boolean enable, Optional<SecretSource> password) {}

    /** One local account. */
    public record User(
            UserNameMode nameMode,
            Optional<String> name,
            Suffix suffix,
            Optional<String> displayName,
            Optional<String> description,
            List<String> groups,
            SecretSource password) {}

    /** Ways to a user name. */
    @EnumNaming(LowerCamelCaseStrategy.class)
    public enum UserNameMode {
        FIXED,
        RANDOM
    }

    /** What is appended to a fixed user name. */
    @EnumNaming(LowerCamelCaseStrategy.class)
    public enum Suffix {
        NONE,
        RANDOM_DIGITS,
        SEQUENTIAL
    }

    /** Logon without a person, {@code count} times. */
    public record AutoLogon(AutoLogonMode mode, Optional<String> user, int count) {}

    /** Who is logged on. */
    @EnumNaming(LowerCamelCaseStrategy.class)
    public enum AutoLogonMode {
        NONE,
        FIRST_ADMINISTRATOR,
        BUILT_IN_ADMINISTRATOR,
        USER
    }

    /** Account lockout; the numbers count in mode {@code CUSTOM} only. */
    public record Lockout(PolicyMode mode, int threshold, int durationMinutes, int windowMinutes) {}

    /** Password age; the days count in mode {@code CUSTOM} only. */
    public record PasswordExpiration(PolicyMode mode, int days) {}

    /** Leave Windows' default, switch off, or set. */
    @EnumNaming(LowerCamelCaseStrategy.class)
    public enum PolicyMode {
        DEFAULT,
        DISABLED,
        NEVER,
        CUSTOM
    }

    /** First-start pages. */
    public record Oobe(Express express) {}

    /** Privacy defaults ("express settings"). */
    @EnumNaming(LowerCamelCaseStrategy.class)
    public enum Express {
        DISABLE_ALL,
        ENABLE_ALL
    }

    /** Who sets the address: always START.ps1. */
    public record Network(String owner, List<Adapter> adapters) {}

    /** The adapter of the order. */
    public record Adapter(Match match, Ipv4 ipv4) {}

    /** How the adapter is found. */
    public record Match(String by) {}

    /** Where its address comes from. */
    public record Ipv4(String mode) {}

    /** Drivers. */
    public record GuestTools(Virtio virtio) {}

    /** Drivers of a virtio-win medium for Setup. */
    public record Virtio(Delivery delivery, String osFolder, List<String> setupDrivers) {}

    /** How Setup gets the drivers. */
    @EnumNaming(LowerCamelCaseStrategy.class)
    public enum Delivery {
        DRIVER_PATHS,
        NONE
    }

    /** What is removed from the image. */
    public record Removals(Removal appxPackages, Removal capabilities, Removal optionalFeatures) {}

    /** A selection: {@code fixed}, a draw from {@code pool}, or both; {@code never} wins. */
    public record Removal(RemovalMode mode, List<String> fixed, List<String> pool, List<String> never, Range count) {}

    /** Ways to a selection. */
    @EnumNaming(LowerCamelCaseStrategy.class)
    public enum RemovalMode {
        FIXED,
        RANDOM,
        MIXED
    }

    /** Both ends inclusive. */
    public record Range(int min, int max) {}

    /** Animations and shadows. */
    public record VisualEffects(EffectsMode mode, Map<String, Boolean> effects) {}

    /** Ways to a set of effects. */
    @EnumNaming(LowerCamelCaseStrategy.class)
    public enum EffectsMode {
        DEFAULT,
        APPEARANCE,
        PERFORMANCE,
        CUSTOM,
        CUSTOM_RANDOM
    }

    /** Icons and the Start menu's folders. */
    public record Desktop(Icons icons, StartFolders startFolders) {}

    /** Desktop icons shown in mode {@code CUSTOM}; in {@code CUSTOM_RANDOM} {@code show} and {@code hide} are certain. */
    public record Icons(IconsMode mode, List<String> show, List<String> hide) {}

    /** Ways to a set of icons. */
    @EnumNaming(LowerCamelCaseStrategy.class)
    public enum IconsMode {
        DEFAULT,
        CUSTOM,
        CUSTOM_RANDOM
    }

    /** Folders beside the power button. */
    public record StartFolders(IconsMode mode, List<String> show) {}

    /** What runs when Windows is installed. */
    public record Bootstrap(String executable, int delaySeconds) {}
}
