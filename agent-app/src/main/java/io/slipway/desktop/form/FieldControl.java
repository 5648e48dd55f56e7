package io.slipway.desktop.form;

import javafx.scene.Node;
import javafx.scene.control.Control;

/** The control of one field at one place. */
interface FieldControl {

    /** What is put into the row. */
    Node node();

    /** What takes the cursor, and what a screen reader names. */
    Control target();

    /** Shows the state's value; what is being typed stays. */
    void refresh();

    /** Whether it names itself, so that the row needs no label beside it. */
    default boolean namesItself() {
        return false;
    }
}
