package io.slipway.desktop.os.windows;

import java.awt.AWTException;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.Toolkit;
import java.awt.event.InputEvent;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.imageio.ImageIO;

/** What is really on the screen, and a hand with a mouse at it. */
final class Sight {
    private static final int PATIENCE_SECONDS = 60;
    private static final int HAND_MILLIS = 80;
    private static final int BAR_WIDTH = 300;
    private static final int BAR_HEIGHT = 30;

    private Sight() {}

    static BufferedImage all() {
        return of(new Rectangle(Toolkit.getDefaultToolkit().getScreenSize()));
    }

    static BufferedImage of(Rectangle part) {
        return robot().createScreenCapture(part);
    }

    private static Rectangle corner() {
        var screen = Toolkit.getDefaultToolkit().getScreenSize();
        return new Rectangle(screen.width - BAR_WIDTH, screen.height - BAR_HEIGHT, BAR_WIDTH, BAR_HEIGHT);
    }

    /** The corner of the taskbar where icons are. */
    static BufferedImage bar() {
        return of(corner());
    }

    /** Where on the screen the corner is not what it was: the middle of all that changed. */
    static Optional<Point> newcomer(BufferedImage before) {
        var now = bar();
        var changed = new Rectangle(-1, -1);
        for (int y = 0; y < now.getHeight(); y++) {
            for (int x = 0; x < now.getWidth(); x++) {
                if (now.getRGB(x, y) != before.getRGB(x, y)) {
                    changed.add(new Point(x, y));
                }
            }
        }
        if (changed.width <= 0) {
            return Optional.empty();
        }
        var corner = corner();
        return Optional.of(new Point(corner.x + (int) changed.getCenterX(), corner.y + (int) changed.getCenterY()));
    }

    static boolean same(BufferedImage one, BufferedImage other) {
        for (int y = 0; y < one.getHeight(); y++) {
            for (int x = 0; x < one.getWidth(); x++) {
                if (one.getRGB(x, y) != other.getRGB(x, y)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** How many of a hundred pixels are darker than half of full light. */
    static int dark(BufferedImage picture) {
        int dark = 0;
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                dark += light(picture.getRGB(x, y)) < 128 ? 1 : 0;
            }
        }
        return dark * 100 / (picture.getHeight() * picture.getWidth());
    }

    /** Between the darkest and the brightest pixel, 0 to 255. */
    static int contrast(BufferedImage picture) {
        int least = 255;
        int most = 0;
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                int light = light(picture.getRGB(x, y));
                least = Math.min(least, light);
                most = Math.max(most, light);
            }
        }
        return most - least;
    }

    private static int light(int colour) {
        return ((colour >> 16 & 0xff) * 3 + (colour >> 8 & 0xff) * 6 + (colour & 0xff)) / 10;
    }

    static void click(Point at, int button) {
        var robot = robot();
        // A hand needs time for it: a press and a release in the same instant are no click for every window manager.
        robot.setAutoDelay(HAND_MILLIS);
        robot.mouseMove(at.x, at.y);
        int mask = InputEvent.getMaskForButton(button);
        robot.mousePress(mask);
        robot.mouseRelease(mask);
    }

    /** Whether a condition comes true in time. */
    static boolean becomes(BooleanSupplier condition) {
        return becomes(condition, PATIENCE_SECONDS);
    }

    /** Whether a condition comes true in so many seconds. */
    static boolean becomes(BooleanSupplier condition, int seconds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            // Between two looks; the condition is what is waited for, not the time.
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
        return true;
    }

    static void keep(BufferedImage picture, Path file) throws IOException {
        ImageIO.write(picture, "png", file.toFile());
    }

    private static Robot robot() {
        try {
            return new Robot();
        } catch (AWTException e) {
            throw new IllegalStateException("this session has no screen", e);
        }
    }
}
