package io.slipway.desktop.tray;

import java.awt.Color;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.PathIterator;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;

/**
 * The mark as files: the program's icon in the sizes that window systems ask for, and the outline as SVG.
 *
 * <p>They are kept as resources, because a window must not wait for AWT to start; a test draws them again and compares.
 */
final class MarkFiles {
    /** Sizes of the program's icon in pixels. */
    static final List<Integer> SIZES = List.of(16, 20, 24, 32, 40, 48, 64, 128, 256);

    private static final Color GROUND = new Color(0x0B6E8A);
    private static final Color FIGURE = new Color(0xFFFFFF);

    private MarkFiles() {}

    /** The mark on its tile. */
    static BufferedImage icon(int size) {
        var image = new BufferedImage(size, size, BufferedImage.TYPE_INT_ARGB);
        var pen = image.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        pen.setColor(GROUND);
        double corner = size * 0.44;
        pen.fill(new RoundRectangle2D.Double(0, 0, size, size, corner, corner));
        pen.setColor(FIGURE);
        double scale = size * 0.78 / Mark.GRID;
        var place = AffineTransform.getTranslateInstance(size / 2.0, size / 2.0);
        place.scale(scale, scale);
        place.translate(-Mark.GRID / 2, -Mark.GRID / 2);
        pen.fill(place.createTransformedShape(size < 24 ? Mark.small() : Mark.shape()));
        pen.dispose();
        return image;
    }

    static byte[] png(BufferedImage image) throws IOException {
        var bytes = new ByteArrayOutputStream();
        if (!ImageIO.write(image, "png", bytes)) {
            throw new IOException("this JDK writes no PNG");
        }
        return bytes.toByteArray();
    }

    /** The bare mark in the colour of the text around it. */
    static String svg() {
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="currentColor" role="img" aria-label="Slipway">
                  <path d="%s"/>
                </svg>
                """.formatted(outline(Mark.shape()));
    }

    /** The outline in the words of SVG path data, to a hundredth of a unit. */
    static String outline(Shape shape) {
        var path = new StringBuilder();
        var at = new double[6];
        for (var segments = shape.getPathIterator(null); !segments.isDone(); segments.next()) {
            int numbers =
                    switch (segments.currentSegment(at)) {
                        case PathIterator.SEG_MOVETO -> begin(path, 'M', 2);
                        case PathIterator.SEG_LINETO -> begin(path, 'L', 2);
                        case PathIterator.SEG_QUADTO -> begin(path, 'Q', 4);
                        case PathIterator.SEG_CUBICTO -> begin(path, 'C', 6);
                        default -> begin(path, 'Z', 0);
                    };
            for (int i = 0; i < numbers; i++) {
                path.append(i == 0 ? "" : " ").append(String.format(Locale.ROOT, "%.2f", at[i]));
            }
        }
        return path.toString();
    }

    private static int begin(StringBuilder path, char command, int numbers) {
        path.append(command);
        return numbers;
    }
}
