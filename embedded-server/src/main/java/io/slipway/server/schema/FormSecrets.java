package io.slipway.server.schema;

import io.slipway.server.base.Json;
import io.slipway.server.base.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Keeps the secrets of an edited document apart from it.
 *
 * <p>In the tree a secret is a mark, a text with a number that no JSON document can hold at that place; the mark moves with
 * its list entry and through undo. Beside it stands either where the secret is stored or the one that was typed.
 */
final class FormSecrets implements AutoCloseable {
    /** U+0000 is refused by every pattern of a secret, so no typed text is taken for a mark. */
    private static final String MARK = "\u0000secret ";

    /**
     * One secret.
     *
     * @param origin pointer of the stored text, empty for a typed one
     */
    private record Kept(String origin, Optional<Secret> typed) {}

    private final SecretPaths paths;
    private final FormModel model;
    private final List<Kept> kept = new ArrayList<>();

    FormSecrets(FormModel model) {
        this.model = model;
        this.paths = model.secrets();
    }

    static boolean isMark(JsonNode value) {
        return value.isString() && value.stringValue().startsWith(MARK);
    }

    /** A copy with marks in place of masks and of secrets in clear; the documented default stays. */
    ObjectNode hide(ObjectNode document) {
        var copy = document.deepCopy();
        for (var pointer : paths.texts(document)) {
            var text = document.at(pointer).stringValue();
            if (!isDefault(pointer, document.at(pointer))) {
                SecretPaths.set(
                        copy,
                        pointer,
                        text.equals(SecretPaths.MASK)
                                ? mark(new Kept(pointer, Optional.empty()))
                                : mark(new Kept("", Optional.of(Secret.of(text)))));
            }
        }
        return copy;
    }

    private boolean isDefault(String pointer, JsonNode value) {
        return model.place(pointer)
                .field()
                .facts()
                .defaultValue()
                .filter(value::equals)
                .isPresent();
    }

    private String mark(Kept secret) {
        kept.add(secret);
        return MARK + (kept.size() - 1);
    }

    private Kept find(JsonNode mark) {
        return kept.get(Integer.parseInt(mark.stringValue().substring(MARK.length())));
    }

    ObjectNode mask(ObjectNode document) {
        return (ObjectNode) masked(document);
    }

    JsonNode masked(JsonNode value) {
        return switch (value) {
            case StringNode text -> isMark(text) ? StringNode.valueOf(SecretPaths.MASK) : text;
            case ObjectNode object -> {
                var copy = Json.object();
                object.properties().forEach(each -> copy.set(each.getKey(), masked(each.getValue())));
                yield copy;
            }
            case ArrayNode array -> {
                var copy = FormDocument.emptyList();
                array.forEach(each -> copy.add(masked(each)));
                yield copy;
            }
            default -> value;
        };
    }

    /** A copy with typed secrets in clear, masks where the stored one stays, and masks with a pointer where it moved. */
    ObjectNode reveal(ObjectNode document) {
        var copy = document.deepCopy();
        for (var pointer : paths.texts(document)) {
            if (isMark(document.at(pointer))) {
                var secret = find(document.at(pointer));
                var stored = secret.origin.equals(pointer) ? SecretPaths.MASK : SecretPaths.MASK + secret.origin;
                SecretPaths.set(copy, pointer, secret.typed.map(Secret::reveal).orElse(stored));
            }
        }
        return copy;
    }

    SecretState state(Field.Secret field, JsonNode value) {
        if (value.has("generate")) {
            return SecretState.GENERATED;
        }
        var text = value.isObject() ? value.path("value") : value;
        if (isMark(text)) {
            return find(text).typed.isPresent() ? SecretState.CHANGED : SecretState.STORED;
        }
        boolean known = field.facts().defaultValue().isPresent();
        return known && (text.isMissingNode() || text.isString()) ? SecretState.DEFAULT : SecretState.NOT_SET;
    }

    /** What stands in the document for a secret that was typed. */
    JsonNode typed(Field.Secret field, Secret secret) {
        var text = secret.chars();
        boolean mask = startsWithMask(text);
        java.util.Arrays.fill(text, '\0');
        if (mask) {
            throw new IllegalArgumentException("three stars mean an unchanged secret");
        }
        var mark = mark(new Kept("", Optional.of(secret)));
        return field.inObject() ? Json.object().put("value", mark) : StringNode.valueOf(mark);
    }

    private static boolean startsWithMask(char[] text) {
        int length = SecretPaths.MASK.length();
        for (int i = 0; i < length; i++) {
            if (text.length <= i || text[i] != SecretPaths.MASK.charAt(i)) {
                return false;
            }
        }
        return text.length == length || text[length] == '/';
    }

    static JsonNode rule(int length) {
        var rule = Json.object();
        rule.putObject("generate").put("length", length);
        return rule;
    }

    /** Wipes what was typed. */
    @Override
    public void close() {
        kept.forEach(secret -> secret.typed.ifPresent(Secret::close));
        kept.clear();
    }
}
