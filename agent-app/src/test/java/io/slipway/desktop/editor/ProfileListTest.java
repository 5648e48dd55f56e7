package io.slipway.desktop.editor;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.desktop.Display;
import io.slipway.desktop.Fx;
import io.slipway.desktop.look.Theme;
import io.slipway.desktop.shell.Place;
import io.slipway.server.answer.importing.ImportLine;
import io.slipway.server.answer.importing.ImportWords;
import io.slipway.server.answer.importing.UnattendImport;
import io.slipway.server.base.Json;
import io.slipway.server.profile.ProfileSummary;
import io.slipway.server.text.Languages;
import io.slipway.server.text.Text;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Display.class)
@Tag("fx")
class ProfileListTest {
    private static final String UNATTEND = """
            <?xml version="1.0" encoding="utf-8"?>
            <unattend xmlns="urn:schemas-microsoft-com:unattend">
            <settings pass="specialize"><component name="Microsoft-Windows-Shell-Setup">
            <TimeZone>Tokyo Standard Time</TimeZone><OEMInformation><Model>x</Model></OEMInformation></component></settings>
            </unattend>
            """;

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
    void anEmptyListTeachesAndItsOneActionOpensTheEditor() {
        rig.list();

        rig.press("profile-first");

        assertThat(rig.words("editor-title")).isEqualTo("New profile");
        rig.press("editor-save");
        rig.type("name-field", "My first");
        rig.press("name-ok");
        rig.until("saved", () -> rig.words("editor-version").equals("v1"));
        assertThat(rig.profiles().stored(rig.caller, "My first")).isPresent();
    }

    @Test
    void aProfileIsDuplicatedRenamedMarkedAndDeletedFromItsMenu() {
        var stored = rig.store("Office PC");
        rig.list();
        var menu = "profile-more-" + stored.id();

        rig.choose(menu, "profile-duplicate");
        rig.press("name-ok");
        rig.until("the copy", () -> rig.allWords().contains("Office PC copy"));
        rig.choose(menu, "profile-rename");
        rig.type("name-field", "Front desk");
        rig.press("name-ok");
        rig.until("the new name", () -> rig.allWords().contains("Front desk"));
        rig.choose(menu, "profile-default");
        rig.until("the mark", () -> rig.profiles().defaultOf(rig.caller).isPresent());
        rig.until("the mark is shown", () -> rig.allWords().contains("default"));
        rig.choose(menu, "profile-delete");
        assertThat(rig.allWords()).contains("orders that name no profile will be refused");
        rig.press("delete-ok");

        rig.until("it is gone", () -> rig.profiles().summaries(rig.caller).stream()
                .map(ProfileSummary::name)
                .toList()
                .equals(java.util.List.of("Office PC copy")));
    }

    @Test
    void aNameThatIsTakenIsSaidAndNothingIsChanged() {
        var stored = rig.store("Office PC");
        rig.store("Lab");
        rig.list();

        rig.choose("profile-more-" + stored.id(), "profile-rename");
        rig.type("name-field", "Lab");
        rig.press("name-ok");

        rig.node("failed-close", javafx.scene.control.Button.class);
        assertThat(rig.allWords()).contains("DUPLICATE_NAME");
        assertThat(rig.profiles().get(rig.caller, stored.id()).name()).isEqualTo("Office PC");
    }

    @Test
    void anAnswerFileIsImportedWithAReportBeforeAnythingIsStored() throws Exception {
        rig.file = Files.writeString(folder.resolve("autounattend.xml"), UNATTEND);
        rig.list();

        rig.choose("profile-new", "profile-import-xml");

        rig.until("the report", () -> rig.allWords().contains("OEMInformation/Model"));
        assertThat(rig.words("import-counts")).contains("1 setting left out");
        assertThat(rig.profiles().summaries(rig.caller)).isEmpty();
        rig.picture("import");
        rig.press("import-open");
        assertThat(rig.words("editor-title")).isEqualTo("autounattend");
        rig.press("editor-save");
        rig.press("name-ok");
        rig.until(
                "saved", () -> rig.profiles().stored(rig.caller, "autounattend").isPresent());
        assertThat(rig.profiles()
                        .stored(rig.caller, "autounattend")
                        .orElseThrow()
                        .document()
                        .stored()
                        .at("/locale/timeZone")
                        .stringValue())
                .isEqualTo("Tokyo Standard Time");
    }

    @Test
    void everyReasonOfTheImportIsSaidInRussianToo() {
        var imported = UnattendImport.read(UNATTEND.getBytes(StandardCharsets.UTF_8), "x");
        var russian = Text.of("editor", Languages.RUSSIAN);

        assertThat(imported.lines())
                .extracting(ImportLine::reason)
                .filteredOn(reason -> !reason.isEmpty())
                .isNotEmpty()
                .allSatisfy(reason ->
                        assertThat(new ImportWords(russian).said(reason)).matches("(?s).*[а-я].*"));
    }

    @Test
    void aProfileIsSharedWithoutItsSecrets() throws Exception {
        var document = Json.parseObject("""
                {"schemaVersion":1,"id":"p","name":"P","target":{"os":"win11"},
                 "accounts":{"users":[{"name":"worker","password":{"value":"Correct-Horse-9"}}]}}
                """);
        var stored = rig.profiles().create(rig.caller, "Secret PC", false, document);
        rig.file = folder.resolve("shared.json");
        rig.list();

        rig.choose("profile-more-" + stored.id(), "profile-share");

        rig.node("tell-close", javafx.scene.control.Button.class);
        assertThat(rig.allWords()).contains("/accounts/users/0/password");
        assertThat(Files.readString(folder.resolve("shared.json")))
                .contains("worker")
                .doesNotContain("Correct-Horse-9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "xml"})
    void aFileNamedByALinkIsOpenedByItsEnding(String ending) throws Exception {
        var file = folder.resolve("Linked." + ending);
        if (ending.equals("xml")) {
            Files.writeString(file, UNATTEND);
        } else {
            var shared = rig.store("Shared");
            rig.list();
            rig.file = file;
            rig.choose("profile-more-" + shared.id(), "profile-share");
            rig.until("written", () -> Files.exists(file) && rig.has("tell-close"));
            rig.press("tell-close");
        }

        Fx.run(() -> rig.page.shown(new Place.ImportProfile(file.toString())));

        rig.until(
                "it is taken in",
                () -> ending.equals("xml")
                        ? rig.allWords().contains("Linked")
                        : rig.page.editor().isPresent());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\\\server\\share\\a.json",
                "//server/share/a.json",
                "\\/server/a.json",
                "a.json",
                "/a.exe",
                "/no/such/file.json",
                "/.json\0"
            })
    void aFileOfAnotherMachineOrNoProfileIsRefusedInSight(String named) {
        rig.list();

        Fx.run(() -> rig.page.shown(new Place.ImportProfile(named)));

        rig.until("the refusal", () -> rig.has("failed-close"));
        assertThat(rig.allWords()).contains("BAD_REQUEST");
        assertThat(rig.page.editor()).isEmpty();
    }
}
