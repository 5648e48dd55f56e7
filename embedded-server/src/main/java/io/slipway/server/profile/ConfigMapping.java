package io.slipway.server.profile;

import io.slipway.server.base.Json;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Translates a checked config document into the native model; reports what has no counterpart. */
final class ConfigMapping {
    private static final Map<String, String> ICONS = Map.of(
            "thisPC", "ThisPC",
            "recycleBin", "RecycleBin",
            "userFiles", "UserFiles",
            "controlPanel", "ControlPanel",
            "network", "Network");
    private static final Map<String, String> FOLDERS = Map.of(
            "documents", "Documents",
            "downloads", "Downloads",
            "music", "Music",
            "pictures", "Pictures",
            "videos", "Videos",
            "personalFolder", "Personal Folder",
            "settings", "Settings",
            "fileExplorer", "File Explorer",
            "network", "Network");
    private static final Set<String> START = Set.of("start.exe", "start.ps1");
    private static final int CLEAR_TEXT_LIMIT = 10;

    private final ObjectNode config;
    private final ProfileReport report;
    private final WindowsFacts facts = WindowsFacts.get();

    ConfigMapping(ObjectNode config, ProfileReport report) {
        this.config = config;
        this.report = report;
    }

    ObjectNode toNative() {
        var out = Json.object();
        out.put("schemaVersion", 1).put("id", "config").put("name", "config");
        out.putObject("target").put("os", "win11");
        out.putObject("install").putObject("productKey").put("mode", "generic");
        locale(out.putObject("locale"));
        computerName(out.putObject("computerName"));
        accounts(out.putObject("accounts"));
        var removal = out.putObject("removal");
        removal("softwareRemoval", "fixedPackages", facts.packages(), removal.putObject("appxPackages"));
        removal("capabilityRemoval", "fixedCapabilities", facts.capabilities(), removal.putObject("capabilities"));
        settings(out.putObject("settings"));
        effects(out.putObject("visualEffects"));
        desktop(out.putObject("desktop"));
        bootstrap(out.putObject("bootstrap"));
        return out;
    }

    private void locale(ObjectNode out) {
        var locale = config.get("locale");
        var tag = locale.get("uiLanguage").stringValue();
        var image = facts.imageLanguage(tag) ? tag : "en-US";
        if (!image.equals(tag)) {
            report.warn(
                    "/locale/uiLanguage",
                    "no Windows image exists in this language: pages are shown in en-US, formats follow the setting");
        }
        out.put("uiLanguage", image).put("setupUiLanguage", image);
        out.put("systemLocale", tag).put("userLocale", tag);
        var inputs = out.putArray("inputs");
        var layouts = locale.get("keyboardLayouts");
        for (int i = 0; i < layouts.size(); i++) {
            input(layouts.get(i), "/locale/keyboardLayouts/" + i, inputs);
        }
        out.put("geoId", locale.get("geoLocation").intValue());
        out.put("timeZone", locale.get("timeZone").stringValue());
    }

    private void input(JsonNode pair, String at, ArrayNode inputs) {
        var language = pair.get("language").stringValue().toLowerCase(Locale.ROOT);
        var layout = pair.get("layout").stringValue().toLowerCase(Locale.ROOT);
        if (!facts.languageId(language)) {
            report.error(at + "/language", "must be a language id such as 0409");
            return;
        }
        if (!facts.keyboard(layout)) {
            report.error(at + "/layout", "must be a keyboard layout id such as 00000409");
            return;
        }
        inputs.addObject().put("locale", language).put("keyboard", layout);
    }

    private void computerName(ObjectNode out) {
        var name = config.get("computerName");
        switch (name.get("mode").stringValue()) {
            case "fixed" -> out.put("mode", "fixed").put("value", "WIN-PC");
            case "custom" ->
                out.put("mode", "fixed").put("value", name.get("customName").stringValue());
            default -> out.put("mode", "random");
        }
    }

    private void accounts(ObjectNode out) {
        var user = config.get("user");
        var account = out.putArray("users").addObject();
        switch (user.get("nameMode").stringValue()) {
            case "fixed" -> account.put("nameMode", "fixed").put("name", "User");
            case "custom" -> custom(user, account);
            default -> account.put("nameMode", "random");
        }
        var display = user.path("displayName").asString("");
        if (!display.isEmpty()) {
            account.put("displayName", display);
        }
        var password = user.get("password").stringValue();
        account.putObject("password").put("value", password);
        if (password.equals(ProfileSecrets.DOCUMENTED_DEFAULT)) {
            report.warn("/user/password", "is the default that everybody knows; choose another one");
        }
        var group = user.get("group").stringValue();
        account.putArray("groups").add(group);
        if (!group.equals("Administrators")) {
            report.warn("/user/group", "leaves the VM without an administrator who can log on");
        }
        autoLogon(user.get("autoLogonCount").intValue(), out.putObject("autoLogon"));
    }

