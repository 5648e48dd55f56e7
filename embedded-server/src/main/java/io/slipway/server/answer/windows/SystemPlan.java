package io.slipway.server.answer.windows;

import io.slipway.server.base.Json;
import io.slipway.server.profile.WindowsFacts;
import io.slipway.server.profile.WindowsProfile.EffectsMode;
import io.slipway.server.profile.WindowsProfile.IconsMode;
import io.slipway.server.profile.WindowsProfile.PolicyMode;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The data of {@code system.ps1}: registry values, removals and single settings. */
final class SystemPlan {
    private static final String EXPLORER = "Software\\Microsoft\\Windows\\CurrentVersion\\Explorer";
    private static final String AU = "SOFTWARE\\Policies\\Microsoft\\Windows\\WindowsUpdate\\AU";

    private final WindowsPlan plan;
    private final ArrayNode registry;
    private final ObjectNode out = Json.object();

    SystemPlan(WindowsPlan plan) {
        this.plan = plan;
        this.registry = out.putArray("registry");
    }

    ObjectNode json() {
        var profile = plan.profile();
        tweaks();
        machine();
        effects();
        icons();
        startFolders();
        userOnce();
        accountPolicy(out.putArray("net_accounts"));
        plan.choices().packages().forEach(out.putArray("packages")::add);
        plan.choices().capabilities().forEach(out.putArray("capabilities")::add);
        plan.choices().features().forEach(out.putArray("features")::add);
        out.put("execution_policy", profile.on("allowPowerShellScripts"));
        out.put("remote_desktop", profile.on("enableRemoteDesktop"));
        out.put("last_access_off", profile.on("disableLastAccess"));
        out.put("pause_updates", profile.on("disableWindowsUpdate"));
        out.put("delete_edge_shortcut", profile.on("deleteEdgeDesktopIcon"));
        out.put(
                "enable_administrator",
                profile.accounts().builtInAdministrator().enable());
        return out;
    }

    /** Settings that are nothing but registry values stand in a table. */
    private void tweaks() {
        WindowsFacts.get().settings().forEach((name, setting) -> {
            if (!plan.profile().on(name)) {
                return;
            }
            for (var value : setting.path("registry")) {
                var valueName = value.get("name").stringValue();
                registry.addObject()
                        .put("hive", hive(value.get("root").stringValue()))
                        .put("key", value.get("key").stringValue())
                        .put("name", valueName.equals("(Default)") ? "" : valueName)
                        .put("type", value.get("type").stringValue().substring("REG_".length()))
                        .set("data", value.get("data"));
            }
        });
    }

    private static String hive(String root) {
        return switch (root) {
            case "HKLM" -> "HKLM";
            case "HKU\\.DEFAULT" -> "DOTDEFAULT";
            case "DefaultUserHive" -> "DEFAULT";
            default -> throw new IllegalStateException("hive " + root);
        };
    }

    private void machine() {
        if (plan.profile().install().bypass().network()
                && !plan.profile().target().os().server()) { // rule O03
            dword("HKLM", "SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\OOBE", "BypassNRO", 1);
        }
        if (plan.profile().on("disableSystemRestore")) {
            dword("HKLM", "SOFTWARE\\Policies\\Microsoft\\Windows NT\\SystemRestore", "DisableSR", 1);
        }
        if (plan.profile().on("disableWindowsUpdate")) {
            dword("HKLM", AU, "NoAutoUpdate", 1);
        }
    }

    /** The defaults new users start from, and the switch that makes Explorer honour them. */
    private void effects() {
        var mode = plan.profile().visualEffects().mode();
        if (mode == EffectsMode.DEFAULT) {
            return;
        }
        int setting =
                switch (mode) {
                    case DEFAULT -> 0;
                    case APPEARANCE -> 1;
                    case PERFORMANCE -> 2;
                    case CUSTOM, CUSTOM_RANDOM -> 3;
                };
        dword("DEFAULT", EXPLORER + "\\VisualEffects", "VisualFXSetting", setting);
        plan.choices()
                .effects()
                .forEach((effect, on) -> dword(
                        "HKLM",
                        "SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Explorer\\VisualEffects\\" + effect,
                        "DefaultValue",
                        on ? 1 : 0));
    }

    private void icons() {
        var classes = WindowsFacts.get().desktopIcons();
        plan.choices().icons().forEach((icon, shown) -> {
            for (var menu : new String[] {"NewStartPanel", "ClassicStartMenu"}) {
                var name = classes.getOrDefault(icon, "");
                dword("DEFAULT", EXPLORER + "\\HideDesktopIcons\\" + menu, name, shown ? 0 : 1);
            }
        });
    }

    private void startFolders() {
        var rule = plan.profile().desktop().startFolders();
        if (rule.mode() != IconsMode.CUSTOM) {
            return;
        }
        var value = new ByteArrayOutputStream();
        WindowsFacts.get().startFolders().forEach((name, base64) -> {
            if (rule.show().contains(name)) {
                value.writeBytes(Base64.getDecoder().decode(base64));
            }
        });
        registry.addObject()
                .put("hive", "DEFAULT")
                .put("key", "Software\\Microsoft\\Windows\\CurrentVersion\\Start")
                .put("name", "VisiblePlaces")
                .put("type", "BINARY")
                .put("data", Base64.getEncoder().encodeToString(value.toByteArray()));
    }

    /** What only the user's own session can do; a RunOnce value may have 260 characters. */
    private void userOnce() {
        var code = "Set-WinHomeLocation -GeoId " + plan.profile().locale().geoId();
        if (plan.profile().on("deleteEdgeDesktopIcon")) {
            code += ";Remove-Item ([Environment]::GetFolderPath('Desktop')+'\\Microsoft Edge.lnk') -ErrorAction 0";
        }
        registry.addObject()
                .put("hive", "DEFAULT")
                .put("key", "Software\\Microsoft\\Windows\\CurrentVersion\\RunOnce")
                .put("name", "SlipwayUserOnce")
                .put("type", "SZ")
                .put("data", "powershell.exe -NoProfile -WindowStyle Hidden -Command \"" + code + "\"");
    }

    private void accountPolicy(ArrayNode arguments) {
        var lockout = plan.profile().accounts().lockout();
        if (lockout.mode() == PolicyMode.DISABLED) {
            arguments.add("/lockoutthreshold:0");
        } else if (lockout.mode() == PolicyMode.CUSTOM) {
            arguments.add(argument("lockoutthreshold", lockout.threshold()));
            // Windows wants the window not to exceed the duration, so the duration comes first.
            arguments.add(argument("lockoutduration", lockout.durationMinutes()));
            arguments.add(argument("lockoutwindow", lockout.windowMinutes()));
        }
        var age = plan.profile().accounts().passwordExpiration();
        if (age.mode() == PolicyMode.NEVER) {
            arguments.add("/maxpwage:unlimited");
        } else if (age.mode() == PolicyMode.CUSTOM) {
            arguments.add(argument("maxpwage", age.days()));
        }
    }

    private static String argument(String name, int value) {
        return String.format(Locale.ROOT, "/%s:%d", name, value);
    }

    private void dword(String hive, String key, String name, int data) {
        registry.addObject()
                .put("hive", hive)
                .put("key", key)
                .put("name", name)
                .put("type", "DWORD")
                .put("data", data);
    }
}
