package io.slipway.desktop.settings;

import javafx.scene.Node;

/** One subject of the settings. Made once; use on the JavaFX thread. */
interface Part {
    /** Its key: in places, and of its name in the texts. */
    String key();

    Node view();

    /** It comes into sight: reads what may have changed. */
    default void shown() {}

    /** It goes out of sight: no secret stays in its controls, neither typed nor shown. */
    default void hidden() {}
}
