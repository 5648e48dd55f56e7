package io.slipway.desktop.shell;

import javafx.scene.Node;

/** One place's content. Made once; all calls come on the JavaFX thread. */
public interface Page {
    /** What is shown; the same node every time. */
    Node view();

    /** It comes into sight, or is asked to show another object while it is in sight. Start following live data here. */
    void shown(Place place);

    /** It goes out of sight; stop following live data here. */
    default void hidden() {}

    /**
     * Asked before another place is shown, and before the window closes for good: call {@code go} to let it happen, now or after
     * the operator answered a question; not calling it stays.
     */
    default void leave(Runnable go) {
        go.run();
    }
}
