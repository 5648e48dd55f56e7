package io.slipway.desktop.form;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.desktop.Display;
import io.slipway.desktop.Fx;
import io.slipway.server.base.Json;
import io.slipway.server.form.FormRow;
import io.slipway.server.profile.BuiltInProfiles;
import io.slipway.server.profile.ProfileForms;
import io.slipway.server.schema.Field;
import io.slipway.server.schema.FormCatalogs;
import io.slipway.server.schema.FormFinding;
import io.slipway.server.schema.FormModel;
import io.slipway.server.schema.FormState;
import io.slipway.server.schema.FormTexts;
import io.slipway.server.schema.SchemaCheck;
import io.slipway.server.schema.SecretState;
import io.slipway.server.text.Languages;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Control;
import javafx.scene.control.Labeled;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import tools.jackson.databind.node.ObjectNode;

/** How the form behaves under a person's hands: keys, focus, search, undo, secrets, lists and a schema nobody has seen. */
@ExtendWith(Display.class)
@Tag("fx")
class FormViewTest {
    private static final String SMALL = """
            {"type": "object", "title": "Small", "required": ["name"], "properties": {
               "name": {"type": "string", "minLength": 3, "title": "Name"},
               "mode": {"enum": ["plain", "fancy"], "default": "plain", "title": "Mode"},
               "size": {"type": "integer", "minimum": 1, "maximum": 9, "default": 5, "title": "Size", "x-slipway": {"unit": "MiB"}},
               "words": {"type": "array", "title": "Words", "items": {"type": "string"}, "maxItems": 3},
               "pin": {"$ref": "#/$defs/secret", "title": "Pin", "description": "Nobody sees it."},
               "run": {"title": "Run", "oneOf": [{"type": "string", "title": "Line"}, {"type": "array", "title": "Parts", "items": {"type": "string"}}]},
               "quiet": {"type": "boolean", "default": false, "title": "Quiet", "x-slipway": {"group": "more", "expert": true}}},
             "$defs": {"secret": {"type": "object", "minProperties": 1, "maxProperties": 1, "properties": {"value": {"type": "string", "minLength": 1},
               "generate": {"type": "object", "properties": {"length": {"type": "integer", "minimum": 12, "maximum": 64, "default": 20}}}}}}}""";

    private final FxRobot robot = new FxRobot();

    private static FormWindow window(String schema, String document) {
        var check = SchemaCheck.of(Json.parse(schema));
        var model = FormModel.of("test", check, FormTexts.NONE, FormCatalogs.NONE);
        return new FormWindow(
                new FormState(
                        model,
                        Json.parseObject(document),
                        given -> check.check(given).stream()
                                .map(each ->
                                        new FormFinding(each.pointer(), each.message(), FormFinding.Severity.ERROR))
                                .toList(),
                        InstantSource.system()),
                Languages.ENGLISH);
    }

    private static FormWindow profile(ObjectNode document, Locale language) {
        return new FormWindow(
                new FormState(
                        ProfileForms.of(document, language),
                        document,
                        ProfileForms.check(language),
                        InstantSource.system()),
                language);
    }

    private static String focused(FormWindow window) {
        return Fx.get(() -> {
            Node owner = window.scene.getFocusOwner();
            return owner == null || owner.getAccessibleText() == null ? "" : owner.getAccessibleText();
        });
    }

