package io.slipway.server.profile;

import io.slipway.server.schema.SchemaCheck;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The {@code config} object of the provisioning API (requirements A.3): old spellings, defaults, bounds.
 *
 * <p>Normalising twice gives the same document as once. Unknown keys stay where they are.
 */
final class LegacyConfig {
    private static final SchemaCheck SCHEMA = SchemaCheck.load("profile-config");
    private static final Pattern STUB_TEMPLATE =
            Pattern.compile("\\s*(?:<\\?xml[^>]*\\?>)?\\s*(?:<unattend[^>]*(?:/>|>\\s*</unattend>))?\\s*");

    private LegacyConfig() {}

    static ProfileDocument parse(ObjectNode submitted) {
        var config = normalise(submitted);
        ProfileCodec.refuse(SCHEMA.check(config));
        var filled = (ObjectNode) SCHEMA.withDefaults(config);
        var report = new ProfileReport();
        for (var pointer : SCHEMA.unknownFields(filled)) {
            report.warn(pointer, "is kept, but this version does not know it and does nothing with it");
        }
        ConfigRules.check(filled, report);
        ProfileCodec.refuse(report.errors());
        var mapped = new ConfigMapping(filled, report).toNative();
        ProfileCodec.refuse(report.errors());
        var profile = ProfileCodec.bindWindows(mapped);
        return new ProfileDocument(ProfileForm.CONFIG, filled, profile, report.warnings());
    }

    /** Old spellings replaced and absent sections created; the rest untouched, also what is wrong in it. */
    static ObjectNode normalise(ObjectNode submitted) {
        var config = submitted.deepCopy();
        section(config, "user", "nameMode", "random");
        section(config, "computerName", "mode", "random");
        section(config, "softwareRemoval", "mode", "fixed");
        section(config, "capabilityRemoval", "mode", "fixed");
        for (var name : Set.of("locale", "windowsSettings", "visualEffects", "desktopIcons", "customScript")) {
            if (!config.has(name)) {
                config.putObject(name);
            }
        }
        trim(config.path("user"), "customName");
        trim(config.path("computerName"), "customName");
        respell(config.path("softwareRemoval"), "mode", "mixed", "fixed_random");
        respell(config.path("capabilityRemoval"), "mode", "mixed", "fixed_random");
        respell(config.path("visualEffects"), "mode", "balanced", "default");
        respell(config.path("visualEffects"), "mode", "random", "custom_randomize");
        fold(config.path("visualEffects"), "effects", "cursorShadow", "fontSmoothing");
        if (fold(config.path("desktopIcons"), "icons", "recycleBin", "thisPC")) {
            ((ObjectNode) config.get("desktopIcons")).put("mode", "custom");
        }
        inputLocales(config.path("locale"));
        var template = config.path("xmlTemplate");
        if (template.isNull()
                || (template.isString()
                        && STUB_TEMPLATE.matcher(template.stringValue()).matches())) {
            config.remove("xmlTemplate");
        }
        return config;
    }

    private static void section(ObjectNode config, String name, String modeField, String mode) {
        if (!config.has(name)) {
            config.putObject(name).put(modeField, mode);
        }
    }

    private static void trim(JsonNode section, String field) {
        if (section instanceof ObjectNode object && object.path(field).isString()) {
            object.put(field, object.get(field).stringValue().strip());
        }
    }

    private static void respell(JsonNode section, String field, String old, String now) {
        if (section instanceof ObjectNode object
                && object.path(field).asString("").equals(old)) {
            object.put(field, now);
        }
    }

    /** Moves booleans of the section into its map, where a value that is already there wins. */
    private static boolean fold(JsonNode section, String map, String... names) {
        boolean moved = false;
        if (section instanceof ObjectNode object) {
            for (var name : names) {
                if (object.path(name).isBoolean()
                        && (!object.has(map) || object.get(map).isObject())) {
                    var value = object.remove(name);
                    var into = object.has(map) ? (ObjectNode) object.get(map) : object.putObject(map);
                    if (!into.has(name)) {
                        into.set(name, value);
                    }
                    moved = true;
                }
            }
        }
        return moved;
    }

    private static void inputLocales(JsonNode section) {
        if (!(section instanceof ObjectNode locale) || !(locale.get("inputLocales") instanceof ArrayNode old)) {
            return;
        }
        if (!locale.has("keyboardLayouts")) {
            var layouts = locale.arrayNode();
            for (var entry : old) {
                var parts = entry.asString("").split(":", -1);
                if (parts.length != 2) {
                    return; // left for the report of unknown keys: nothing is dropped silently
                }
                layouts.addObject().put("language", parts[0]).put("layout", parts[1]);
            }
            if (!layouts.isEmpty()) {
                locale.set("keyboardLayouts", layouts);
            }
        }
        locale.remove("inputLocales");
    }
}
