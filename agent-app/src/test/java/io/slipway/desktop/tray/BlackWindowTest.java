package io.slipway.desktop.tray;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A JavaFX window shows its colour whichever of icon and window is asked for first: on Linux a library that loads GTK before
 * JavaFX leaves the window black while every log line says success. What counts are pixels read from the X server.
 *
 * <p>SKIPPED where Xvfb, trayer or ImageMagick are not installed.
 */
@Tag("fx")
@Timeout(180)
class BlackWindowTest {
    /** Most of the probe's 300 by 200 pixels. */
    private static final long FILLED = 50_000;

    private Screen screen;

    @BeforeEach
    void start() throws Exception {
        Screen.require("BlackWindowTest", "Xvfb", "trayer", "import");
        screen = Screen.start();
        screen.trayHost("0x16202A");
    }

    @AfterEach
    void stop() throws Exception {
        if (screen != null) {
            screen.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"awt", "dorkbox"})
    void theWindowShowsItsColourWhenTheIconIsAskedForFirst(String library) throws Exception {
        try (var probe = ProbeRun.start(screen)) {
            probe.order("tray " + library + " DARK");
            probe.order("window");
            probe.awaitSaid("placed " + library);

            assertFilled(library + "-first");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"awt", "dorkbox"})
    void theWindowShowsItsColourWhenItComesFirst(String library) throws Exception {
        try (var probe = ProbeRun.start(screen)) {
            probe.order("window");
            probe.await("shown");
            probe.order("tray " + library + " DARK");
            probe.await("placed " + library);

            assertFilled("window-before-" + library);
        }
    }

    private void assertFilled(String name) throws Exception {
        screen.until("the window's colour", () -> Screen.count(screen.picture(), TrayProbe.WINDOW_COLOUR) > FILLED);
        screen.until("the icon", () -> Screen.count(screen.picture(), 0x4CC2E0) > 30);
        assertThat(Screen.count(screen.picture(), TrayProbe.WINDOW_COLOUR)).isGreaterThan(FILLED);
        screen.keep(name);
    }
}
