package io.slipway.server.answer.check;

import io.slipway.server.answer.check.AnswerDocument.Setting;
import io.slipway.server.base.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Rules from the table of settings (C01 to C09) and F06. */
final class CatalogRules {
    private static final String WCM_LIST = "action";
    private static final Map<String, Set<String>> COMPONENTS = new HashMap<>();
    private static final Map<String, JsonNode> SETTINGS = new HashMap<>();

    static {
        for (var item : items("components")) {
            COMPONENTS.put(item.get("id").stringValue(), texts(item.get("passes")));
        }
        for (var item : items("settings-catalog")) {
            SETTINGS.put(
                    item.get("component").stringValue() + "/" + item.get("path").stringValue(), item);
        }
    }

    private CatalogRules() {}

    static void check(AnswerDocument document, Findings findings) {
        var components = new HashSet<String>();
        var single = new HashSet<Object>();
        for (var setting : document.settings()) {
            if (components.add(setting.pass() + "/" + setting.component())) {
                component(setting, findings);
            }
            rule(setting).ifPresentOrElse(rule -> value(setting, rule, findings), () -> unknown(setting, findings));
            if (!setting.element().hasAttributeNS(AnswerDocument.WCM, WCM_LIST)
                    && !single.add(
                            Map.entry(System.identityHashCode(setting.element().getParentNode()), setting.name()))) {
                findings.error("C04", setting.where(), "stands twice");
            }
            var text = setting.value();
            if (setting.leaf() && (!text.equals(text.strip()) || text.contains("\n"))) {
                findings.oddity("F06", setting.where(), "must be one line without white space at its ends");
            }
        }
    }

    private static void component(Setting setting, Findings findings) {
        var passes = COMPONENTS.get(setting.component());
        var where = setting.pass() + "/" + setting.component();
        if (passes == null) {
            findings.oddity("C01", where, "is not a component we know");
        } else if (!passes.contains(setting.pass())) {
            findings.error("C01", where, "is not allowed in this pass");
        }
    }

    private static Optional<JsonNode> rule(Setting setting) {
        return Optional.ofNullable(SETTINGS.get(setting.component() + "/" + setting.path()));
    }

    private static void unknown(Setting setting, Findings findings) {
        if (COMPONENTS.containsKey(setting.component())) {
            findings.oddity("C02", setting.where(), "is not a setting we know");
        }
    }

    private static void value(Setting setting, JsonNode rule, Findings findings) {
        if (!texts(rule.get("passes")).contains(setting.pass())) {
            findings.error("C03", setting.where(), "is not allowed in this pass");
        }
        if (rule.path("deprecated").asBoolean(false) && setting.leaf()) {
            findings.oddity("C09", setting.where(), "is deprecated");
        }
        if (!setting.leaf() || rule.path("type").asString("").equals("container")) {
            return;
        }
        var text = setting.value();
        if (rule.has("enum")) {
            var accepted = texts(rule.get("enum"));
            if (!accepted.contains(text)) {
                var kind = rule.get("type").asString("").equals("boolean") ? "C08" : "C05";
                findings.error(
                        kind,
                        setting.where(),
                        "must be one of " + String.join(", ", new java.util.TreeSet<>(accepted)));
            }
        }
        if (text.length() > rule.path("maxLength").asInt(Integer.MAX_VALUE)) {
            findings.error(
                    lengthRule(setting), setting.where(), "must have at most " + rule.get("maxLength") + " characters");
        }
        if (rule.has("range")) {
            var number = number(text);
            if (number.isEmpty()
                    || number.getAsLong() < rule.get("range").get(0).longValue()
                    || number.getAsLong() > rule.get("range").get(1).longValue()) {
                findings.error("C07", setting.where(), "must be a number in " + rule.get("range"));
            }
        } else if (rule.path("type").asString("").equals("integer")
                && number(text).isEmpty()) {
            findings.error("C07", setting.where(), "must be a number");
        }
    }

    /** The two limits that operators know by their own numbers. */
    private static String lengthRule(Setting setting) {
        return switch (setting.name()) {
            case "Path" -> "R01";
            case "CommandLine" -> "R02";
            default -> "C06";
        };
    }

    private static OptionalLong number(String text) {
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    private static Set<String> texts(JsonNode array) {
        var set = new HashSet<String>();
        array.forEach(item -> set.add(item.asString("")));
        return set;
    }

    private static JsonNode items(String table) {
        try (InputStream in = CatalogRules.class.getResourceAsStream(table + ".json")) {
            if (in == null) {
                throw new IllegalStateException("no table " + table);
            }
            return Json.parse(in.readAllBytes()).get("items");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
