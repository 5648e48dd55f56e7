package io.slipway.desktop.form;

import javafx.scene.Node;
import javafx.scene.layout.VBox;

/** The controls of one row. */
abstract class RowView extends VBox {
    private static final int INDENT = 20;

    private FormRow row;

    RowView(FormRow row) {
        this.row = row;
        getStyleClass().add("form-row");
        setFillWidth(true);
        indent();
    }

    private void indent() {
        setPadding(new javafx.geometry.Insets(
                0, 24, 0, 24 + INDENT * Math.min(FormRow.DEEPEST, row.depth())));
    }

    /** What it shows. */
    final FormRow row() {
        return row;
    }

    /** The same line as before, perhaps with another number or depth. */
    final void update(FormRow same) {
        if (!row.equals(same)) {
            row = same;
            indent();
        }
    }

    /** Shows the state as it is now; what is being typed stays. */
    abstract void refresh();

    /** Puts the cursor into its first control; false when it has none. */
    abstract boolean focus();

    final boolean holdsCursor() {
        if (getScene() == null) {
            return false;
        }
        for (Node at = getScene().getFocusOwner(); at != null; at = at.getParent()) {
            if (at.equals(this)) {
                return true;
            }
        }
        return false;
    }
}
