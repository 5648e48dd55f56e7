package io.slipway.server.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.server.base.Json;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.IntNode;

class FormModelTest {
    static FormModel model(String schema) {
        return FormModel.of("test", SchemaCheck.of(Json.parse(schema)), FormTexts.NONE, FormCatalogs.NONE);
    }

    private static FormModel real(String name) {
        return FormModel.of(name, SchemaCheck.load(name), FormTexts.NONE, table -> java.util.List.of());
    }

    @Test
    @Tag("F169")
    void aNewFieldOfTheSchemaAppearsWithHintRequirementAndApplicability() {
        var before = model("""
                {"type": "object", "properties": {"mode": {"enum": ["plain", "fancy"], "default": "plain"}}}""");
        var after = model("""
                {"type": "object",
                 "properties": {
                   "mode": {"enum": ["plain", "fancy"], "default": "plain"},
                   "sparkle": {"type": "integer", "minimum": 1, "maximum": 9, "default": 3, "title": "Amount of sparkle",
                     "description": "More is more.",
                     "x-slipway": {"group": "looks", "unit": "MiB", "expert": true, "appliesTo": {"mode": ["fancy"]}}}},
                 "if": {"properties": {"mode": {"const": "fancy"}}, "required": ["mode"]},
                 "then": {"required": ["sparkle"]}}""");

        assertThat(before.fields()).doesNotContainKey("/sparkle");
        var field = (Field.Number) after.fields().get("/sparkle");
        assertThat(field.label()).isEqualTo("Amount of sparkle");
        assertThat(field.facts().hint()).isEqualTo("More is more.");
        assertThat(field.facts().unit()).isEqualTo("MiB");
        assertThat(field.facts().expert()).isTrue();
        assertThat(field.facts().defaultValue()).contains(IntNode.valueOf(3));
        assertThat(field.least()).hasValueSatisfying(least -> assertThat(least).isEqualByComparingTo("1"));
        assertThat(after.section("looks"))
                .hasValueSatisfying(section -> assertThat(section.fields()).containsExactly(field));
        for (var mode : Map.of("plain", false, "fancy", true).entrySet()) {
            var state = FormStateTest.state(after, "{\"mode\": \"" + mode.getKey() + "\"}");
            assertThat(state.applies(field, "/sparkle")).isEqualTo(mode.getValue());
            assertThat(state.required(field, "/sparkle")).isEqualTo(mode.getValue());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"windows-profile", "linux-profile", "profile-config"})
    void everyLeafOfAProfileSchemaIsInTheFormAndInOneOfItsSections(String name) {
        var model = real(name);
        var source = SchemaCheck.load(name).source();

        var wanted = new TreeSet<String>();
        leaves(source, source, "", wanted);
        var reachable = new TreeSet<String>();
        for (var section : model.sections()) {
            section.fields().forEach(field -> reach(field, reachable));
        }

        assertThat(wanted).hasSizeGreaterThan(25);
        assertThat(reachable).containsAll(wanted);
    }

    @Test
    void theLargeProfileOfFourHundredSettingsIsAForm() throws IOException {
        try (var in = FormModelTest.class.getResourceAsStream("/io/slipway/server/profile/large-profile.schema.json")) {
            var schema = Json.parse(in.readAllBytes());

            var model = FormModel.of("large", SchemaCheck.of(schema), FormTexts.NONE, FormCatalogs.NONE);

            var wanted = new TreeSet<String>();
            leaves(schema, schema, "", wanted);
            assertThat(model.leaves()).hasSizeGreaterThan(330);
            assertThat(model.fields().keySet()).containsAll(wanted);
        }
    }

    /** Walks the schema by itself, without the reader under test; secrets are one leaf. */
    private static void leaves(JsonNode root, JsonNode given, String at, TreeSet<String> found) {
        if (given.path("writeOnly").asBoolean(false)
                || given.path("$ref").asString("").equals("#/$defs/secret")) {
            found.add(at);
            return;
        }
        var node = given.has("$ref") ? root.at(given.get("$ref").stringValue().substring(1)) : given;
        if (node.has("properties")) {
            node.get("properties")
                    .properties()
                    .forEach(each -> leaves(root, each.getValue(), at + "/" + each.getKey(), found));
        } else if (node.has("items")) {
            leaves(root, node.get("items"), at + "/*", found);
        } else {
            found.add(at);
        }
    }

