package io.slipway.desktop.editor;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.desktop.Display;
import io.slipway.desktop.Fx;
import io.slipway.desktop.look.Theme;
import io.slipway.server.base.Json;
import io.slipway.server.base.Secret;
import io.slipway.server.disc.DiscPreview;
import io.slipway.server.profile.Playbooks;
import io.slipway.server.profile.ProfileChange;
import io.slipway.server.profile.ProfileHistory;
import io.slipway.server.profile.StoredProfile;
import io.slipway.server.text.Languages;
import io.slipway.server.vault.SecretScope;
import io.slipway.server.vault.SecretTarget;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@ExtendWith(Display.class)
@Tag("fx")
class ProfileEditorTest {
    @TempDir
    Path folder;

    private EditorRig rig;

    @BeforeEach
    void open() {
        rig = new EditorRig(folder.resolve("data"), Theme.LIGHT, Languages.ENGLISH);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    @Tag("F094")
    void allSevenSectionsAreEditedSavedAsATemplateAndShownAgain() {
        var stored = rig.store("Office PC");
        var editor = rig.open(stored);
        var wanted = new LinkedHashMap<String, String>();
        wanted.put("/accounts/users/0/name", "\"ann\"");
        wanted.put("/computerName/mode", "\"random\"");
        wanted.put("/locale/timeZone", "\"W. Europe Standard Time\"");
        wanted.put("/removal/appxPackages/fixed/0", "\"Microsoft.Todos\"");
        wanted.put("/settings/disableUac", "true");
        wanted.put("/visualEffects/mode", "\"performance\"");
        wanted.forEach((pointer, value) -> {
            rig.edit(editor, pointer, Json.parse(value));
            assertThat(Fx.get(() -> editor.state().value(pointer))).as(pointer).isEqualTo(Json.parse(value));
        });

        rig.choose("editor-more", "editor-save-as");
        rig.type("name-field", "Office template");
        rig.press("name-ok");

        rig.until("the template", () -> rig.words("editor-title").equals("Office template"));
        var template = rig.profiles().stored(rig.caller, "Office template").orElseThrow();
        assertValues(template, wanted);
        assertThat(template.document().stored().path("name").asString()).isEqualTo("Office template");
        var again = rig.open(template);
        wanted.forEach((pointer, value) -> assertThat(Fx.get(() -> again.state().value(pointer)))
                .as(pointer)
                .isEqualTo(Json.parse(value)));
        assertThat(rig.profiles().get(rig.caller, stored.id()).version()).isEqualTo(1);
    }

    private static void assertValues(StoredProfile profile, Map<String, String> wanted) {
        wanted.forEach((pointer, value) ->
                assertThat(profile.document().stored().at(pointer)).as(pointer).isEqualTo(Json.parse(value)));
    }

    @Test
    void aChangeShowsInThePreviewMarkedAndIsSavedAsTheNextVersion() {
        var stored = rig.store("Office PC");
        var editor = rig.open(stored);

        set(editor, "/locale/timeZone", "\"Tokyo Standard Time\"");
        rig.quiet(editor);

        rig.until("the mark", () -> editor.preview().openFile().text().contains("Tokyo Standard Time"));
        var lines = rig.node("preview-lines", javafx.scene.control.ListView.class);
        var marked = Fx.get(() -> lines.getItems().stream()
                .map(PreviewLine.class::cast)
                .filter(line -> ((PreviewLine) line).changed())
                .toList());
        assertThat(marked.toString()).contains("Tokyo Standard Time");
        assertThat(rig.words("editor-save")).isEqualTo("Save v2…");
        rig.press("editor-save");
        rig.type("save-note", "the new office");
        rig.press("save-ok");
        rig.until("version 2", () -> rig.words("editor-version").equals("v2"));
        assertThat(new ProfileHistory(rig.profiles())
                        .versions(rig.caller, stored.id())
                        .getFirst()
                        .note())
                .isEqualTo("the new office");
        rig.until(
                "no marks",
                () -> Fx.get(() -> lines.getItems().stream().noneMatch(line -> ((PreviewLine) line).changed())));
    }

    @Test
    void whatIsSavedElsewhereMeanwhileIsComparedAndNeverOverwrittenUnseen() {
        var stored = rig.store("Office PC");
        var editor = rig.open(stored);
        set(editor, "/locale/timeZone", "\"Tokyo Standard Time\"");
        saveElsewhere(stored, "Romance Standard Time");

        rig.until("the banner", () -> rig.page.view().lookup("#editor-banner") != null);
        rig.press("editor-save");
        rig.press("save-ok");

        rig.node("conflict-mine", javafx.scene.control.Button.class);
        assertThat(rig.allWords()).contains("Romance Standard Time", "Tokyo Standard Time");
        assertThat(zone(stored)).isEqualTo("Romance Standard Time");
        rig.press("conflict-mine");
        rig.until("version 3", () -> rig.words("editor-version").equals("v3"));
        assertThat(zone(stored)).isEqualTo("Tokyo Standard Time");
    }

    @Test
    void leavingWithUnsavedChangesAsksAndKeepsThemUntilAnswered() {
        var editor = rig.open(rig.store("Office PC"));
        set(editor, "/locale/timeZone", "\"Tokyo Standard Time\"");
        var gone = new java.util.concurrent.atomic.AtomicInteger();

        Fx.run(() -> rig.page.leave(gone::incrementAndGet));
        rig.press("unsaved-stay");
        assertThat(gone).hasValue(0);
        assertThat(Fx.get(() -> editor.state().isModified())).isTrue();
        Fx.run(() -> rig.page.leave(gone::incrementAndGet));
        rig.press("unsaved-save");
        rig.press("save-ok");

        rig.until("it left", () -> gone.get() == 1);
        assertThat(zone(rig.profiles().stored(rig.caller, "Office PC").orElseThrow()))
                .isEqualTo("Tokyo Standard Time");
    }

    @Test
    void nothingCanBeTypedWhileItIsBeingSaved() {
        var editor = rig.open(rig.store("Office PC"));
        set(editor, "/locale/timeZone", "\"Tokyo Standard Time\"");
        rig.press("editor-save");
        var ok = rig.node("save-ok", javafx.scene.control.Button.class);

        var usable = Fx.get(() -> {
            ok.fire();
            return !editor.form().isDisabled()
                    || !rig.page.view().lookup("#editor-save").isDisabled();
        });

        assertThat(usable).isFalse();
        rig.until("version 2", () -> rig.words("editor-version").equals("v2"));
        assertThat(Fx.get(() -> editor.form().isDisabled())).isFalse();
    }

    @Test
    void aRefusedSaveGivesTheFormBack() {
        rig.store("Taken");
        var editor = rig.open(rig.store("Office PC"));
        rig.choose("editor-more", "editor-save-as");
        rig.type("name-field", "Taken");
        rig.press("name-ok");

        rig.press("failed-close");
        assertThat(Fx.get(() -> editor.form().isDisabled())).isFalse();
    }

    @Test
    void inTheUsualWindowTheFormHasRoomAndTheFilesAreOneButtonAway() {
        var editor = rig.open(rig.store("Office PC"));
        assertThat(rig.words("editor-files")).isEqualTo("Hide files");
        Fx.run(() -> rig.scene.getWindow().setWidth(980));
        rig.until("the files yield", () -> rig.page.view().lookup("#preview-lines") == null);
        rig.picture("usual-window");

        rig.press("editor-files");
        rig.node("preview-lines", javafx.scene.control.ListView.class);
        rig.until("all the width", () -> editor.form().getWidth() > 900);
        rig.picture("usual-window-files");
    }

    @Test
    void undoAndRedoGoThroughTheFormAndThePreview() {
        var editor = rig.open(rig.store("Office PC"));
        set(editor, "/locale/timeZone", "\"Tokyo Standard Time\"");

        rig.press("form-undo");
        assertThat(Fx.get(() -> editor.state().isModified())).isFalse();
        rig.press("form-redo");

        assertThat(Fx.get(() -> editor.state().value("/locale/timeZone")).stringValue())
                .isEqualTo("Tokyo Standard Time");
    }

    @Test
    void anotherSeedShowsAnotherMachineAndTheSameSeedTheSameOne() {
        var stored = rig.store("Office PC");
        var editor = rig.open(stored);
        set(editor, "/computerName/mode", "\"random\"");
        rig.quiet(editor);
        rig.until("a random name", () -> rig.words("preview-drawn").contains("DESKTOP-"));
        var seed = rig.node("preview-seed", javafx.scene.control.TextField.class);
        var first = rig.words("preview-drawn");
        var firstSeed = Fx.get(seed::getText);

        rig.press("preview-show-one");
        rig.until("another machine", () -> !rig.words("preview-drawn").equals(first));
        Fx.run(() -> {
            seed.setText(firstSeed);
            seed.fireEvent(new javafx.event.ActionEvent());
        });

        rig.until("the first machine", () -> rig.words("preview-drawn").equals(first));
    }

    @Test
    void noSecretIsShownAnywhereAndMistakesAreNamedInThePreview() {
        var document = Json.parseObject("""
                {"schemaVersion":1,"id":"p","name":"P","target":{"os":"win11"},
                 "accounts":{"users":[{"name":"worker","password":{"value":"Correct-Horse-9"}}]}}
                """);
        var editor = rig.open(rig.profiles().create(rig.caller, "Secret PC", false, document));

        assertThat(Fx.get(() -> editor.preview().openFile().text()))
                .contains(DiscPreview.DOTS)
                .doesNotContain("Correct-Horse-9");
        assertThat(rig.allWords()).doesNotContain("Correct-Horse-9");
        set(editor, "/locale/timeZone", "\"Nowhere Time\"");
        rig.until(
                "the mistake",
                () -> Fx.get(() -> ((javafx.scene.layout.HBox) rig.page.view().lookup("#preview-rules"))
                        .getChildren().stream()
                                .anyMatch(node -> node instanceof javafx.scene.control.Labeled words
                                        && words.getText().contains("1 mistake"))));
    }

    @Test
    void aDiscIsSavedWithTheDocumentAsItStandsInTheForm() throws Exception {
        var editor = rig.open(rig.store("Office PC"));
        set(editor, "/locale/timeZone", "\"Tokyo Standard Time\"");
        rig.file = folder.resolve("pc.iso");
        var usual = rig.agent.parts().playbooks().create(rig.caller, "After setup", true, Playbooks.builtIn());

        rig.press("editor-iso");
        rig.type("iso-machine", "desk-7");
        assertThat(rig.allWords()).contains("Your usual playbook, “After setup”");
        rig.press("iso-save");

        rig.node("tell-close", javafx.scene.control.Button.class);
        assertThat(new String(Files.readAllBytes(rig.file), StandardCharsets.ISO_8859_1))
                .contains("Tokyo Standard Time", usual.content());
        assertThat(rig.allWords()).contains("Passwords were generated for this VM");
    }

    @Test
    void aDiscHasTheSecretThatFillsThePlace() throws Exception {
        var stored = rig.store("Office PC");
        var secrets = rig.agent.parts().secrets();
        secrets.create(rig.caller, "office password", Secret.of("Vault-canary-31xq"));
        var place = stored.document().secretPlaces().getFirst();
        secrets.bind(rig.caller, new SecretTarget(SecretScope.PROFILE, stored.id(), place), "office password");
        rig.open(stored);
        rig.file = folder.resolve("bound.iso");

        rig.press("editor-iso");
        rig.press("iso-save");

        rig.node("tell-close", javafx.scene.control.Button.class);
        // A password in an answer file: with the element's name behind it, in UTF-16 and base64.
        var read = Base64.getEncoder().encodeToString("Vault-canary-31xqPassword".getBytes(StandardCharsets.UTF_16LE));
        assertThat(new String(Files.readAllBytes(rig.file), StandardCharsets.ISO_8859_1).contains(read))
                .isTrue();
        assertThat(rig.allWords()).doesNotContain("Vault-canary");
    }

    @Test
    void anOlderVersionIsRestoredFromTheHistory() {
        var stored = rig.store("Office PC");
        saveElsewhere(stored, "Tokyo Standard Time");
        rig.open(rig.profiles().get(rig.caller, stored.id()));

        rig.choose("editor-more", "editor-history");
        rig.until("the comparison", () -> rig.allWords().contains("Tokyo Standard Time"));
        rig.press("history-restore");

        rig.until("version 3", () -> rig.words("editor-version").equals("v3"));
        assertThat(zone(stored)).isEqualTo("UTC");
    }

    private static void set(ProfileEditor editor, String pointer, String json) {
        Fx.run(() -> {
            editor.state().set(pointer, Json.parse(json));
            editor.state().seal();
        });
    }

    private void saveElsewhere(StoredProfile stored, String zone) {
        var document = rig.profiles().get(rig.caller, stored.id()).document().stored();
        ((ObjectNode) document.get("locale")).put("timeZone", zone);
        rig.profiles().update(rig.caller, stored.id(), ProfileChange.document(document, stored.version(), "elsewhere"));
    }

    private String zone(StoredProfile stored) {
        JsonNode document =
                rig.profiles().get(rig.caller, stored.id()).document().stored();
        return document.at("/locale/timeZone").stringValue();
    }
}
