package io.slipway.desktop.form;

import io.slipway.desktop.look.Icon;
import io.slipway.server.form.FormSayings;
import io.slipway.server.schema.Field;
import io.slipway.server.schema.FormState;
import io.slipway.server.text.Text;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;

/**
 * What all rows of one form share.
 *
 * @param state what is edited
 * @param text the words of the form
 * @param left called when an edit is complete: the check runs
 * @param reveal shows the field at a pointer and puts the cursor there
 */
record FormContext(FormState state, Text text, Runnable left, Consumer<String> reveal) {

    /** What is said beside the fields. */
    FormSayings sayings() {
        return new FormSayings(state, text);
    }

    /** Why a field does not count at this place; empty when it does. */
    Optional<String> idle(Field field, String pointer) {
        return sayings().idle(field, pointer);
    }

    /** The name of a place for a screen reader: an entry of a list is named after its list. */
    String name(Field field, String pointer) {
        return sayings().name(field, pointer);
    }

    /** A button with an icon and no words; its name is told by tooltip and screen reader. */
    Button iconButton(String icon, String name, Runnable action) {
        var button = new Button(null, Icon.of(icon, 16));
        button.getStyleClass().addAll("form-icon-button", "flat");
        button.setAccessibleText(name);
        button.setTooltip(new Tooltip(name));
        button.setOnAction(event -> action.run());
        return button;
    }
}
