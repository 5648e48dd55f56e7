package io.slipway.server.web.admin;

import io.javalin.http.Context;
import io.slipway.server.base.FieldError;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.web.Requests;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request's JSON object, read field by field. Mistakes are collected; {@link #check} reports all of them at once.
 *
 * <p>A getter that finds a mistake returns a stand-in, so call {@link #check} before anything is done. Not thread-safe.
 */
final class RequestDocument {
    private final ObjectNode json;
    private final String at;
    private final List<FieldError> errors;

    private RequestDocument(ObjectNode json, String at, List<FieldError> errors) {
        this.json = json;
        this.at = at;
        this.errors = errors;
    }

    /**
     * The body of a request.
     *
     * @param known every field that the route understands
     * @throws io.slipway.server.base.SlipwayException BAD_REQUEST naming each unknown field
     */
    static RequestDocument of(Context context, Set<String> known) {
        return new RequestDocument(Requests.object(context, known), "", new ArrayList<>());
    }

    /** An object that came in another way than as the whole body. */
    static RequestDocument of(ObjectNode json, Set<String> known) {
        var document = new RequestDocument(json, "", new ArrayList<>());
        json.propertyNames().stream()
                .filter(field -> !known.contains(field))
                .forEach(field -> document.wrong(field, "is not known here"));
        return document;
    }

    /** As {@link #of(Context, Set)}, for routes whose body may be left out. */
    static RequestDocument optional(Context context, Set<String> known) {
        boolean absent = context.contentType() == null && Requests.body(context).length == 0;
        return absent ? new RequestDocument(Json.object(), "", new ArrayList<>()) : of(context, known);
    }

    /** An object inside this one, with its own known fields; its mistakes join this document's. */
    Optional<RequestDocument> inner(String name, Set<String> known) {
        return object(name).map(object -> {
            var inner = new RequestDocument(object, at + "/" + escaped(name), errors);
            object.propertyNames().stream()
                    .filter(field -> !known.contains(field))
                    .forEach(field -> inner.wrong(field, "is not known here"));
            return inner;
        });
    }

    /** Stands for an object that was left out. */
    RequestDocument empty() {
        return new RequestDocument(Json.object(), at, errors);
    }

    /** Whether the field is there at all. */
    boolean has(String name) {
        return value(name).isPresent();
    }

    Optional<String> text(String name, int longest) {
        return value(name).flatMap(node -> {
            if (!node.isString()) {
                wrong(name, "must be a text");
                return Optional.empty();
            }
            var text = node.stringValue();
            if (text.isEmpty() || text.length() > longest) {
                wrong(name, "must have 1 to " + longest + " characters");
                return Optional.empty();
            }
            return Optional.of(text);
        });
    }

    String requiredText(String name, int longest) {
        return required(name, text(name, longest)).orElse("");
    }

    OptionalInt integer(String name, int least, int most) {
        var node = value(name);
        if (node.isEmpty()) {
            return OptionalInt.empty();
        }
        if (!node.get().isIntegralNumber()
                || !node.get().canConvertToInt()
                || node.get().intValue() < least
                || node.get().intValue() > most) {
            wrong(name, "must be a whole number from " + least + " to " + most);
            return OptionalInt.empty();
        }
        return OptionalInt.of(node.get().intValue());
    }

    /** A required number of bytes, at least 1. */
    OptionalLong size(String name, long most) {
        var node = required(name, value(name));
        if (node.isEmpty()) {
            return OptionalLong.empty();
        }
        boolean fine = node.get().isIntegralNumber() && node.get().canConvertToLong();
        if (!fine || node.get().longValue() < 1 || node.get().longValue() > most) {
            wrong(name, "must be a whole number from 1 to " + most);
            return OptionalLong.empty();
        }
        return OptionalLong.of(node.get().longValue());
    }

    Optional<Boolean> flag(String name) {
        return value(name).flatMap(node -> {
            if (!node.isBoolean()) {
                wrong(name, "must be true or false");
                return Optional.empty();
            }
            return Optional.of(node.booleanValue());
        });
    }

    Optional<ObjectNode> object(String name) {
        return value(name).flatMap(node -> {
            if (node instanceof ObjectNode object) {
                return Optional.of(object);
            }
            wrong(name, "must be an object");
            return Optional.empty();
        });
    }

    /** A list of texts; empty when it is not given. */
    Optional<List<String>> texts(String name, int most, int longest) {
        return value(name).flatMap(node -> {
            boolean fine = node.isArray()
                    && node.size() <= most
                    && node.valueStream()
                            .allMatch(item -> item.isString()
                                    && !item.stringValue().isEmpty()
                                    && item.stringValue().length() <= longest);
            if (!fine) {
                wrong(name, "must be a list of at most " + most + " texts of 1 to " + longest + " characters");
                return Optional.empty();
            }
            return Optional.of(node.valueStream().map(JsonNode::stringValue).toList());
        });
    }

    /** Notes a missing value as a mistake unless another mistake about it is noted already. */
    <T> Optional<T> required(String name, Optional<T> value) {
        if (value.isEmpty()
                && errors.stream().noneMatch(error -> error.pointer().equals(pointer(name)))) {
            wrong(name, "is required");
        }
        return value;
    }

    void wrong(String name, String message) {
        errors.add(new FieldError(pointer(name), message));
    }

    /** @throws io.slipway.server.base.SlipwayException BAD_REQUEST with a pointer per mistake, if there was one */
    void check() {
        if (!errors.isEmpty()) {
            var first = errors.getFirst();
            var more = errors.size() == 1 ? "" : " (and " + (errors.size() - 1) + " more)";
            throw Problem.of(
                            ProblemCode.BAD_REQUEST,
                            "The document is not valid: " + first.pointer() + " " + first.message() + more + ".",
                            errors)
                    .exception();
        }
    }

    private Optional<JsonNode> value(String name) {
        return Optional.ofNullable(json.get(name)).filter(node -> !node.isNull());
    }

    private String pointer(String name) {
        return at + "/" + escaped(name);
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
