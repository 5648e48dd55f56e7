package io.slipway.server.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.base.FieldError;
import io.slipway.server.base.Json;
import org.junit.jupiter.api.Test;

class SchemaCheckTest {
    private static final SchemaCheck CHECK = SchemaCheck.of(Json.parse("""
                    {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","additionalProperties":false,
                     "required":["a"],
                     "properties":{
                       "a":{"type":"string","maxLength":3},
                       "b":{"type":"object","properties":{"c":{"type":"integer","minimum":1,"default":7}}},
                       "d":{"type":"object","required":["e"],"properties":{"e":{"type":"boolean"},"f":{"default":1}}},
                       "g":{"type":"array","items":{"$ref":"#/$defs/x"}}},
                     "$defs":{"x":{"type":"object","properties":{"y":{"enum":["one","two"],"default":"one"}}}}}
                    """));

    @Test
    void everyMistakeHasItsPointerAndSaysWhatIsAcceptedWithoutTheValue() {
        var errors =
                CHECK.check(Json.parse("{\"a\":\"hunter2\",\"b\":{\"c\":0},\"z/~\":1,\"g\":[{\"y\":\"hunter2\"}]}"));

        assertThat(errors)
                .containsExactlyInAnyOrder(
                        new FieldError("/a", "must have at most 3 characters"),
                        new FieldError("/b/c", "must be at least 1"),
                        new FieldError("/z~1~0", "is not a field of this version"),
                        new FieldError("/g/0/y", "must be one of [\"one\",\"two\"]"));
    }

    @Test
    void aMissingFieldIsNamed() {
        assertThat(CHECK.check(Json.object())).containsExactly(new FieldError("/a", "is required"));
    }

    @Test
    void defaultsAreFilledAlongReferencesButAnAbsentObjectWithDutiesStaysAbsent() {
        var filled = CHECK.withDefaults(Json.parse("{\"a\":\"x\",\"g\":[{},{\"y\":\"two\"}]}"));

        assertThat(filled)
                .isEqualTo(Json.parse("{\"a\":\"x\",\"b\":{\"c\":7},\"g\":[{\"y\":\"one\"},{\"y\":\"two\"}]}"));
    }

    @Test
    void unknownFieldsAreFoundAtAnyDepth() {
        assertThat(CHECK.unknownFields(Json.parse("{\"a\":1,\"q\":2,\"b\":{\"r\":3},\"g\":[{\"s\":4}]}")))
                .containsExactlyInAnyOrder("/q", "/b/r", "/g/0/s");
    }
}
