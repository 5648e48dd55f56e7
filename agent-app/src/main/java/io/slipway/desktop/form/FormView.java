package io.slipway.desktop.form;

import io.slipway.server.schema.FormState;
import java.util.Locale;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.scene.layout.BorderPane;

/**
 * A form: sections at the left, the fields of one section at the right, a search box and the switch of the expert view above.
 *
 * <p>It edits the state it was given and follows changes that others make to it. Use on the JavaFX thread.
 */
public final class FormView extends BorderPane {
    private final FormState state;
    private final BooleanProperty expert = new SimpleBooleanProperty(this, "expert");

    /**
     * A form for a document.
     *
     * @param state stays the caller's, who closes it after {@link #dispose}
     * @param language of the form's own words; that of the model should be the same
     */
    public FormView(FormState state, Locale language) {
        this.state = state;
    }

    /** What is edited. */
    public FormState state() {
        return state;
    }

    /** Whether the expert view is on. */
    public BooleanProperty expertProperty() {
        return expert;
    }

    /** Shows a section from its beginning. */
    public void showSection(String id) {}

    /** Shows the field at a pointer or its nearest ancestor, whatever the view, and puts the cursor there. */
    public void reveal(String pointer) {}

    /** Puts the cursor into the search box. */
    public void focusSearch() {}

    /** Takes what is typed right now into the state and checks the document; call before saving. */
    public void commit() {}

    /** Stops following the state. */
    public void dispose() {}
}
