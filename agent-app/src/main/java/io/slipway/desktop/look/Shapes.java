package io.slipway.desktop.look;

import io.slipway.server.words.StateShape;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.layout.StackPane;
import javafx.scene.shape.SVGPath;
import javafx.scene.shape.StrokeLineCap;
import javafx.scene.shape.StrokeLineJoin;

/** Draws how something stands. */
public final class Shapes {
    private static final double SIZE = 16;

    private Shapes() {}

    /** The shape, 16 px. */
    public static Node draw(StateShape shape) {
        var path = new SVGPath();
        path.setContent(shape.outline());
        path.setStrokeWidth(1.6);
        path.setStrokeLineCap(StrokeLineCap.ROUND);
        path.setStrokeLineJoin(StrokeLineJoin.ROUND);
        if (shape.dashed()) {
            path.getStrokeDashArray().setAll(1.5, 3.2);
        }
        path.getStyleClass().add("state-path");
        var box = new StackPane(path);
        box.setMinSize(SIZE, SIZE);
        box.setPrefSize(SIZE, SIZE);
        box.setMaxSize(SIZE, SIZE);
        box.getStyleClass().addAll("state-shape", "state-" + shape.colour());
        box.setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        return box;
    }
}
