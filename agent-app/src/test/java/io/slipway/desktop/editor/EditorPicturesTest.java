package io.slipway.desktop.editor;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.desktop.Display;
import io.slipway.desktop.Fx;
import io.slipway.desktop.look.Theme;
import io.slipway.server.base.Json;
import io.slipway.server.profile.ProfileChange;
import io.slipway.server.text.Languages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Pictures of the page in each theme and language, for people to look at. */
@ExtendWith(Display.class)
@Tag("fx")
@Tag("slow")
class EditorPicturesTest {
    @TempDir
    Path folder;

    static Stream<Arguments> looks() {
        return Stream.of(Theme.values()).flatMap(theme -> List.of(Languages.ENGLISH, Languages.RUSSIAN).stream()
                .map(language -> Arguments.of(theme, language)));
    }

    @ParameterizedTest
    @MethodSource("looks")
    void listEditorAndSheetsAreDrawn(Theme theme, Locale language) throws Exception {
        try (var rig = new EditorRig(folder.resolve("data"), theme, language)) {
            var look = theme.name().toLowerCase(Locale.ROOT) + "-" + language;
            rig.profiles().update(rig.caller, rig.store("Office PC").id(), ProfileChange.makeDefault(true));
            var stored = rig.store("Lab");
            rig.list();
            rig.until("the list", () -> rig.allWords().contains("Lab"));
            assertThat(Files.size(rig.picture("list-" + look))).isPositive();

            var editor = rig.open(stored);
            Fx.run(() -> {
                editor.state().set("/locale/timeZone", Json.parse("\"Tokyo Standard Time\""));
                editor.state().set("/settings/disableUac", Json.parse("true"));
                editor.state().set("/computerName/mode", Json.parse("\"random\""));
            });
            rig.quiet(editor);
            rig.until("the marks", () -> editor.preview().openFile().text().contains("Tokyo"));
            assertThat(Files.size(rig.picture("editor-" + look))).isPositive();
            rig.press("editor-compare");
            rig.node("compare-close", javafx.scene.control.Button.class);
            assertThat(Files.size(rig.picture("compare-" + look))).isPositive();
            rig.press("compare-close");
            rig.press("editor-iso");
            rig.node("iso-save", javafx.scene.control.Button.class);
            assertThat(Files.size(rig.picture("iso-" + look))).isPositive();
            rig.press("iso-cancel");
            Fx.run(() -> editor.state().set("/locale/timeZone", Json.parse("\"Nowhere\"")));
            rig.until(
                    "the mistake",
                    () -> Fx.get(() -> rig.page.view().lookup("#preview-lines").getOpacity() < 1));
            assertThat(Files.size(rig.picture("mistake-" + look))).isPositive();
        }
    }
}
