package io.slipway.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DataFolderTest {
    private static final Path HOME = Path.of("/home/ann");

    @Test
    void theOptionWinsOverTheVariable() {
        var folder = folder("Linux", Map.of("SLIPWAY_DATA", "/srv/b"));

        assertThat(folder.path(Path.of("/srv/a/../c"))).isEqualTo(Path.of("/srv/c"));
        assertThat(folder.path(null)).isEqualTo(Path.of("/srv/b"));
    }

    @Test
    void linuxFollowsTheXdgRules() {
        assertThat(folder("Linux", Map.of()).path(null)).isEqualTo(HOME.resolve(".local/share/slipway"));
        assertThat(folder("Linux", Map.of("XDG_DATA_HOME", "/x")).path(null)).isEqualTo(Path.of("/x/slipway"));
        assertThat(folder("Linux", Map.of("XDG_DATA_HOME", "relative")).path(null))
                .as("a relative value is to be ignored")
                .isEqualTo(HOME.resolve(".local/share/slipway"));
    }

    @Test
    void windowsUsesTheLocalApplicationData() {
        assertThat(folder("Windows 11", Map.of("LOCALAPPDATA", "/c/local")).path(null))
                .isEqualTo(Path.of("/c/local/Slipway"));
        assertThat(folder("Windows 11", Map.of()).path(null)).isEqualTo(HOME.resolve("AppData/Local/Slipway"));
    }

    private static DataFolder folder(String system, Map<String, String> environment) {
        return new DataFolder(environment, HOME, system);
    }
}
