package io.slipway.desktop.tray;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Keeps the stored icons equal to the drawn ones. Run with {@code -Dslipway.write-docs=true} to write them. */
class MarkFilesTest {
    private static final Path FOLDER = Path.of(System.getProperty("slipway.repository", ".."))
            .resolve("agent-app/src/main/resources/io/slipway/desktop/look/app");
    private static final List<Integer> SIZES = MarkFiles.SIZES;

    /** One step of a channel: what two versions of the rasteriser may differ in. */
    private static final int ROUNDING = 2;

    @BeforeAll
    static void write() throws IOException {
        if (Boolean.getBoolean("slipway.write-docs")) {
            Files.createDirectories(FOLDER);
            for (int size : MarkFiles.SIZES) {
                Files.write(png(size), MarkFiles.png(MarkFiles.icon(size)));
            }
            Files.writeString(FOLDER.resolve("mark.svg"), MarkFiles.svg());
        }
    }

    @ParameterizedTest
    @FieldSource("SIZES")
    void theStoredIconIsTheDrawnOne(int size) throws IOException {
        var stored = ImageIO.read(png(size).toFile());
        var drawn = MarkFiles.icon(size);

        assertThat(stored.getWidth()).isEqualTo(size);
        assertThat(stored.getHeight()).isEqualTo(size);
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                assertThat(apart(stored.getRGB(x, y), drawn.getRGB(x, y)))
                        .as("stale at %d, %d; write it anew with -Dslipway.write-docs=true", x, y)
                        .isLessThanOrEqualTo(ROUNDING);
            }
        }
    }

    @Test
    void theOutlineIsStoredForTheBrowserAndTheDocuments() throws IOException {
        assertThat(Files.readString(FOLDER.resolve("mark.svg"), StandardCharsets.UTF_8))
                .isEqualTo(MarkFiles.svg())
                .contains("fill=\"currentColor\"");
    }

    @Test
    void theOutlineStaysInItsSquareAndInTheMiddle() {
        var bounds = Mark.shape().getBounds2D();

        assertThat(new Rectangle2D.Double(0, 0, Mark.GRID, Mark.GRID).contains(bounds))
                .isTrue();
        assertThat(bounds.getCenterX()).isCloseTo(Mark.GRID / 2, within(0.2));
        assertThat(bounds.getCenterY()).isCloseTo(Mark.GRID / 2, within(0.2));
    }

    private static Path png(int size) {
        return FOLDER.resolve("slipway-" + size + ".png");
    }

    private static int apart(int one, int other) {
        int most = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            most = Math.max(most, Math.abs((one >>> shift & 0xFF) - (other >>> shift & 0xFF)));
        }
        return most;
    }
}