    private static void reach(Field field, TreeSet<String> found) {
        found.add(field.pointer());
        FormModel.children(field).forEach(child -> reach(child, found));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"type":"string","contentEncoding":"base64"}                                   | contentEncoding
            {"type":"object","patternProperties":{"^x":{"type":"string"}}}                | patternProperties
            {"type":"object","additionalProperties":{"type":"string"}}                    | members of any name
            {"type":"array","prefixItems":[{"type":"string"}]}                            | prefixItems
            {"type":"array"}                                                              | without a schema of its entries
            {"type":["string","integer"]}                                                 | type a form cannot show
            {"anyOf":[{"type":"string"},{"type":"integer"}]}                              | type a form cannot show
            {"$ref":"#/$defs/missing"}                                                    | leads nowhere
            {"$ref":"#/$defs/loop"}                                                       | leads nowhere
            {"type":"string","x-slipway":{"colour":"red"}}                                | unknown note colour
            {"type":"string","x-slipway":{"widget":"dial"}}                               | unknown widget dial
            {"type":"object","properties":{"a":{"type":"string"}},"required":["b"]}       | requires b
            {"type":"object","properties":{"a":{"type":"string"}},"if":{"minProperties":1},"then":{}} | minProperties in an if
            {"type":"object","properties":{"a":{"type":"string"}},"if":{"required":["a"]},"then":{"properties":{"a":{"maxLength":3}}}} | narrows a
            {"type":"object","properties":{"a":{"type":"string"}},"not":{"required":["a"]}} | keyword not
            {"oneOf":[{"type":"string","writeOnly":true},{"type":"integer"}]}             | secrets are not looked for
            """)
    void whatAFormCannotShowIsRefusedWhenTheSchemaIsLoaded(String property, String complaint) {
        var schema = "{\"type\":\"object\",\"properties\":{\"x\":" + property
                + "},\"$defs\":{\"loop\":{\"$ref\":\"#/$defs/loop\"}}}";

        assertThatThrownBy(() -> new FormReader(
                                Json.parse(schema), new FormWords("test", FormTexts.NONE), FormCatalogs.NONE)
                        .read())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("/x")
                .hasMessageContaining(complaint);
    }

    @Test
    void conditionsOfAllKindsDecideWhatCountsAndWhatIsRequired() {
        var model = model("""
                {"type": "object",
                 "properties": {"kind": {"enum": ["a", "b", "c"]}, "left": {"type": "string"}, "right": {"type": "string"},
                   "list": {"type": "array", "items": {"type": "object", "properties": {
                     "on": {"type": "boolean", "default": false}, "level": {"type": "integer"}},
                     "if": {"properties": {"on": {"const": true}}}, "else": {"properties": {"level": false}}}}},
                 "dependentRequired": {"left": ["right"]},
                 "dependentSchemas": {"right": {"properties": {"extra": {"type": "boolean"}}}},
                 "allOf": [
                   {"if": {"properties": {"kind": {"enum": ["a", "b"]}}}, "then": {"required": ["left"]}},
                   {"if": {"not": {"properties": {"kind": {"const": "c"}}}}, "else": {"properties": {"left": false}}}]}""");
        var fields = model.fields();
        var a = FormStateTest.state(model, """
                {"kind": "a", "left": "x", "list": [{"on": true}, {}]}""");
        var c = FormStateTest.state(model, """
                {"kind": "c", "right": "y"}""");

        assertThat(a.required(fields.get("/left"), "/left")).isTrue();
        assertThat(a.required(fields.get("/right"), "/right")).isTrue();
        assertThat(a.applies(fields.get("/left"), "/left")).isTrue();
        assertThat(a.applies(fields.get("/extra"), "/extra")).isFalse();
        assertThat(c.required(fields.get("/left"), "/left")).isFalse();
        assertThat(c.required(fields.get("/right"), "/right")).isFalse();
        assertThat(c.applies(fields.get("/left"), "/left")).isFalse();
        assertThat(c.applies(fields.get("/extra"), "/extra")).isTrue();
        assertThat(a.applies(fields.get("/list/*/level"), "/list/0/level")).isTrue();
        assertThat(a.applies(fields.get("/list/*/level"), "/list/1/level")).isFalse();
    }

    @Test
    void alternativesAreVariantsAndNamedConstantsAreChoices() {
        var model = model("""
                {"type": "object", "properties": {
                  "size": {"oneOf": [{"const": 1, "title": "Small"}, {"const": 2, "title": "Large"}]},
                  "source": {"type": "object", "properties": {"note": {"type": "string"}}, "oneOf": [
                     {"title": "A file", "properties": {"kind": {"const": "file"}, "path": {"type": "string"}}, "required": ["kind"]},
                     {"title": "A link", "properties": {"kind": {"const": "link"}, "url": {"type": "string"}}, "required": ["kind"]}]},
                  "one": {"type": "object", "minProperties": 1, "maxProperties": 1,
                     "properties": {"left": {"type": "string"}, "right": {"type": "integer"}}}}}""");

        var size = (Field.Choice) model.fields().get("/size");
        var source = (Field.Variant) model.fields().get("/source");
        var one = (Field.Variant) model.fields().get("/one");

        assertThat(size.options()).extracting(Field.Option::label).containsExactly("Small", "Large");
        assertThat(source.alternatives()).extracting(Field::label).containsExactly("A file", "A link");
        assertThat(source.alternatives()).allSatisfy(each -> assertThat(FormModel.children(each))
                .extracting(Field::name)
                .contains("note", "kind"));
        assertThat(one.alternatives()).extracting(Field::label).containsExactly("Left", "Right");
        assertThat(model.place("/source/url").pointer()).isEqualTo("/source/url");
    }

    @Test
    void labelsComeFromTheMostParticularTextOfABundle() {
        var texts = Map.of(
                "test.a.name", "Here only",
                "b.name", "In every schema",
                "any.name", "Everywhere",
                "any.name.hint", "A hint",
                "c.name.is.x", "The X");
        var model = FormModel.of(
                "test", SchemaCheck.of(Json.parse("""
                        {"type": "object", "properties": {
                          "a": {"type": "object", "properties": {"name": {"type": "string"}}},
                          "b": {"type": "object", "properties": {"name": {"type": "string"}}},
                          "c": {"type": "object", "properties": {"name": {"enum": ["x", "y"]}}}}}""")), key -> Optional.ofNullable(texts.get(key)), FormCatalogs.NONE);

        assertThat(model.fields().get("/a/name").label()).isEqualTo("Here only");
        assertThat(model.fields().get("/b/name").label()).isEqualTo("In every schema");
        assertThat(model.fields().get("/c/name").label()).isEqualTo("Everywhere");
        assertThat(model.fields().get("/c/name").facts().hint()).isEqualTo("A hint");
        assertThat(((Field.Choice) model.fields().get("/c/name")).options())
                .extracting(Field.Option::label)
                .containsExactly("The X", "y");
    }

    @Test
    void aPlaceThatTheFormDoesNotKnowBelongsToItsNearestAncestor() {
        var model = real("windows-profile");

        assertThat(model.place("/accounts/users/3/password/value").pointer()).isEqualTo("/accounts/users/3/password");
        assertThat(model.place("/accounts/users/3/colour").pointer()).isEqualTo("/accounts/users/3");
        assertThat(model.place("/nonsense/deep").pointer()).isEmpty();
        assertThat(model.place("/disk/efiMiB/x").pointer()).isEqualTo("/disk/efiMiB");
    }

    @ParameterizedTest
    @CsvSource({
        "time zone, /locale/timeZone",
        "efi, /disk/efiMiB",
        "MiB reserved, ''",
        "server2022, /target/os",
        "efimib disk, /disk/efiMiB",
        "remote desktop, /settings/enableRemoteDesktop"
    })
    void aFieldIsFoundByLabelPointerAndValue(String words, String first) {
        var found = real("windows-profile").search(words, 10);

        if (first.isEmpty()) {
            assertThat(found).isEmpty();
        } else {
            assertThat(found.getFirst().pointer()).isEqualTo(first);
        }
    }

    @Test
    void aSearchThroughFourHundredFieldsTakesAMomentOnly() throws IOException {
        try (var in = FormModelTest.class.getResourceAsStream("/io/slipway/server/profile/large-profile.schema.json")) {
            var model = FormModel.of(
                    "large", SchemaCheck.of(Json.parse(in.readAllBytes())), FormTexts.NONE, FormCatalogs.NONE);
            for (int i = 0; i < 20; i++) {
                model.search("warm up", 50);
            }

            long start = System.nanoTime();
            for (int i = 0; i < 100; i++) {
                assertThat(model.search("password us", 50)).isNotEmpty();
            }
            double each = (System.nanoTime() - start) / 1e6 / 100;

            // Typically a fraction of a millisecond; the bound leaves room for a busy machine.
            assertThat(each).isLessThan(20);
        }
    }
}
