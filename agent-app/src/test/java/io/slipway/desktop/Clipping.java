package io.slipway.desktop;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.text.Text;

/** Finds words that are cut off because their place is too small: what is drawn is not what was meant to be said. */
public final class Clipping {
    private static final double HAIR = 1.5;

    private Clipping() {}

    /** Every visible labelled control below the node whose words are shortened or whose lines are cut; call it on the JavaFX thread. */
    public static List<String> in(Parent root) {
        root.applyCss();
        root.layout();
        var found = new ArrayList<String>();
        walk(root, found);
        return found;
    }

    private static void walk(Node node, List<String> found) {
        if (!node.isVisible()) {
            return;
        }
        if (node instanceof Labeled labeled) {
            cut(labeled, found);
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> walk(child, found));
        }
    }

    private static void cut(Labeled labeled, List<String> found) {
        var meant = labeled.getText();
        if (meant == null || meant.isEmpty() || labeled.getWidth() == 0) {
            return;
        }
        labeled.getChildrenUnmodifiable().stream()
                .filter(Text.class::isInstance)
                .map(Text.class::cast)
                .filter(drawn -> drawn.isVisible() && !drawn.getText().equals(meant))
                .forEach(drawn -> found.add(describe(labeled) + " draws " + drawn.getText() + " for " + meant));
        if (labeled instanceof Label
                && labeled.isWrapText()
                && labeled.getHeight() + HAIR < labeled.prefHeight(labeled.getWidth())) {
            found.add(describe(labeled) + " is too low for " + meant);
        }
    }

    private static String describe(Labeled labeled) {
        return labeled.getClass().getSimpleName() + " " + labeled.getId() + " " + labeled.getStyleClass();
    }
}
