package io.slipway.desktop.tray;

import java.awt.BasicStroke;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Area;
import java.awt.geom.Path2D;

/**
 * The mark: a slipway seen from the side, two rising strokes and a hull on them.
 *
 * <p>One outline on a grid of 24 units, y downwards, in one colour; every icon of the product is made of it.
 */
final class Mark {
    /** Side of the square that the mark is drawn in. */
    static final double GRID = 24;

    /** The slope of the slipway; steep enough that 16 pixels show it as one. */
    private static final double SLOPE = Math.toRadians(-22);

    /** Brings the sloping outline into the square. */
    private static final double FIT = 0.86;

    private Mark() {}

    /** The whole mark. */
    static Shape shape() {
        var all = new Area(hull(2.6));
        all.add(new Area(stroke(-9.6, 5.6, 10.4, 2.4)));
        all.add(new Area(stroke(-5.2, 9.6, 10.4, 2.4)));
        return all;
    }

    /** The mark for few pixels: one stroke, as two would run together. */
    static Shape small() {
        var all = new Area(hull(3.4));
        all.add(new Area(stroke(-10, 7.4, 10.4, 3)));
        return all;
    }

    /** The boat, its bow to the water on the left. */
    private static Shape hull(double keel) {
        var hull = new Path2D.Double();
        hull.moveTo(-11.2, -6.6);
        hull.curveTo(-7.4, -4.6, -2, -4.2, 9.6, -4.6);
        hull.curveTo(9.6, -2, 9, 0.6, 7.6, keel);
        hull.lineTo(-4.4, keel);
        hull.curveTo(-7.8, 1.2, -9.8, -2.2, -11.2, -6.6);
        hull.closePath();
        return placed(hull);
    }

    private static Shape stroke(double from, double y, double to, double width) {
        var line = new Path2D.Double();
        line.moveTo(from, y);
        line.lineTo(to, y);
        return placed(
                new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND).createStrokedShape(line));
    }

    /** From level coordinates about the middle to the sloping place on the grid. */
    private static Shape placed(Shape shape) {
        var place = AffineTransform.getTranslateInstance(GRID / 2 - 0.63, GRID / 2 - 1.76);
        place.scale(FIT, FIT);
        place.rotate(SLOPE);
        return place.createTransformedShape(shape);
    }
}