    @Test
    @Tag("F169")
    void aNewFieldOfASchemaIsThereWithHintUnitRequirementAndApplicabilityWithoutCode() {
        var schema = """
                {"type": "object", "properties": {
                  "mode": {"enum": ["plain", "fancy"], "default": "plain", "title": "Mode"},
                  "sparkle": {"type": "integer", "minimum": 1, "title": "Amount of sparkle", "description": "More is more.",
                    "x-slipway": {"unit": "MiB", "appliesTo": {"mode": ["fancy"]}}}},
                 "if": {"properties": {"mode": {"const": "fancy"}}, "required": ["mode"]},
                 "then": {"required": ["sparkle"]}}""";
        try (var window = window(schema, "{}")) {
            assertThat(shownPointers(window)).contains("/mode").doesNotContain("/sparkle");

            Fx.run(() -> window.state.set("/mode", Json.parse("\"fancy\"")));
            window.settle();

            assertThat(window.words("/sparkle")).contains("Amount of sparkle", "More is more.", "MiB", "*");
            window.type("/sparkle", "0");
            assertThat(window.words("/sparkle")).contains("Must be at least 1");
            window.type("/sparkle", "4");
            assertThat(window.state.document().get("sparkle").intValue()).isEqualTo(4);
            assertThat(window.words("/sparkle")).doesNotContain("Must be");

            Fx.run(() -> window.state.set("/mode", Json.parse("\"plain\"")));
            window.settle();
            assertThat(window.words("/sparkle")).contains("Counts only when “Mode” is “fancy”.");
        }
    }

    private static List<String> shownPointers(FormWindow window) {
        return Fx.get(() -> window.rows().rows().stream().map(FormRow::pointer).toList());
    }

    @Test
    void theCheckRunsWhenTheCursorLeavesAndNotAtTheFirstKey() {
        try (var window = window(SMALL, "{\"name\": \"abc\"}")) {
            var name = (TextInputControl) window.control("/name");
            Fx.run(name::requestFocus);
            Fx.run(() -> name.setText("a"));
            window.settle();

            assertThat(window.state.document().get("name").stringValue()).isEqualTo("a");
            assertThat(window.words("/name")).doesNotContain("at least 3");
            window.leave();
            assertThat(window.words("/name")).contains("Must have at least 3 characters");
            assertThat(Fx.<String>get(name::getAccessibleHelp)).contains("Wrong: must have at least 3 characters");
            assertThat(Fx.<String>get(name::getAccessibleText)).isEqualTo("Name, required");
        }
    }

    @Test
    void whatIsNoNumberIsSaidAndNotForgotten() {
        try (var window = window(SMALL, "{\"name\": \"abc\"}")) {
            window.type("/size", "much");

            assertThat(window.state.submission().get("size").stringValue()).isEqualTo("much");
            assertThat(window.words("/size")).contains("Must be of type integer");
            window.press("/size", "Reset Size");
            assertThat(window.state.document().has("size")).isFalse();
            assertThat(window.shown("/size")).isEqualTo("5");
        }
    }

    @Test
    void undoAndRedoFollowTheKeysAndPutTheCursorWhereItHappened() {
        try (var window = window(SMALL, "{\"name\": \"abc\"}")) {
            window.type("/name", "first");
            window.type("/size", "7");
            Fx.run(() -> window.control("/name").requestFocus());

            robot.push(KeyCode.CONTROL, KeyCode.Z);
            window.settle();
            assertThat(window.shown("/size")).isEqualTo("5");
            assertThat(focused(window)).startsWith("Size");
            robot.push(KeyCode.CONTROL, KeyCode.Z);
            window.settle();
            assertThat(window.shown("/name")).isEqualTo("abc");
            robot.push(KeyCode.CONTROL, KeyCode.Y);
            robot.push(KeyCode.CONTROL, KeyCode.Y);
            window.settle();
            assertThat(window.state.document().at("/size").intValue()).isEqualTo(7);
            assertThat(window.shown("/name")).isEqualTo("first");
        }
    }

    @Test
    void keysAloneFindASettingChangeItAndGoOn() {
        try (var window =
                profile(BuiltInProfiles.find("windows-11-worker").orElseThrow().masked(), Languages.ENGLISH)) {
            robot.push(KeyCode.CONTROL, KeyCode.F);
            robot.write("remote desktop");
            robot.push(KeyCode.ENTER);
            window.settle();
            assertThat(focused(window)).startsWith("Turn on Remote Desktop");
            robot.push(KeyCode.SPACE);
            window.settle();
            assertThat(window.state
                            .document()
                            .at("/settings/enableRemoteDesktop")
                            .booleanValue())
                    .isTrue();

            robot.push(KeyCode.CONTROL, KeyCode.F);
            robot.push(KeyCode.ESCAPE);
            robot.push(KeyCode.F6);
            window.settle();
            robot.push(KeyCode.DOWN);
            robot.push(KeyCode.F6);
            window.settle();
            assertThat(focused(window)).startsWith("Starting point");
        }
    }

