package io.slipway.desktop.shell;

import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.input.MouseEvent;
import org.jspecify.annotations.Nullable;

/**
 * Holds back what would draw a view anew while a mouse button is down in it: a button that is replaced between press and release
 * never hears of the click. JavaFX thread only.
 */
public final class Hold<T> implements Consumer<T> {
    private final Consumer<? super T> shown;
    private boolean down;
    private @Nullable T late;

    private Hold(Consumer<? super T> shown) {
        this.shown = shown;
    }

    /** Passes on to {@code shown}, the newest only, when no button is down in the view. */
    public static <T> Hold<T> whilePressed(Node view, Consumer<? super T> shown) {
        var hold = new Hold<T>(shown);
        view.addEventFilter(MouseEvent.MOUSE_PRESSED, event -> hold.down = true);
        view.addEventFilter(MouseEvent.MOUSE_RELEASED, event -> Platform.runLater(hold::released));
        return hold;
    }

    /** Whether a button is down in the view, so that nothing in it may be drawn anew. */
    public boolean holding() {
        return down;
    }

    @Override
    public void accept(T value) {
        if (down) {
            late = value;
        } else {
            shown.accept(value);
        }
    }

    /** After the release itself was heard. */
    private void released() {
        down = false;
        var value = late;
        late = null;
        if (value != null) {
            shown.accept(value);
        }
    }
}
