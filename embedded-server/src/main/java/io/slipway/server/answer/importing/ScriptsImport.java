package io.slipway.server.answer.importing;

import io.slipway.server.base.Json;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.profile.WindowsFacts;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/**
 * The scripts that a generator put into an answer file's extensions block. Known lists and registry values are read out of
 * them; nothing of them is run or kept.
 */
final class ScriptsImport {
    private static final Pattern QUOTED = Pattern.compile("'([A-Za-z0-9._~-]{2,120})'");
    private static final int LONGEST = 512 * 1024;
    private static final Map<String, String> REMOVALS = Map.of(
            "removepackages.ps1", "appxPackages",
            "removecapabilities.ps1", "capabilities",
            "removefeatures.ps1", "optionalFeatures");

    private final ImportDraft draft;
    private final RegistryFinds registry;

    ScriptsImport(ImportDraft draft, RegistryFinds registry) {
        this.draft = draft;
        this.registry = registry;
    }

    void read(XmlNode extensions) {
        for (var node : extensions.children()) {
            var path = node.attribute("path").isEmpty() ? node.attribute("name") : node.attribute("path");
            var name = path.substring(path.lastIndexOf('\\') + 1).toLowerCase(Locale.ROOT);
            var where = "Extensions/" + (name.matches("[a-z0-9._-]{1,60}") ? name : node.name());
            if (!node.name().equals("File")) {
                draft.always(where);
            } else if (node.text().length() > LONGEST) {
                draft.left(where, "is too long to be read");
            } else if (REMOVALS.containsKey(name)) {
                removal(where, REMOVALS.get(name), node.text());
            } else if (name.equals("system.json")) {
                ours(where, node.text());
            } else if (!node.attribute("path").isEmpty()) {
                registry.script(node.text());
                draft.left(where, "known registry values were read out of it, the rest of the script is not run");
            } else {
                draft.always(where);
            }
        }
    }

    private void removal(String where, String kind, String script) {
        var known =
                switch (kind) {
                    case "appxPackages" -> WindowsFacts.get().packages();
                    case "capabilities" -> WindowsFacts.get().capabilities();
                    default -> WindowsFacts.get().features();
                };
        var names = new TreeSet<String>(String.CASE_INSENSITIVE_ORDER);
        var matches = QUOTED.matcher(script);
        while (matches.find()) {
            if (known.containsKey(matches.group(1))) {
                names.add(matches.group(1));
            }
        }
        remove(kind, names);
        draft.adapted(where, "/removal/" + kind + "/fixed", "the known names were read out of the script");
    }

    private void remove(String kind, Iterable<String> names) {
        var fixed = draft.list("/removal/" + kind + "/fixed");
        for (var name : names) {
            if (fixed.valueStream().noneMatch(present -> present.asString("").equalsIgnoreCase(name))) {
                fixed.add(name);
            }
        }
    }

    /** The plan that Slipway itself puts into its answer files. */
    private void ours(String where, String base64) {
        try {
            var plan = Json.parseObject(new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8));
            names(plan, "packages", "appxPackages");
            names(plan, "capabilities", "capabilities");
            names(plan, "features", "optionalFeatures");
            for (var value : plan.path("registry")) {
                var root = value.path("hive").asString("").replace("DOTDEFAULT", "hku\\.default");
                registry.value(
                        root + "\\" + value.path("key").asString(""),
                        value.path("name").asString(""),
                        value.path("data").asString(""));
            }
            flag(plan, "remote_desktop", "enableRemoteDesktop");
            flag(plan, "execution_policy", "allowPowerShellScripts");
            flag(plan, "last_access_off", "disableLastAccess");
            flag(plan, "pause_updates", "disableWindowsUpdate");
            flag(plan, "delete_edge_shortcut", "deleteEdgeDesktopIcon");
            draft.adapted(where, "/settings", "settings and removals were read out of it");
        } catch (IllegalArgumentException | SlipwayException e) {
            draft.left(where, "cannot be read");
        }
    }

    private void names(ObjectNode plan, String field, String kind) {
        remove(
                kind,
                plan.path(field)
                        .valueStream()
                        .map(name -> name.asString(""))
                        .filter(name -> name.matches("[A-Za-z0-9._-]{1,120}"))
                        .limit(60)
                        .toList());
    }

    private void flag(ObjectNode plan, String field, String setting) {
        if (plan.path(field).isBoolean()) {
            draft.set("/settings/" + setting, plan.path(field).booleanValue());
        }
    }
}
