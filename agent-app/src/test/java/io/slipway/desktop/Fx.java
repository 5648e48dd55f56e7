package io.slipway.desktop;

import io.slipway.desktop.look.Theme;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javafx.application.Platform;
import javafx.scene.Scene;
import javax.imageio.ImageIO;

/** Runs JavaFX in a test: the toolkit once for the process, work on its thread, waiting for a condition, pictures of a scene. */
public final class Fx {
    /** Seconds; a machine that imitates another needs more. */
    private static final long LONGEST = Long.getLong("slipway.test.patience", 60);

    private static boolean started;

    private Fx() {}

    /** Starts the toolkit once and dresses it; windows may be closed without ending it. */
    public static synchronized void start(Theme theme) {
        Display.require();
        if (!started) {
            started = true;
            var ready = new CompletableFuture<Void>();
            Platform.startup(() -> ready.complete(null));
            await(ready);
            Platform.setImplicitExit(false);
        }
        run(theme::apply);
    }

    /** Does something on the JavaFX thread and returns when it is done. */
    public static void run(Runnable work) {
        get(() -> {
            work.run();
            return true;
        });
    }

    /** Takes a value from the JavaFX thread. */
    public static <T> T get(Supplier<T> value) {
        if (Platform.isFxApplicationThread()) {
            return value.get();
        }
        var result = new CompletableFuture<T>();
        Platform.runLater(() -> {
            try {
                result.complete(value.get());
            } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
            }
        });
        return await(result);
    }

    /** Waits until a condition, looked at on the JavaFX thread with every frame, holds. */
    public static void until(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST);
        while (!get(condition::getAsBoolean)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited " + LONGEST + " s for: " + what);
            }
            // One frame of the JavaFX pulse; the condition is what is waited for, not the time.
            java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(16));
        }
    }

    /** Writes a picture of a scene to {@code target/screenshots} of the module and returns where. */
    public static Path picture(Scene scene, String name) {
        var image = get(() -> scene.snapshot(null));
        int width = (int) image.getWidth();
        int height = (int) image.getHeight();
        var copy = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                copy.setRGB(x, y, image.getPixelReader().getArgb(x, y));
            }
        }
        try {
            var file = Files.createDirectories(Path.of("target", "screenshots")).resolve(name + ".png");
            ImageIO.write(copy, "png", file.toFile());
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> T await(CompletableFuture<T> result) {
        try {
            return result.get(LONGEST, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException problem) {
                throw problem;
            }
            throw new AssertionError(e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("the JavaFX thread did not answer for " + LONGEST + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
