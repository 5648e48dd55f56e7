package io.slipway.server.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.server.base.Json;
import io.slipway.server.base.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

class FormStateTest {
    private static final String SCHEMA = """
            {"type": "object", "required": ["name"],
             "properties": {
               "name": {"type": "string", "minLength": 1},
               "size": {"type": "integer", "default": 5, "maximum": 9},
               "deep": {"type": "object", "properties": {"er": {"type": "object", "properties": {"flag": {"type": "boolean", "default": false}}}}},
               "key": {"type": "object", "required": ["mode"], "properties": {"mode": {"enum": ["a", "b"], "default": "a"}, "text": {"type": "string"}}},
               "tags": {"type": "array", "items": {"type": "string"}, "default": ["x"]},
               "users": {"type": "array", "items": {"type": "object", "required": ["password"], "properties": {
                  "name": {"type": "string"}, "password": {"$ref": "#/$defs/secret"}}}},
               "pin": {"type": "string", "writeOnly": true, "default": "1204"},
               "run": {"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}},
             "$defs": {"secret": {"type": "object", "additionalProperties": false, "minProperties": 1, "maxProperties": 1,
                "properties": {"value": {"type": "string", "minLength": 1}, "generate": {"type": "object", "properties": {
                   "length": {"type": "integer", "minimum": 12, "maximum": 64, "default": 20}}}}}}}""";
    private static final SchemaCheck CHECK = SchemaCheck.of(Json.parse(SCHEMA));
    private static final FormModel MODEL = FormModelTest.model(SCHEMA);

    private final Clock clock = new Clock();