    @Test
    void theTabKeyGoesThroughAllFieldsInOrderAlsoThoseOutOfSight() {
        try (var window =
                profile(BuiltInProfiles.find("windows-11-worker").orElseThrow().masked(), Languages.ENGLISH)) {
            Fx.run(() -> {
                window.view.expertProperty().set(true);
                window.view.showSection("settings");
                window.view.reveal("/settings/enableLongPaths");
            });
            window.settle();
            var visited = new ArrayList<String>();
            var wanted = Fx.get(() -> window.rows().rows().stream()
                    .filter(FormRow.Entry.class::isInstance)
                    .map(FormRow::pointer)
                    .toList());
            for (int i = 0; i < wanted.size() * 2 && visited.size() < wanted.size(); i++) {
                var row = Fx.get(() -> window.rows().live().stream()
                        .filter(RowView::holdsCursor)
                        .map(each -> each.row().pointer())
                        .findFirst()
                        .orElse(""));
                if (!row.isEmpty() && (visited.isEmpty() || !visited.getLast().equals(row))) {
                    visited.add(row);
                    assertThat(Fx.get(() -> inSight(window))).as(row).isTrue();
                }
                robot.push(KeyCode.TAB);
                window.settle();
            }

            assertThat(wanted).hasSizeGreaterThan(25);
            assertThat(visited).isEqualTo(wanted);
        }
    }

    private static boolean inSight(FormWindow window) {
        var owner = Objects.requireNonNull(window.scene.getFocusOwner());
        var bounds = window.rows().sceneToLocal(owner.localToScene(owner.getBoundsInLocal()));
        return bounds.getMinY() >= 0 && bounds.getMaxY() <= window.rows().getHeight();
    }

    @Test
    void aSecretIsReplacedMadeForEachVmAndTakenAwayWithoutEverBeingShown() {
        try (var window = window(SMALL, "{\"name\": \"abc\", \"pin\": {\"value\": \"***\"}}")) {
            assertThat(window.words("/pin")).contains("Set").doesNotContain("Not set");

            window.secret("/pin", "canary-1");
            var row = window.row("/pin");
            var field = (PasswordField) Fx.get(() -> row.lookup(".password-field"));
            assertThat(Fx.<String>get(field::getText)).isEmpty();
            assertThat(window.words("/pin")).contains("New, not saved yet").doesNotContain("canary");
            assertThat(Json.write(window.state.document())).doesNotContain("canary");
            assertThat(Json.write(window.state.submission())).contains("canary-1");

            window.press("/pin", "One for each VM");
            assertThat(window.state.document().at("/pin/generate/length").intValue())
                    .isEqualTo(20);
            window.press("/pin", "Clear");
            assertThat(window.words("/pin")).contains("Not set");
            window.secret("/pin", "***");
            assertThat(window.words("/pin")).contains("Three stars cannot be a password here");
            assertThat(window.state.secret(
                            (Field.Secret) window.state.model().fields().get("/pin"), "/pin"))
                    .isEqualTo(SecretState.NOT_SET);
        }
    }

    @Test
    void entriesOfAListAreAddedMovedAndRemovedUpToItsLimit() {
        try (var window = window(SMALL, "{\"name\": \"abc\"}")) {
            for (var word : List.of("one", "two", "three")) {
                foot(window, "/words");
                window.type("/words/" + (window.state.size("/words") - 1), word);
            }
            assertThat(Json.write(window.state.document().get("words"))).isEqualTo("[\"one\",\"two\",\"three\"]");
            assertThat(Fx.get(() -> footButton(window, "/words").isDisabled())).isTrue();

            window.press("/words/2", "Move ");
            assertThat(Json.write(window.state.document().get("words"))).isEqualTo("[\"one\",\"three\",\"two\"]");
            window.press("/words/0", "Remove ");
            assertThat(Json.write(window.state.document().get("words"))).isEqualTo("[\"three\",\"two\"]");
            assertThat(window.shown("/words/0")).isEqualTo("three");
            assertThat(Fx.get(() -> window.control("/words/1").getAccessibleText()))
                    .isEqualTo("Words, entry 2");
        }
    }

