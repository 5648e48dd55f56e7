package io.slipway.desktop.wizard;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.VBox;

/** The rows of a step of which one is chosen. When they are drawn anew, the keyboard stays among them. */
final class ChoiceRows extends VBox {
    private boolean wanted;

    ChoiceRows(double spacing) {
        super(spacing);
    }

    /** The step comes into sight: the keyboard begins at the chosen row, as soon as there is one. */
    void begin() {
        wanted = true;
    }

    void show(List<Node> rows, ToggleGroup group) {
        boolean held = wanted || holdsFocus();
        getChildren().setAll(rows);
        if (held && group.getSelectedToggle() instanceof RadioButton chosen) {
            wanted = false;
            chosen.requestFocus();
        }
    }

    private boolean holdsFocus() {
        Node at = getScene() == null ? null : getScene().getFocusOwner();
        while (at != null && at != this) {
            at = at.getParent();
        }
        return at == this;
    }
}
