package io.slipway.desktop.os.windows;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The whole program under a Windows JVM, in Wine's shell with a taskbar. What it saw lies in {@code target/wine/desktop}: the
 * report, a log for each process and pictures of the screen.
 */
@Tag("wine")
@Timeout(1200)
class DesktopWineTest {
    /** Smaller than the display: of the same size Wine's desktop stays black. */
    private static final String SCREEN = "/desktop=shell,1240x900";

    @Test
    @Tag("F130")
    @Tag("F180")
    void theDesktopStartsShowsItselfKeepsItsVaultHandsOverAndEnds() throws Exception {
        var windows = WindowsJvm.require(DesktopWineTest.class);
        var folder = windows.folder("desktop");

        windows.run(List.of("explorer", SCREEN), false, DesktopConductor.class.getName(), "desktop");

        // Wine's shell returns before its program when another one is up.
        var file = folder.resolve(DesktopConductor.REPORT);
        WindowsJvm.until(() -> Files.exists(file) && Files.readString(file).contains(DesktopConductor.END + "\n"));
        var report = Files.readString(file);
        System.out.println(report);
        assertThat(report).contains(DesktopConductor.LAST + "Windows").doesNotContain("FAILED");
        assertThat(report.lines().filter(line -> line.startsWith("OK "))).hasSize(DesktopConductor.CHECKS);
    }
}