    private static javafx.scene.control.Button footButton(FormWindow window, String pointer) {
        var row = window.rows().live().stream()
                .filter(each ->
                        each instanceof ListFootRow && each.row().pointer().equals(pointer))
                .findFirst()
                .orElseThrow();
        return (javafx.scene.control.Button) row.getChildren().getFirst();
    }

    private static void foot(FormWindow window, String pointer) {
        Fx.run(() -> footButton(window, pointer).fire());
        window.settle();
    }

    @Test
    void anotherFormOfAValueBeginsAnewAndUndoBringsTheFormerBack() {
        try (var window = window(SMALL, "{\"name\": \"abc\", \"run\": \"ls\"}")) {
            Fx.run(() -> window.state.choose(
                    (Field.Variant) window.state.model().fields().get("/run"), "/run", 1));
            window.settle();
            assertThat(window.state.document().get("run").isArray()).isTrue();
            assertThat(Fx.get(() -> window.rows().rows()))
                    .anyMatch(row -> row instanceof FormRow.ListFoot foot
                            && foot.pointer().equals("/run"));
            Fx.run(window.state::undo);
            window.settle();
            assertThat(window.shown("/run")).isEqualTo("ls");
        }
    }

    @Test
    void theExpertViewShowsMoreAndTheBasicOneNeverHidesWhatDiffers() {
        try (var window = window(SMALL, "{\"name\": \"abc\"}")) {
            Fx.run(() -> window.view.showSection("more"));
            assertThat(shownPointers(window)).doesNotContain("/quiet");
            Fx.run(() -> window.view.expertProperty().set(true));
            assertThat(shownPointers(window)).contains("/quiet");
            var box = (CheckBox) window.control("/quiet");
            Fx.run(box::fire);
            Fx.run(() -> window.view.expertProperty().set(false));
            assertThat(shownPointers(window)).contains("/quiet");
        }
    }

    @Test
    void aSearchThatFindsNothingSaysSoAndOneThatFindsLeadsThere() {
        try (var window = window(SMALL, "{\"name\": \"abc\"}")) {
            var search = (TextField) Objects.requireNonNull(window.view.lookup("#form-search"));
            Fx.run(() -> search.setText("zzz"));
            window.settle();
            assertThat(allWords(window)).contains("No setting fits “zzz”.");
            Fx.run(() -> search.setText("quiet"));
            window.settle();
            assertThat(allWords(window)).contains("1 setting fits “quiet”");
            assertThat(shownPointers(window)).contains("/quiet");
        }
    }

    private static List<String> allWords(FormWindow window) {
        return Fx.get(() -> window.rows().lookupAll(".label").stream()
                .map(label -> ((Labeled) label).getText())
                .toList());
    }

    @Test
    void everyControlHasANameForAScreenReaderInBothLanguages() {
        for (var language : Languages.ALL) {
            try (var window = profile(
                    BuiltInProfiles.find("windows-11-worker").orElseThrow().masked(), language)) {
                Fx.run(() -> window.view.expertProperty().set(true));
                var nameless = new HashSet<String>();
                for (var section : window.state.model().sections()) {
                    Fx.run(() -> window.view.showSection(section.id()));
                    window.settle();
                    Fx.run(() -> collectNameless(window.view, nameless));
                }
                assertThat(nameless).isEmpty();
            }
        }
    }

    private static void collectNameless(Node node, HashSet<String> nameless) {
        if (node instanceof Control control && control.isFocusTraversable() && control.isVisible() && !named(control)) {
            nameless.add(control.toString());
        }
        if (node instanceof javafx.scene.Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> collectNameless(child, nameless));
        }
    }

    private static boolean named(Control control) {
        boolean told = control.getAccessibleText() != null
                && !control.getAccessibleText().isBlank();
        return told
                || control instanceof Labeled labeled
                        && labeled.getText() != null
                        && !labeled.getText().isBlank();
    }
}
