package io.slipway.server.answer.importing;

import io.slipway.server.profile.WindowsFacts;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The form of the unattend-generator, which its older files carry whole as a link in a comment. It says outright what the
 * scripts only imply.
 */
final class GeneratorForm {
    private static final String LINK = "/windows/unattend-generator/?";
    private static final int LONGEST = 40_000;
    private static final int MOST_FIELDS = 600;
    private static final String WHERE = "form/";
    /** What the answer file itself says, or its scripts. */
    private static final Set<String> ELSEWHERE = Set.of(
            "UILanguage",
            "Locale",
            "Keyboard",
            "LanguageMode",
            "ProcessorArchitecture",
            "TimeZone",
            "TimeZoneMode",
            "WindowsEditionMode",
            "WindowsEdition",
            "ProductKey",
            "UserAccountMode",
            "AutoLogonMode",
            "AutoLogonPassword",
            "PartitionMode",
            "PartitionLayout",
            "EspSize",
            "RecoveryMode",
            "RecoverySize",
            "ExpressSettings",
            "ComputerName",
            "BypassRequirementsCheck",
            "PEMode",
            "WifiMode");

    private static final Map<String, String> RENAMED = Map.of(
            "HideEdgeFre", "hideEdgeFirstRun",
            "DisableEdgeStartupBoost", "disableEdgeStartup",
            "ShowFileExtensions", "showFileExtensions");

    private final ImportDraft draft;

    GeneratorForm(ImportDraft draft) {
        this.draft = draft;
    }

    void read(List<String> comments) {
        comments.stream()
                .filter(comment -> comment.length() <= LONGEST && comment.contains(LINK))
                .findFirst()
                .ifPresent(comment -> fields(comment).forEach(this::field));
    }

    private static Map<String, String> fields(String comment) {
        var query = comment.substring(comment.indexOf(LINK) + LINK.length()).strip();
        var fields = new LinkedHashMap<String, String>();
        for (var pair : query.split("&", MOST_FIELDS)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                var name = pair.substring(0, equals);
                if (name.matches("[A-Za-z0-9]{1,60}")) {
                    fields.put(name, decoded(pair.substring(equals + 1)));
                }
            }
        }
        return fields;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8).strip();
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private void field(String name, String value) {
        var where = WHERE + name;
        if (ELSEWHERE.contains(name) || name.startsWith("Account") || name.startsWith("Remove")) {
            draft.always(where);
            return;
        }
        switch (name) {
            case "ComputerNameMode" -> {
                if (value.equals("Random")) {
                    draft.set("/computerName/mode", "random");
                    draft.taken(where, "/computerName/mode");
                } else {
                    draft.always(where);
                }
            }
            case "GeoLocation" -> number(where, "/locale/geoId", value);
            case "BypassNetworkCheck" -> {
                draft.set("/install/bypass/network", value.equalsIgnoreCase("true"));
                draft.taken(where, "/install/bypass/network");
            }
            case "PasswordExpirationMode" ->
                choice(where, "/accounts/passwordExpiration/mode", value, "Unlimited", "never", "Custom", "custom");
            case "PasswordExpirationDays" -> number(where, "/accounts/passwordExpiration/days", value);
            case "LockoutMode" ->
                choice(where, "/accounts/lockout/mode", value, "Disabled", "disabled", "Custom", "custom");
            case "LockoutThreshold" -> number(where, "/accounts/lockout/threshold", value);
            case "LockoutDuration" -> number(where, "/accounts/lockout/durationMinutes", value);
            case "LockoutWindow" -> number(where, "/accounts/lockout/windowMinutes", value);
            case "StickyKeysMode" -> choice(where, "/settings/stickyKeys", value, "Disabled", "disabled", "", "");
            case "EffectsMode" ->
                choice(where, "/visualEffects/mode", value, "Appearance", "appearance", "Performance", "performance");
            case "DesktopIconsMode", "StartFoldersMode" ->
                choice(
                        where,
                        name.startsWith("Desktop") ? "/desktop/icons/mode" : "/desktop/startFolders/mode",
                        value,
                        "Custom",
                        "custom",
                        "",
                        "");
            default -> flag(where, name, value);
        }
    }

    private void choice(
            String where, String pointer, String value, String one, String first, String other, String second) {
        if (value.equals("Default")) {
            draft.always(where);
        } else if (!one.isEmpty() && value.equals(one)) {
            draft.set(pointer, first);
            draft.taken(where, pointer);
        } else if (!other.isEmpty() && value.equals(other)) {
            draft.set(pointer, second);
            draft.taken(where, pointer);
        } else {
            draft.left(where, "this choice has no counterpart in the profile");
        }
    }

    private void number(String where, String pointer, String value) {
        if (value.matches("\\d{1,9}")) {
            draft.set(pointer, Integer.parseInt(value));
            draft.taken(where, pointer);
        } else {
            draft.left(where, "is not a number");
        }
    }

    private void flag(String where, String name, String value) {
        var setting = setting(name);
        var icon = name.startsWith("Icon") ? desktopIcon(name.substring(4)) : Optional.<String>empty();
        if (setting.isPresent()) {
            draft.set("/settings/" + setting.get(), value.equalsIgnoreCase("true"));
            draft.taken(where, "/settings/" + setting.get());
        } else if (icon.isPresent() && value.equalsIgnoreCase("true")) {
            draft.list("/desktop/icons/show").add(icon.get());
            draft.taken(where, "/desktop/icons/show");
        } else if (value.isEmpty()
                || value.equalsIgnoreCase("false")
                || value.equals("Default")
                || value.equals("Skip")) {
            draft.always(where);
        } else {
            draft.left(where, UnattendImport.UNKNOWN);
        }
    }

    private static Optional<String> setting(String name) {
        var id = RENAMED.getOrDefault(name, name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1));
        return WindowsFacts.get().settings().containsKey(id) && !id.equals("stickyKeys")
                ? Optional.of(id)
                : Optional.empty();
    }

    private static Optional<String> desktopIcon(String name) {
        return WindowsFacts.get().desktopIcons().keySet().stream()
                .filter(icon -> icon.equalsIgnoreCase(name))
                .findFirst();
    }
}
