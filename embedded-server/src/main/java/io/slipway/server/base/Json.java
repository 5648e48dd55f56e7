package io.slipway.server.base;

import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON as the product reads and writes it: strict, bounded, sorted keys.
 *
 * <p>Reading refuses duplicate keys, trailing text, nesting beyond 64 levels and documents above 16 Mi characters, because
 * documents come from VMs, pages, imported files and hosts. Thread-safe.
 */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(64)
                            .maxDocumentLength(16L << 20)
                            .maxNumberLength(64)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private Json() {}

    /** The shared mapper; immutable. */
    public static JsonMapper mapper() {
        return MAPPER;
    }

    /** An empty object. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /**
     * Parses one document.
     *
     * @throws SlipwayException BAD_REQUEST with line and column, without the text itself
     */
    public static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JacksonException e) {
            throw notJson(e);
        }
    }

    /** As {@link #parse(String)}, from UTF-8 bytes. */
    public static JsonNode parse(byte[] utf8) {
        try {
            return MAPPER.readTree(utf8);
        } catch (JacksonException e) {
            throw notJson(e);
        }
    }

    /** Parses one document that must be an object. */
    public static ObjectNode parseObject(String text) {
        if (parse(text) instanceof ObjectNode object) {
            return object;
        }
        throw Problem.of(ProblemCode.BAD_REQUEST, "The document must be a JSON object.")
                .exception();
    }

    /** Compact text with the keys in the given order. */
    public static String write(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    /** Indented text for people. */
    public static String pretty(Object value) {
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value);
    }

    private static SlipwayException notJson(JacksonException e) {
        var at = e.getLocation();
        var where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
        var problem = Problem.of(
                ProblemCode.BAD_REQUEST,
                "The document is not valid JSON" + where + ".",
                List.of(new FieldError("", "not valid JSON" + where)));
        return new SlipwayException(problem);
    }
}
