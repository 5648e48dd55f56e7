package io.slipway.desktop;

import com.sun.jna.Library;
import com.sun.jna.Native;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives the tests of this process a screen of their own: an Xvfb with a display number that it finds by itself, so that nothing is
 * drawn on anybody's desktop and runs beside each other do not meet. Without Xvfb and without a display the tests are skipped and say so.
 *
 * <p>Write it before every other extension: {@code @ExtendWith(Display.class)}.
 */
public final class Display implements BeforeAllCallback {
    private static final String SCREEN = "2560x1600x24";

    @SuppressWarnings("unused") // Kept so that its input stays open.
    private static @Nullable Process server;

    private static @Nullable String missing;
    private static boolean tried;
    private static String name = System.getenv().getOrDefault("DISPLAY", "");

    /** The part of the C library that tells native code which display is meant; Java cannot change its own environment. */
    private interface Environment extends Library {
        int setenv(String name, String value, int overwrite);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        require();
    }

    /** Starts the screen once, or skips. */
    public static synchronized void require() {
        if (!tried) {
            tried = true;
            missing = start();
            if (missing != null) {
                System.out.println("SKIPPED: windows cannot be tested, " + missing);
            }
        }
        Assumptions.assumeTrue(missing == null, () -> "SKIPPED: " + missing);
    }

    /** How a child process is told which screen is meant. */
    public static synchronized String name() {
        return name;
    }

    private static @Nullable String start() {
        if (System.getProperty("os.name").startsWith("Windows")) {
            return null;
        }
        // Set by Debian's headless JDK package for the whole process; the toolkit of JavaFX does not need AWT's.
        System.setProperty("java.awt.headless", "false");
        System.setProperty("prism.order", "sw");
        System.setProperty("glass.gtk.uiScale", System.getProperty("slipway.test.scale", "1.0"));
        try {
            // It ends when our end of its input closes, which is when this process is gone: were it to go first, the X
            // library
            // would end this process with a failure.
            var process = new ProcessBuilder(
                            "sh", "-c", "Xvfb -displayfd 1 -screen 0 " + SCREEN + " -nolisten tcp & read -r _; kill $!")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            var number = readLine(process.inputReader(StandardCharsets.UTF_8));
            if (number == null) {
                process.destroy();
                return System.getenv("DISPLAY") == null ? "Xvfb is not installed or did not start" : null;
            }
            server = process;
            name = ":" + number.strip();
            Native.load("c", Environment.class).setenv("DISPLAY", name, 1);
            return null;
        } catch (IOException e) {
            return "the screen could not be started: " + e.getMessage();
        }
    }

    private static @Nullable String readLine(BufferedReader from) throws IOException {
        return from.readLine();
    }
}
