package io.slipway.desktop.form;

import javafx.geometry.Orientation;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

/** A label and its controls: side by side where there is room, else the label above, so that no control goes over the edge. */
final class LabelledLine extends Region {
    private static final double LABELS = 220;
    private static final double GAP = 16;
    private static final double ABOVE = 2;
    /** Less than this beside the label breaks words and cuts choices. */
    private static final double CONTROLS_LEAST = 300;

    private final HBox label;
    private final Region controls;

    LabelledLine(HBox label, Region controls) {
        this.label = label;
        this.controls = controls;
        getStyleClass().add("form-labelled");
        getChildren().addAll(label, controls);
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    private static boolean roomBeside(double inner) {
        return inner >= LABELS + GAP + CONTROLS_LEAST;
    }

    @Override
    protected double computePrefHeight(double width) {
        var insets = getInsets();
        double inner = width - insets.getLeft() - insets.getRight();
        double content = roomBeside(inner)
                ? Math.max(label.prefHeight(LABELS), controls.prefHeight(inner - LABELS - GAP))
                : label.prefHeight(inner) + ABOVE + controls.prefHeight(inner);
        return insets.getTop() + Math.ceil(content) + insets.getBottom();
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    @Override
    protected double computePrefWidth(double height) {
        var insets = getInsets();
        return insets.getLeft() + LABELS + GAP + controls.prefWidth(-1) + insets.getRight();
    }

    @Override
    protected double computeMinWidth(double height) {
        return 0;
    }

    @Override
    protected void layoutChildren() {
        var insets = getInsets();
        double inner = getWidth() - insets.getLeft() - insets.getRight();
        double height = getHeight() - insets.getTop() - insets.getBottom();
        if (roomBeside(inner)) {
            label.resizeRelocate(insets.getLeft(), insets.getTop(), LABELS, height);
            double left = LABELS + GAP;
            controls.resizeRelocate(insets.getLeft() + left, insets.getTop(), inner - left, height);
        } else {
            double above = label.prefHeight(inner);
            label.resizeRelocate(insets.getLeft(), insets.getTop(), inner, above);
            controls.resizeRelocate(
                    insets.getLeft(), insets.getTop() + above + ABOVE, inner, Math.max(0, height - above - ABOVE));
        }
    }
}
