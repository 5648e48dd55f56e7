package io.slipway.desktop.os.windows;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs {@link DpapiProbe}. Wine's data protection is not a secure one, but it refuses what Windows refuses. */
@Tag("wine")
@Timeout(1000)
class DpapiWineTest {
    @Test
    @Tag("F130")
    @Tag("F133")
    void windowsKeepsTheKeyAndRefusesWhatIsNotOurs() throws Exception {
        var windows = WindowsJvm.require(DpapiWineTest.class);
        windows.folder("dpapi");

        var text = windows.run(List.of(), true, DpapiProbe.class.getName(), "dpapi");

        assertThat(text.lines().filter(line -> line.startsWith("OK "))).as(text).hasSize(DpapiProbe.CHECKS);
        assertThat(text).contains("ALL DONE on Windows");
    }
}
