package io.slipway.desktop.look;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Properties;
import javafx.scene.Group;
import javafx.scene.Node;
import javafx.scene.layout.StackPane;
import javafx.scene.shape.Rectangle;
import javafx.scene.shape.SVGPath;
import javafx.scene.shape.StrokeLineCap;
import javafx.scene.shape.StrokeLineJoin;

/** Outline icons of Tabler, drawn as strokes in the text's colour. */
public final class Icon {
    private static final double GRID = 24;
    private static final double USUAL = 18;
    private static final Properties OUTLINES = load();

    private Icon() {}

    /** An icon of 18 px. */
    public static Node of(String name) {
        return of(name, USUAL);
    }

    /**
     * An icon; decoration only, so a screen reader passes over it.
     *
     * @param name as in {@code icons.properties}
     * @param size edge in pixels
     * @throws IllegalArgumentException when there is no such icon
     */
    public static Node of(String name, double size) {
        var outline = OUTLINES.getProperty(name);
        if (outline == null) {
            throw new IllegalArgumentException("no icon " + name);
        }
        var path = new SVGPath();
        path.setContent(outline);
        path.setStrokeWidth(2);
        path.setStrokeLineCap(StrokeLineCap.ROUND);
        path.setStrokeLineJoin(StrokeLineJoin.ROUND);
        path.getStyleClass().add("icon-path");
        // The square keeps every icon on the same grid, however small its outline is.
        var square = new Rectangle(GRID, GRID);
        square.setFill(null);
        var drawn = new Group(square, path);
        drawn.setScaleX(size / GRID);
        drawn.setScaleY(size / GRID);
        var box = new StackPane(new Group(drawn));
        box.setMinSize(size, size);
        box.setPrefSize(size, size);
        box.setMaxSize(size, size);
        box.getStyleClass().addAll("icon", "icon-" + name);
        box.setMouseTransparent(true);
        return box;
    }

    private static Properties load() {
        try (var in = new InputStreamReader(
                Objects.requireNonNull(Icon.class.getResourceAsStream("/io/slipway/server/look/icons.properties")),
                StandardCharsets.UTF_8)) {
            var outlines = new Properties();
            outlines.load(in);
            return outlines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
