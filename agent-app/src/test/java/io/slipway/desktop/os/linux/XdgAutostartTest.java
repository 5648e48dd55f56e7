package io.slipway.desktop.os.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.desktop.os.Autostart;
import io.slipway.desktop.os.Autostart.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class XdgAutostartTest {
    @TempDir
    Path home;

    private Autostart autostart(String program) {
        return Autostart.of("Linux", Map.of("XDG_CONFIG_HOME", home.toString()), home, List.of(program));
    }

    private Path file() {
        return home.resolve("autostart").resolve(XdgAutostart.FILE);
    }

    @Test
    void itIsOffUntilItIsSwitchedOnAndTheFileStartsTheLauncherHidden() throws IOException {
        var autostart = autostart("/opt/slip way/bin/slipway");
        assertThat(autostart.state()).isEqualTo(State.OFF);

        autostart.switchOn();

        assertThat(autostart.state()).isEqualTo(State.ON);
        assertThat(Files.readAllLines(file()))
                .startsWith("[Desktop Entry]", "Type=Application")
                .contains("Exec=\"/opt/slip way/bin/slipway\" \"--tray\"");
        try (var all = Files.list(file().getParent())) {
            assertThat(all).as("nothing half-written stays").containsExactly(file());
        }
        autostart.switchOff();
        assertThat(file()).doesNotExist();
        autostart.switchOff();
        assertThat(autostart.state()).isEqualTo(State.OFF);
    }

    @Test
    void whatTheDesktopSwitchedOffIsSaidAndCanBeSwitchedOnAgain() throws IOException {
        var autostart = autostart("/opt/slipway");
        autostart.switchOn();
        var text = Files.readString(file());
        for (var off : List.of(
                text.replace("X-GNOME-Autostart-enabled=true", "X-GNOME-Autostart-enabled=false"),
                text + "Hidden=true\n")) {
            Files.writeString(file(), off);
            assertThat(autostart.state()).isEqualTo(State.SWITCHED_OFF_ELSEWHERE);
            autostart.switchOn();
            assertThat(autostart.state()).isEqualTo(State.ON);
        }
    }

    @Test
    void anEntryOfAnOlderPlaceIsOutdatedAndReplaced() throws IOException {
        autostart("/opt/old/slipway").switchOn();
        var autostart = autostart("/opt/new/slipway");

        assertThat(autostart.state()).isEqualTo(State.OUTDATED);
        autostart.switchOn();
        assertThat(autostart.state()).isEqualTo(State.ON);
    }

    @Test
    void aForeignFileOfOurNameIsNeverTouched() throws IOException {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), "[Desktop Entry]\nExec=boats\n");
        var autostart = autostart("/opt/slipway");

        assertThat(autostart.state()).isEqualTo(State.FOREIGN);
        assertThatThrownBy(autostart::switchOn).isInstanceOf(IOException.class);
        autostart.switchOff();
        assertThat(file()).hasContent("[Desktop Entry]\nExec=boats\n");
    }

    @Test
    void wordsAreQuotedByTheRulesOfTheSpecification() {
        assertThat(XdgAutostart.quoted("a\"b`c$d\\e%f")).isEqualTo("\"a\\\\\"b\\\\`c\\\\$d\\\\\\\\e%%f\"");
        assertThat(XdgAutostart.quoted("a\nExec=evil")).doesNotContain("\n");
    }

    @Test
    void withoutALauncherItCannotBeChosen() {
        var autostart = Autostart.of("Linux", Map.of(), home, List.of());

        assertThat(autostart.state()).isEqualTo(State.UNAVAILABLE);
        assertThatThrownBy(autostart::switchOn).isInstanceOf(IOException.class);
    }
}
