package io.slipway.desktop.prefs;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.desktop.prefs.Preferences.WindowPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreferencesFileTest {
    @TempDir
    Path folder;

    @Test
    void whatWasChosenIsThereAtTheNextStart() {
        PreferencesFile.open(folder).change(choices -> choices.withLanguage(Optional.of("ru"))
                .withLook(Optional.of("dark"))
                .withCloseQuits(true)
                .withClickOpensWindow(false)
                .withFirstRunDone()
                .withStartAsked()
                .withWindow(new WindowPlace(-5, 7, 900, 700, true))
                .withNote("told", "job-1"));

        assertThat(PreferencesFile.open(folder).get())
                .isEqualTo(new Preferences(
                        Optional.of("ru"),
                        Optional.of("dark"),
                        true,
                        false,
                        true,
                        true,
                        Optional.of(new WindowPlace(-5, 7, 900, 700, true)),
                        Map.of("told", "job-1")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "7", "{\"a\":"})
    void aDamagedFileIsSetAsideAndANewUsersChoicesHold(String damaged) throws IOException {
        Files.writeString(folder.resolve("desktop.json"), damaged);
        assertThat(PreferencesFile.open(folder).get()).isEqualTo(Preferences.NEW);
        assertThat(folder.resolve("desktop.json.damaged")).hasContent(damaged);
        assertThat(folder.resolve("desktop.json")).doesNotExist();
    }

    @Test
    void aPlaceOutsideAllSenseIsNone() throws IOException {
        Files.writeString(
                folder.resolve("desktop.json"),
                "{\"window\":{\"x\":1e9,\"y\":0,\"width\":900,\"height\":700},\"language\":\"xx\",\"look\":\"pink\"}");
        assertThat(PreferencesFile.open(folder).get()).isEqualTo(Preferences.NEW);
    }

    @Test
    void readingAloneWritesNothing() {
        PreferencesFile.open(folder).change(choices -> choices);
        assertThat(folder).isEmptyDirectory();
    }
}
