package io.slipway.desktop.tray;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The dorkbox libraries call nobody; SKIPPED where Xvfb or trayer are not installed. */
@Tag("slow")
@Tag("fx")
@Timeout(120)
class DorkboxPingsTest {
    @TempDir
    Path folder;

    private Screen screen;

    @BeforeEach
    void start() throws Exception {
        Screen.require("DorkboxPingsTest", "Xvfb", "trayer");
        screen = Screen.start();
        screen.trayHost("0x16202A");
        // Only the probe gets the recorder, so it lies beside the class path of the tests.
        var services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve("java.net.spi.InetAddressResolverProvider"), NameRecorder.class.getName());
    }

    @AfterEach
    void stop() throws Exception {
        if (screen != null) {
            screen.close();
        }
    }

    @Test
    void theCallsAreOffByPropertyAndByCallAndNoAddressIsAskedFor() throws Exception {
        try (var probe = ProbeRun.startWith(screen, PingProbe.class, folder)) {
            assertThat(probe.await("property")).isEqualTo("property false");
            assertThat(probe.await("enabled")).isEqualTo("enabled false");
            assertThat(probe.await("the thread")).isEqualTo("the thread ended");
            probe.await("done");

            assertThat(probe.heard()).noneMatch(line -> line.contains("dorkbox.com"));
        }
    }

    @Test
    void aCallWouldBeSeen() throws Exception {
        try (var probe = ProbeRun.startWith(screen, PingProbe.class, folder, "on")) {
            assertThat(probe.await("looked up updates.dorkbox.com")).isNotEmpty();
        }
    }
}
