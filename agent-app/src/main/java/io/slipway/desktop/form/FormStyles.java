package io.slipway.desktop.form;

import java.util.Objects;
import javafx.css.PseudoClass;

/** The names under which the form's sheet knows its states. */
final class FormStyles {
    /** A check refuses the field. */
    static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");

    /** The field differs from its default. */
    /** The form has little room: less of it goes to the sections. */
    static final PseudoClass NARROW = PseudoClass.getPseudoClass("narrow");

    static final PseudoClass DIFFERS = PseudoClass.getPseudoClass("differs");

    private FormStyles() {}

    /** The address of the form's sheet. */
    static String sheet() {
        return Objects.requireNonNull(FormStyles.class.getResource("form.css")).toExternalForm();
    }
}
