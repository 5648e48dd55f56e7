package io.slipway.desktop.tray;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The icon in a real host of icons; SKIPPED where Xvfb, trayer, ImageMagick or xdotool are not installed. */
@Tag("fx")
@Tag("F180")
@Timeout(180)
class TrayOnScreenTest {
    private static final int IDLE = 0x4CC2E0;
    private static final int BUSY = 0x8FB4FF;
    private static final int ATTENTION = 0xF0B24A;
    private static final String DARK_BAR = "0x16202A";

    private Screen screen;

    @BeforeEach
    void start() throws Exception {
        Screen.require("TrayOnScreenTest", "Xvfb", "trayer", "import", "xdotool", "openbox");
        screen = Screen.start();
    }

    @AfterEach
    void stop() throws Exception {
        if (screen != null) {
            screen.close();
        }
    }

    @Test
    void eachStateIsSeenInTheBarAndClicksComeOut() throws Exception {
        screen.program("openbox");
        screen.trayHost(DARK_BAR);
        try (var probe = ProbeRun.start(screen)) {
            probe.order("tray awt DARK");
            probe.await("placed awt");
            screen.until("the ring", () -> Screen.count(screen.picture(), IDLE) > 30);
            screen.keep("tray-idle");
            probe.order("busy 3 en");
            screen.until("the arc", () -> Screen.count(screen.picture(), BUSY) > 30);
            screen.keep("tray-busy");
            probe.order("offline en");
            screen.until("nothing of the arc", () -> Screen.count(screen.picture(), BUSY) == 0);
            screen.keep("tray-offline");
            probe.order("attention 1 en");
            screen.until("the triangle", () -> Screen.count(screen.picture(), ATTENTION) > 60);
            screen.keep("tray-attention");

            screen.output("xdotool", "mousemove", "788", "588", "click", "1");
            assertThat(probe.await("activated")).isEqualTo("activated");
            screen.output("xdotool", "mousemove", "788", "588", "click", "3");
            screen.until("the menu", () -> Screen.count(screen.picture(), 0x263441) > 400);
            screen.keep("tray-menu");
            screen.output("xdotool", "key", "n");
            assertThat(probe.await("chosen")).contains("NewVm");
        }
    }

    @Test
    void aMessageIsShownAndItsClickOpensItsObject() throws Exception {
        screen.program("openbox");
        screen.trayHost(DARK_BAR);
        try (var probe = ProbeRun.start(screen)) {
            probe.order("tray awt DARK");
            probe.await("placed awt");
            var before = screen.picture();
            probe.order("tell");
            screen.until("the message", () -> different(before, screen.picture()) > 5_000);
            screen.keep("tray-message");
            var middle = middle(before, screen.picture());
            screen.output("xdotool", "mousemove", middle[0], middle[1], "click", "1");

            assertThat(probe.await("opened")).contains("job-7");
            assertThat(probe.heard()).doesNotContain("activated");
        }
    }

    @Test
    void theIconComesWhenItsHostComesAndComesBackWhenTheHostIsRestarted() throws Exception {
        try (var probe = ProbeRun.start(screen)) {
            probe.order("tray awt DARK");
            assertThat(probe.await("placed none")).contains("awt: the desktop shows no icons");

            var first = screen.trayHost(DARK_BAR);
            probe.await("placed awt");
            screen.until("the ring", () -> Screen.count(screen.picture(), IDLE) > 30);
            Screen.end(first);
            probe.await("placed none");
            screen.trayHost(DARK_BAR);
            probe.await("placed awt");
            screen.until("the ring again", () -> Screen.count(screen.picture(), IDLE) > 30);

            probe.order("close");
            screen.until("nothing", () -> Screen.count(screen.picture(), IDLE) == 0);
            assertThat(probe.alive()).isTrue();
        }
    }

    @Test
    void theMenuIsWorkedByKeysAloneInRussianToo() throws Exception {
        screen.program("openbox");
        screen.trayHost("0xF6F8FA");
        try (var probe = ProbeRun.start(screen)) {
            probe.order("tray awt LIGHT");
            probe.await("placed awt");
            screen.until("the ring", () -> Screen.count(screen.picture(), 0x0B6E8A) > 30);
            probe.order("busy 12 ru");
            screen.output("xdotool", "mousemove", "788", "588", "click", "3");
            screen.until("the menu", () -> Screen.count(screen.picture(), 0xD9E0E7) > 400);
            // Up comes to the last line, Up again to the one above, which opens.
            screen.output("xdotool", "key", "Up", "Up", "Right");
            screen.keep("tray-menu-ru");
            screen.output("xdotool", "key", "Down", "Return");

            assertThat(probe.await("chosen")).isEqualTo("chosen DIAGNOSTIC_BUNDLE");
        }
    }

    private static long different(BufferedImage one, BufferedImage other) {
        long found = 0;
        for (int y = 0; y < one.getHeight(); y++) {
            for (int x = 0; x < one.getWidth(); x++) {
                found += one.getRGB(x, y) == other.getRGB(x, y) ? 0 : 1;
            }
        }
        return found;
    }

    /** The middle of what changed, above the bar. */
    private static String[] middle(BufferedImage one, BufferedImage other) {
        var box = new Rectangle(-1, -1);
        for (int y = 0; y < one.getHeight() - 30; y++) {
            for (int x = 0; x < one.getWidth(); x++) {
                if (one.getRGB(x, y) != other.getRGB(x, y)) {
                    box.add(new Rectangle(x, y, 1, 1));
                }
            }
        }
        return new String[] {Integer.toString((int) box.getCenterX()), Integer.toString((int) box.getCenterY())};
    }
}
