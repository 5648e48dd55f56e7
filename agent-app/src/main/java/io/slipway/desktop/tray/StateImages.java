package io.slipway.desktop.tray;

import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Arc2D;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BaseMultiResolutionImage;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Draws the state of the icon: a ring, an arc around a number, a triangle with an exclamation mark, a dashed ring.
 *
 * <p>Shape and colour both tell the state, on a light and on a dark bar. Every size is drawn by itself from outlines, its
 * strokes on whole pixels, so that none is a blurred copy of another.
 */
final class StateImages {
    /** What bars ask for from 100 % to 400 %. */
    static final List<Integer> SIZES = List.of(16, 20, 24, 32, 40, 48, 64);

    private static final int MOST = 9;

    private StateImages() {}

    /** The image of a state in all sizes; the system takes the one that fits. */
    static Image of(TrayState state, Bar bar) {
        return all(size -> draw(state, bar, size));
    }

    /** The same on a ground of the bar's tone, for systems that put icons on a ground of their own. */
    static Image onGround(TrayState state, Bar bar) {
        return all(size -> tile(state, bar, size));
    }

    private static Image all(IntFunction<Image> drawing) {
        return new BaseMultiResolutionImage(SIZES.stream().map(drawing::apply).toArray(Image[]::new));
    }

    /** With a margin of one pixel, because a bar may keep its own line of it. */
    private static BufferedImage tile(TrayState state, Bar bar, int size) {
        var image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
        var pen = image.createGraphics();
        pen.setColor(new Color(bar == Bar.DARK ? 0x16202A : 0xF6F8FA));
        pen.fillRect(0, 0, size, size);
        pen.drawImage(draw(state, bar, size - 2), 1, 1, null);
        pen.dispose();
        return image;
    }

    /** The image of a state in one size. */
    static BufferedImage draw(TrayState state, Bar bar, int size) {
        var image = new BufferedImage(size, size, BufferedImage.TYPE_INT_ARGB);
        var pen = image.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        pen.setComposite(AlphaComposite.SrcOver);
        pen.setColor(colour(state, bar));
        switch (state) {
            case TrayState.Idle idle -> {
                pen.draw(ring(pen, size));
                mark(pen, size, 0.74);
            }
            case TrayState.Busy busy -> {
                pen.draw(arc(pen, size));
                number(pen, size, busy.count());
            }
            case TrayState.Attention attention -> pen.fill(triangle(size));
            case TrayState.Offline offline -> pen.draw(dashes(pen, size));
        }
        pen.dispose();
        return image;
    }

    private static Color colour(TrayState state, Bar bar) {
        boolean dark = bar == Bar.DARK;
        return new Color(
                switch (state) {
                    case TrayState.Idle idle -> dark ? 0x4CC2E0 : 0x0B6E8A;
                    case TrayState.Busy busy -> dark ? 0x8FB4FF : 0x2E5AAC;
                    case TrayState.Attention attention -> dark ? 0xF0B24A : 0x8F5A00;
                    case TrayState.Offline offline -> dark ? 0xA3B3C2 : 0x4E5D6C;
                });
    }

    /** Thickness of the outer line: one and a half pixels at 16, whole pixels from 20 on. */
    private static float line(int size) {
        return size < 20 ? 1.5f : Math.round(size / 11f);
    }

    private static Rectangle2D frame(int size, float line) {
        return new Rectangle2D.Double(line / 2, line / 2, size - line, size - line);
    }

    private static Shape ring(Graphics2D pen, int size) {
        pen.setStroke(new BasicStroke(line(size)));
        var frame = frame(size, line(size));
        return new Ellipse2D.Double(frame.getX(), frame.getY(), frame.getWidth(), frame.getHeight());
    }

    /** Three quarters of a ring, open at the upper right. */
    private static Shape arc(Graphics2D pen, int size) {
        float line = line(size);
        pen.setStroke(new BasicStroke(line, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        return new Arc2D.Double(frame(size, line), 90, 270, Arc2D.OPEN);
    }

    private static Shape dashes(Graphics2D pen, int size) {
        float line = line(size);
        // Eight dashes, whatever the size, each a little longer than its gap.
        float period = (float) ((size - line) * Math.PI / 8);
        float dash = period * 0.58f;
        pen.setStroke(new BasicStroke(
                line, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, new float[] {dash, period - dash}, dash / 2));
        var frame = frame(size, line);
        return new Ellipse2D.Double(frame.getX(), frame.getY(), frame.getWidth(), frame.getHeight());
    }

    private static void mark(Graphics2D pen, int size, double part) {
        var place = AffineTransform.getTranslateInstance(size / 2.0, size / 2.0);
        double scale = size * part / Mark.GRID;
        place.scale(scale, scale);
        place.translate(-Mark.GRID / 2, -Mark.GRID / 2);
        pen.fill(place.createTransformedShape(size < 32 ? Mark.small() : Mark.shape()));
    }

    /** 1 to 9, then 9 and a plus: three digits are no digits at this size; the tooltip has the number. */
    private static void number(Graphics2D pen, int size, int count) {
        var text = count > MOST ? MOST + "+" : Integer.toString(count);
        var font = new Font(Font.SANS_SERIF, Font.BOLD, 100);
        var glyphs = font.createGlyphVector(pen.getFontRenderContext(), text).getOutline();
        var box = glyphs.getBounds2D();
        double scale = Math.min(size * 0.52 / box.getHeight(), size * 0.68 / box.getWidth());
        var place = AffineTransform.getTranslateInstance(size / 2.0, size / 2.0);
        place.scale(scale, scale);
        place.translate(-box.getCenterX(), -box.getCenterY());
        pen.fill(place.createTransformedShape(glyphs));
    }

    /** A filled triangle with rounded corners; the sign is cut out on whole pixels, so that it works in one colour. */
    private static Shape triangle(int size) {
        double unit = size / 16.0;
        double base = Math.round(15 * unit) - unit;
        var corners = new Path2D.Double();
        corners.moveTo(8 * unit, 2 * unit);
        corners.lineTo(14.5 * unit, base);
        corners.lineTo(1.5 * unit, base);
        corners.closePath();
        var area = new Area(corners);
        area.add(new Area(new BasicStroke((float) (2 * unit), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND)
                .createStrokedShape(corners)));
        // Half of 24 is whole, so a width of two halves can stand in the middle on whole pixels.
        double half = Math.round(unit - 0.01);
        double end = Math.round(9.7 * unit);
        double dot = end + Math.max(1, Math.round(unit - 0.01));
        double top = Math.round(4.8 * unit);
        area.subtract(new Area(new Rectangle2D.Double(8 * unit - half, top, 2 * half, end - top)));
        area.subtract(new Area(new Rectangle2D.Double(8 * unit - half, dot, 2 * half, 2 * half)));
        return area;
    }
}