    private static final class Clock implements InstantSource {
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }
    }

    static FormState state(FormModel model, String document) {
        return new FormState(model, Json.parseObject(document), given -> List.of(), InstantSource.fixed(Instant.EPOCH));
    }

    private FormState state(String document) {
        return new FormState(
                MODEL,
                Json.parseObject(document),
                given -> CHECK.check(given).stream()
                        .map(each -> new FormFinding(each.pointer(), each.message(), FormFinding.Severity.ERROR))
                        .toList(),
                clock);
    }

    private static Field field(String pointer) {
        return MODEL.fields().get(pointer);
    }

    private static JsonNode text(String value) {
        return StringNode.valueOf(value);
    }

    @Test
    void aValueIsSetWithTheGroupsAboveItAndResettingTakesThemAwayAgain() {
        var state = state("{\"name\": \"n\"}");

        state.set("/deep/er/flag", Json.mapper().getNodeFactory().booleanNode(true));
        assertThat(state.document().at("/deep/er/flag").booleanValue()).isTrue();
        assertThat(state.differs(field("/deep/er/flag"), "/deep/er/flag")).isTrue();
        assertThat(state.isModified()).isTrue();

        state.reset(field("/deep/er/flag"), "/deep/er/flag");
        assertThat(state.document()).isEqualTo(Json.parseObject("{\"name\": \"n\"}"));
        assertThat(state.isModified()).isFalse();
        assertThat(state.effective("/deep/er/flag").booleanValue()).isFalse();
    }

    @Test
    void onlyAnotherValueThanTheDefaultDiffers() {
        var state = state("{\"name\": \"n\", \"size\": 5, \"tags\": [\"x\"]}");

        assertThat(state.differs(field("/size"), "/size")).isFalse();
        assertThat(state.differs(field("/tags"), "/tags")).isFalse();
        assertThat(state.differs(field("/name"), "/name")).isFalse();
        state.set("/size", IntNode.valueOf(6));
        state.set("/tags/0", text("y"));

        assertThat(state.differs(field("/size"), "/size")).isTrue();
        assertThat(state.differs(field("/tags"), "/tags")).isTrue();
        assertThat(state.status(MODEL.section("basics").orElseThrow()).changed())
                .isEqualTo(2);
    }

    @Test
    void typingAtOnePlaceIsOneStepOfUndoUntilAPauseOrAnotherPlace() {
        var state = state("{\"name\": \"\"}");

        for (var typed : List.of("h", "he", "hey")) {
            clock.now = clock.now.plusMillis(200);
            state.set("/name", text(typed));
        }
        clock.now = clock.now.plus(Duration.ofSeconds(5));
        state.set("/name", text("hey you"));
        state.set("/size", IntNode.valueOf(7));

        assertThat(state.undo()).contains("/size");
        assertThat(state.undo()).contains("/name");
        assertThat(state.value("/name").stringValue()).isEqualTo("hey");
        assertThat(state.undo()).contains("/name");
        assertThat(state.value("/name").stringValue()).isEmpty();
        assertThat(state.canUndo()).isFalse();
        assertThat(state.redo()).contains("/name");
        assertThat(state.value("/name").stringValue()).isEqualTo("hey");
    }

    @Test
    void undoGoesBackTwoHundredStepsAndNoFurther() {
        var state = state("{\"name\": \"n\"}");

        for (int i = 0; i < 300; i++) {
            state.seal();
            state.set("/name", text("n" + i));
        }
        int steps = 0;
        while (state.undo().isPresent()) {
            steps++;
        }

        assertThat(steps).isEqualTo(200);
        assertThat(state.value("/name").stringValue()).isEqualTo("n99");
    }

    @Test
    void anOptionalGroupComesWithWhatItsSchemaPrescribesAndGoesAsAWhole() {
        var state = state("{\"name\": \"n\"}");
        var group = (Field.Group) field("/key");

        assertThat(group.optional()).isTrue();
        assertThat(state.isPresent("/key")).isFalse();
        state.add(group, "/key");
        assertThat(Json.write(state.document().get("key"))).isEqualTo("{\"mode\":\"a\"}");
        state.set("/key/text", text("t"));
        state.reset(field("/key/text"), "/key/text");
        assertThat(state.isPresent("/key")).isTrue();
        state.remove("/key");

        assertThat(state.document().has("key")).isFalse();
    }

    @Test
    void anAbsentListIsEditedFromItsDefault() {
        var state = state("{\"name\": \"n\"}");
        var tags = (Field.Items) field("/tags");

        assertThat(state.size("/tags")).isEqualTo(1);
        var added = state.addEntry(tags, "/tags", text("y"));
        state.moveEntry(tags, "/tags", 1, 0);

        assertThat(added).isEqualTo("/tags/1");
        assertThat(Json.write(state.document().get("tags"))).isEqualTo("[\"y\",\"x\"]");
        state.removeEntry(tags, "/tags", 0);
        assertThat(state.differs(tags, "/tags")).isFalse();
    }

    @Test
    void findingsLandAtTheirFieldAndUnknownOnesAtTheNearestAncestor() {
        var state = state("""
                {"name": "", "size": 50, "users": [{"password": {"value": ""}}], "key": {"mode": "a", "text": 3}}""");
        state.validate();

        assertThat(state.findingsAt("/name")).hasSize(1);
        assertThat(state.findingsAt("/size").getFirst().message()).contains("at most 9");
        assertThat(state.findingsAt("/users/0/password")).hasSize(1);
        assertThat(state.findingsWithin("/key")).hasSize(1);
        state.show(List.of(new FormFinding("/users/0/nickname", "is odd", FormFinding.Severity.WARNING)));
        assertThat(state.findingsAt("/users/0"))
                .extracting(FormFinding::message)
                .containsExactly("is odd");
        assertThat(state.status(MODEL.section("basics").orElseThrow()).warnings())
                .isEqualTo(1);
    }

    @Test
    void aTypedSecretIsInTheSubmissionAndNowhereElse() {
        var state = state("{\"name\": \"n\", \"users\": [{\"name\": \"u\"}]}");
        var password = (Field.Secret) field("/users/*/password");

        assertThat(state.secret(password, "/users/0/password")).isEqualTo(SecretState.NOT_SET);
        state.replaceSecret(password, "/users/0/password", Secret.of("canary-7"));

        assertThat(state.secret(password, "/users/0/password")).isEqualTo(SecretState.CHANGED);
        assertThat(Json.write(state.document())).doesNotContain("canary").contains("***");
        assertThat(Json.write(state.value("/users"))).doesNotContain("canary");
        assertThat(state.value("/users/0/password/value").stringValue()).isEqualTo("***");
        assertThat(state.search("canary", 10)).isEmpty();
        assertThat(Json.write(state.submission())).contains("canary-7");
        state.undo();
        assertThat(Json.write(state.submission())).doesNotContain("canary");
        state.redo();
        assertThat(Json.write(state.submission())).contains("canary-7");
    }

    @Test
    void aTypedSecretIsWipedWhenTheDocumentIsSavedOrClosed() {
        var state = state("{\"name\": \"n\", \"users\": [{}]}");
        var password = (Field.Secret) field("/users/*/password");
        var typed = Secret.of("canary-8");
        state.replaceSecret(password, "/users/0/password", typed);

        state.saved(Json.parseObject("{\"name\": \"n\", \"users\": [{\"password\": {\"value\": \"***\"}}]}"));

        assertThat(typed.reveal()).doesNotContain("canary");
        assertThat(state.secret(password, "/users/0/password")).isEqualTo(SecretState.STORED);
        assertThat(state.isModified()).isFalse();
        assertThat(state.canUndo()).isFalse();
        var again = Secret.of("canary-9");
        state.replaceSecret(password, "/users/0/password", again);
        state.close();
        assertThat(again.reveal()).doesNotContain("canary");
    }

    @Test
    void aStoredSecretStaysWithItsEntryWhenTheListIsReordered() {
        var state = state("""
                {"name": "n", "users": [{"name": "a", "password": {"value": "***"}}, {"name": "b", "password": {"value": "***"}}]}""");
        var users = (Field.Items) field("/users");

        assertThat(state.submission().at("/users/1/password/value").stringValue())
                .isEqualTo("***");
        state.moveEntry(users, "/users", 0, 1);

        assertThat(state.submission().at("/users/1/name").stringValue()).isEqualTo("a");
        assertThat(state.submission().at("/users/1/password/value").stringValue())
                .isEqualTo("***/users/0/password/value");
        assertThat(state.submission().at("/users/0/password/value").stringValue())
                .isEqualTo("***/users/1/password/value");
        assertThat(state.document().at("/users/0/password/value").stringValue()).isEqualTo("***");
    }

    @Test
    void aSecretOfAnImportedDocumentCountsAsTypedAndTheDocumentedDefaultAsSuch() {
        var state =
                state("{\"name\": \"n\", \"pin\": \"1204\", \"users\": [{\"password\": {\"value\": \"canary-3\"}}]}");

        assertThat(state.secret((Field.Secret) field("/users/*/password"), "/users/0/password"))
                .isEqualTo(SecretState.CHANGED);
        assertThat(Json.write(state.document())).doesNotContain("canary");
        assertThat(state.secret((Field.Secret) field("/pin"), "/pin")).isEqualTo(SecretState.DEFAULT);
        assertThat(state.submission().get("pin").stringValue()).isEqualTo("1204");
    }

    @Test
    void threeStarsAreNoPasswordAndASecretIsNoPlainValue() {
        var state = state("{\"name\": \"n\", \"users\": [{}]}");
        var password = (Field.Secret) field("/users/*/password");

        for (var mask : List.of("***", "***/users/0/password/value")) {
            assertThatThrownBy(() -> state.replaceSecret(password, "/users/0/password", Secret.of(mask)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> state.set("/users/0/password", text("plain")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> state.set("/users/0/password/value", text("plain")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aSecretCanBeMadeForEachVm() {
        var state = state("{\"name\": \"n\", \"users\": [{}]}");
        var password = (Field.Secret) field("/users/*/password");

        state.generateSecret(password, "/users/0/password", 24);

        assertThat(state.secret(password, "/users/0/password")).isEqualTo(SecretState.GENERATED);
        assertThat(state.generatedLength(password, "/users/0/password")).contains(24);
        state.clearSecret("/users/0/password");
        assertThat(state.secret(password, "/users/0/password")).isEqualTo(SecretState.NOT_SET);
    }

    @Test
    void theAlternativeOfAValueFollowsItsShapeAndCanBeChosen() {
        var state = state("{\"name\": \"n\", \"run\": [\"a\"]}");
        var run = (Field.Variant) field("/run");

        assertThat(state.alternative(run, "/run")).isEqualTo(1);
        state.choose(run, "/run", 0);
        assertThat(state.value("/run").isString()).isTrue();
        assertThat(state.alternative(run, "/run")).isZero();
        state.undo();
        assertThat(state.alternative(run, "/run")).isEqualTo(1);
    }

    @Test
    void whatDiffersOrIsWrongIsShownInEveryView() {
        var model = FormModelTest.model("""
                {"type": "object", "properties": {
                  "mode": {"enum": ["a", "b"], "default": "a"},
                  "quiet": {"type": "integer", "default": 1, "x-slipway": {"expert": true}},
                  "idle": {"type": "integer", "default": 1, "x-slipway": {"appliesTo": {"mode": ["b"]}}}}}""");
        var plain = state(model, "{}");
        var telling = state(model, "{\"quiet\": 2, \"idle\": 2}");

        for (var name : List.of("/quiet", "/idle")) {
            assertThat(plain.visible(model.fields().get(name), name, false)).isFalse();
            assertThat(telling.visible(model.fields().get(name), name, false)).isTrue();
        }
        assertThat(plain.visible(model.fields().get("/quiet"), "/quiet", true)).isTrue();
        plain.show(List.of(new FormFinding("/quiet", "is wrong", FormFinding.Severity.ERROR)));
        assertThat(plain.visible(model.fields().get("/quiet"), "/quiet", false)).isTrue();
    }

    @Test
    void aSearchFindsFieldsAndPresentValuesAtTheirPlaces() {
        var state = state("{\"name\": \"needle\", \"users\": [{\"name\": \"worker\"}]}");

        assertThat(state.search("needle", 9))
                .extracting(FormModel.Place::pointer)
                .containsExactly("/name");
        assertThat(state.search("worker", 9))
                .extracting(FormModel.Place::pointer)
                .containsExactly("/users/0/name");
        assertThat(state.search("users name", 9))
                .extracting(FormModel.Place::pointer)
                .contains("/users/0/name");
    }

    @Test
    void anyEditsUndoneOneByOneGiveTheFirstDocumentAndRedoneTheLast() {
        var random = new SplittableRandom(4711);
        for (int round = 0; round < 60; round++) {
            var state =
                    state("{\"name\": \"n\", \"users\": [{\"password\": {\"value\": \"***\"}}, {\"name\": \"b\"}]}");
            var first = state.submission();
            var seen = new ArrayList<ObjectNode>();
            for (int i = 0; i < 25; i++) {
                state.seal();
                edit(state, random, i);
                seen.add(state.submission());
            }
            var last = state.submission();

            while (state.canUndo()) {
                state.undo();
            }
            assertThat(state.submission()).isEqualTo(first);
            while (state.canRedo()) {
                state.redo();
            }
            assertThat(state.submission()).isEqualTo(last);
            assertThat(seen).contains(last);
        }
    }

    private static void edit(FormState state, RandomGenerator random, int number) {
        var users = (Field.Items) field("/users");
        int size = state.size("/users");
        switch (random.nextInt(8)) {
            case 0 -> state.set("/name", text("n" + number));
            case 1 -> state.set("/size", IntNode.valueOf(random.nextInt(10)));
            case 2 -> state.reset(field("/size"), "/size");
            case 3 -> state.addEntry(users, "/users");
            case 4 -> {
                if (size > 0) {
                    state.removeEntry(users, "/users", random.nextInt(size));
                }
            }
            case 5 -> {
                if (size > 1) {
                    state.moveEntry(users, "/users", random.nextInt(size), random.nextInt(size));
                }
            }
            case 6 -> {
                if (size > 0) {
                    var at = "/users/" + random.nextInt(size) + "/password";
                    state.replaceSecret((Field.Secret) field("/users/*/password"), at, Secret.of("typed-" + number));
                }
            }
            default -> state.choose((Field.Variant) field("/run"), "/run", random.nextInt(2));
        }
    }

    @Test
    void listenersHearWhatChangedUntilTheyStop() {
        var state = state("{\"name\": \"n\"}");
        var heard = new ArrayList<FormChange>();
        var stop = state.listen(heard::add);

        state.set("/size", IntNode.valueOf(7));
        state.set("/size", IntNode.valueOf(7));
        state.validate();
        stop.run();
        state.set("/size", IntNode.valueOf(8));

        assertThat(heard)
                .containsExactly(
                        new FormChange(FormChange.Kind.VALUE, "/size"), new FormChange(FormChange.Kind.FINDINGS, ""));
    }
}