    private static void custom(JsonNode user, ObjectNode account) {
        account.put("nameMode", "fixed").put("name", user.get("customName").stringValue());
        account.put(
                "suffix",
                switch (user.get("customNameSuffix").stringValue()) {
                    case "random_digits" -> "randomDigits";
                    case "sequential" -> "sequential";
                    default -> "none";
                });
    }

    private void autoLogon(int count, ObjectNode out) {
        out.put("mode", count == 0 ? "none" : "user").put("count", Math.max(1, count));
        if (count > CLEAR_TEXT_LIMIT) {
            report.warn(
                    "/user/autoLogonCount",
                    "keeps the password readable in the VM's registry for as long as the logons last");
        }
    }

    private void removal(String section, String fixed, Map<String, String> known, ObjectNode out) {
        var from = config.get(section);
        var mode = from.get("mode").stringValue();
        out.put("mode", mode.equals("fixed_random") ? "mixed" : mode);
        out.set("fixed", from.get(fixed));
        out.set("pool", from.get("randomPool"));
        out.set("never", from.get("neverRemove"));
        out.set("count", from.get("randomCount").deepCopy());
        ProfileRules.selectors("/" + section + "/" + fixed, from.get(fixed), known, report);
        ProfileRules.selectors("/" + section + "/randomPool", from.get("randomPool"), known, report);
    }

    private void settings(ObjectNode out) {
        var from = config.get("windowsSettings");
        var asked = from.properties().stream()
                .filter(entry -> facts.settings().containsKey(entry.getKey()))
                .toList();
        // What the native form switches on by itself was not asked for here.
        facts.settings().keySet().stream()
                .filter(name -> !name.equals("stickyKeys"))
                .forEach(name -> out.put(name, false));
        asked.forEach(entry -> out.set(entry.getKey(), entry.getValue()));
        boolean edge = from.get("disableEdgeStartup").booleanValue();
        out.put("hideEdgeFirstRun", edge);
        out.put("disableSac", from.get("disableSmartScreen").booleanValue());
        out.put("stickyKeys", from.get("disableStickyKeys").booleanValue() ? "disabled" : "default");
        out.put(
                "deleteEdgeDesktopIcon",
                config.get("desktopIcons").get("deleteEdgeShortcut").booleanValue());
    }

    private void effects(ObjectNode out) {
        var from = config.get("visualEffects");
        var mode = from.get("mode").stringValue();
        out.put("mode", mode.equals("custom_randomize") ? "customRandom" : mode);
        var effects = out.putObject("effects");
        facts.effects().forEach((id, key) -> {
            if (from.get("effects").has(key)) {
                effects.set(id, from.get("effects").get(key));
            }
        });
        if (from.get("effects").has("peekDesktop")) {
            report.warn("/visualEffects/effects/peekDesktop", "Windows has no value of its own for it; use aeropeek");
        }
        if (!mode.startsWith("custom") && !effects.isEmpty()) {
            report.warn("/visualEffects/effects", "counts in the modes custom and custom_randomize only");
        }
    }

    private void desktop(ObjectNode out) {
        var from = config.get("desktopIcons");
        var mode = from.get("mode").stringValue();
        var icons = out.putObject("icons").put("mode", mode.equals("custom_randomize") ? "customRandom" : mode);
        var show = icons.putArray("show");
        var hide = icons.putArray("hide");
        ICONS.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(icon -> {
            if (from.get("icons").has(icon.getKey())) {
                (from.get("icons").get(icon.getKey()).booleanValue() ? show : hide).add(icon.getValue());
            }
        });
        if (mode.equals("default") && !from.get("icons").isEmpty()) {
            report.warn("/desktopIcons/icons", "counts in the modes custom and custom_randomize only");
        }
        var folders = out.putObject("startFolders");
        folders.put("mode", from.get("startFolders").isEmpty() ? "default" : "custom");
        var visible = folders.putArray("show");
        FOLDERS.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(folder -> {
            if (from.get("startFolders").path(folder.getKey()).asBoolean(false)) {
                visible.add(folder.getValue());
            }
        });
    }

    private void bootstrap(ObjectNode out) {
        var script = config.get("customScript");
        var executable = script.get("executable").stringValue();
        boolean own = START.contains(executable.toLowerCase(Locale.ROOT));
        out.put("executable", own ? "START.ps1" : executable);
        out.put("delaySeconds", script.get("delaySeconds").intValue());
        if (!own) {
            report.warn(
                    "/customScript/executable",
                    "must already lie in C:\\WindowsSetup of the image: it is started there, not delivered");
        }
    }
}
