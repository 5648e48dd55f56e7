package io.slipway.desktop.look;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import javafx.scene.image.Image;

/** The program's icon, in the sizes that window systems ask for. */
public final class AppIcon {
    /** Sizes in pixels. */
    static final int[] SIZES = {16, 20, 24, 32, 40, 48, 64, 128, 256};

    private AppIcon() {}

    /** All sizes, for the icons of a stage. */
    public static List<Image> all() {
        return IntStream.of(SIZES).mapToObj(AppIcon::of).toList();
    }

    private static Image of(int size) {
        var name = "app/slipway-" + size + ".png";
        try (var bytes = Objects.requireNonNull(AppIcon.class.getResourceAsStream(name), name)) {
            return new Image(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
