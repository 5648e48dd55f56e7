package io.slipway.desktop.wizard;

import javafx.scene.Node;

/** One screen of the wizard. All calls on the JavaFX thread. */
interface Step {
    /** The key of its name. */
    String key();

    /** The same node every time. */
    Node view();

    /** It comes into sight. */
    void shown();

    /** The draft or the dry run's answer has changed. */
    void refresh(Checked checked);

    /** Whether enough is chosen here to go on. */
    boolean ready();
}
