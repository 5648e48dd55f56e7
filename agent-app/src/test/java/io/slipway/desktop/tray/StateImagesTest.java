package io.slipway.desktop.tray;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BaseMultiResolutionImage;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("F180")
class StateImagesTest {
    private static final Map<Bar, Integer> GROUNDS = Map.of(Bar.LIGHT, 0xF6F8FA, Bar.DARK, 0x16202A);
    private static final List<TrayState> STATES = List.of(
            new TrayState.Idle(),
            new TrayState.Busy(3),
            new TrayState.Busy(12),
            new TrayState.Attention(1),
            new TrayState.Offline(TrayState.Reason.LOCKED));

    /** For graphics that tell something (WCAG 2.2, 1.4.11). */
    private static final double CONTRAST = 3;

    @Test
    void everyStateHasEverySizeOfItsOwn() {
        for (var state : STATES) {
            var images = ((BaseMultiResolutionImage) StateImages.of(state, Bar.DARK)).getResolutionVariants();

            assertThat(images).extracting(image -> image.getWidth(null)).containsExactly(16, 20, 24, 32, 40, 48, 64);
        }
    }

    @Test
    void statesDifferByTheirShapeAloneAtEverySize() {
        for (int size : StateImages.SIZES) {
            for (int i = 0; i < STATES.size(); i++) {
                for (int j = 0; j < i; j++) {
                    var one = StateImages.draw(STATES.get(i), Bar.DARK, size);
                    var other = StateImages.draw(STATES.get(j), Bar.DARK, size);

                    assertThat(differentShape(one, other))
                            .as("%s and %s at %d", STATES.get(i), STATES.get(j), size)
                            .isGreaterThan(size * size / 16);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Bar.class)
    void everyStateStandsOutFromItsBar(Bar bar) {
        for (var state : STATES) {
            var image = StateImages.draw(state, bar, 32);

            assertThat(contrast(strongest(image), GROUNDS.get(bar)))
                    .as("%s", state)
                    .isGreaterThan(CONTRAST);
        }
    }

    @Test
    void theTriangleIsSharpAtItsFootAndItsSignStandsOnWholePixels() {
        for (int size : StateImages.SIZES) {
            var image = StateImages.draw(new TrayState.Attention(1), Bar.DARK, size);
            int middle = size / 2;
            int row = size / 2;

            assertThat(image.getRGB(middle, row) >>> 24)
                    .as("the sign at %d", size)
                    .isZero();
            assertThat(image.getRGB(middle - 1, row) >>> 24)
                    .as("the sign at %d", size)
                    .isZero();
        }
    }

    @Test
    void anIconOnItsOwnGroundLeavesNothingTransparent() {
        var images = ((BaseMultiResolutionImage) StateImages.onGround(new TrayState.Idle(), Bar.DARK))
                .getResolutionVariants();

        for (var image : images) {
            assertThat(((BufferedImage) image).getColorModel().hasAlpha()).isFalse();
            assertThat(((BufferedImage) image).getRGB(0, 0) & 0xFFFFFF).isEqualTo(GROUNDS.get(Bar.DARK));
        }
    }

    private static long differentShape(BufferedImage one, BufferedImage other) {
        long found = 0;
        for (int y = 0; y < one.getHeight(); y++) {
            for (int x = 0; x < one.getWidth(); x++) {
                found += Math.abs((one.getRGB(x, y) >>> 24) - (other.getRGB(x, y) >>> 24)) > 128 ? 1 : 0;
            }
        }
        return found;
    }

    /** The colour of a pixel that is fully covered. */
    private static int strongest(BufferedImage image) {
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                if (image.getRGB(x, y) >>> 24 == 0xFF) {
                    return image.getRGB(x, y) & 0xFFFFFF;
                }
            }
        }
        throw new AssertionError("nothing is drawn");
    }

    private static double contrast(int one, int other) {
        double bright = Math.max(luminance(one), luminance(other));
        double dim = Math.min(luminance(one), luminance(other));
        return (bright + 0.05) / (dim + 0.05);
    }

    private static double luminance(int rgb) {
        return 0.2126 * linear(rgb >> 16 & 0xFF) + 0.7152 * linear(rgb >> 8 & 0xFF) + 0.0722 * linear(rgb & 0xFF);
    }

    private static double linear(int channel) {
        double part = channel / 255.0;
        return part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
    }
}
