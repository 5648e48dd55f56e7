package io.slipway.desktop.form;

import io.slipway.server.form.FormRow;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** The controls of one row. */
abstract class RowView extends VBox {
    private static final double INDENT = 16;
    private static final double EDGE = 24;

    private FormRow row;
    private @Nullable VirtualRows owner;

    RowView(FormRow row) {
        this.row = row;
        getStyleClass().add("form-row");
        setFillWidth(true);
        indent();
    }

    /** Width of what hangs out at the left of the text, so that texts of all rows are in line. */
    double gutter() {
        return 0;
    }

    private void indent() {
        double left = EDGE - gutter() + INDENT * Math.min(FormRow.DEEPEST, row.depth());
        setPadding(new Insets(0, EDGE, 0, left));
    }

    /** Who is to be told when the height may be another. */
    final void owner(VirtualRows rows) {
        owner = rows;
    }

    @Override
    public void requestLayout() {
        super.requestLayout();
        if (owner != null) {
            owner.stale(this);
        }
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
