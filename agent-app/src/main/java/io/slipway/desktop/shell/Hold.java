package io.slipway.desktop.shell;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javafx.application.Platform;
import javafx.collections.ListChangeListener;
import javafx.event.EventHandler;
import javafx.scene.input.InputEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;

/**
 * Holds back what would draw a view anew while a mouse button, or a key that presses buttons, is down in a window of this program: a
 * button that is replaced between press and release never hears that it was pressed. JavaFX thread only.
 */
public final class Hold {
    /** What is down for longer is a list being dragged, or its release went to another program. */
    private static final Duration LONGEST = Duration.ofSeconds(3);

    private static final Set<KeyCode> KEYS = Set.of(KeyCode.SPACE, KeyCode.ENTER);

    private static @Nullable Hold windows;

    private final Set<Object> down = new HashSet<>();
    private final Map<Object, Runnable> late = new LinkedHashMap<>();
    private final EventHandler<InputEvent> touched = this::touched;
    private long since;

    private Hold() {}

    /** The one of this program's windows. */
    public static Hold ofWindows() {
        var hold = windows;
        if (hold == null) {
            hold = new Hold();
            hold.follow();
            windows = hold;
        }
        return hold;
    }

    private void follow() {
        Window.getWindows().forEach(window -> window.addEventFilter(InputEvent.ANY, touched));
        Window.getWindows().addListener((ListChangeListener<Window>) change -> {
            while (change.next()) {
                change.getRemoved().forEach(window -> {
                    window.removeEventFilter(InputEvent.ANY, touched);
                    // It will not hear of the release.
                    released(List.copyOf(down));
                });
                change.getAddedSubList().forEach(window -> window.addEventFilter(InputEvent.ANY, touched));
            }
        });
    }

    /** Whether something is down, so that nothing may be drawn anew. */
    public boolean holding() {
        return !down.isEmpty() && System.nanoTime() - since < LONGEST.toNanos();
    }

    /** Draws now, or after the release; of one {@code view} only what came last. */
    public void draw(Object view, Runnable drawing) {
        if (holding()) {
            late.put(view, drawing);
        } else {
            late.remove(view);
            drawing.run();
        }
    }

    private void touched(InputEvent event) {
        if (event instanceof MouseEvent mouse) {
            if (mouse.getEventType() == MouseEvent.MOUSE_PRESSED) {
                pressed(mouse.getButton());
            } else if (mouse.getEventType() == MouseEvent.MOUSE_RELEASED) {
                released(List.of(mouse.getButton()));
            }
        } else if (event instanceof KeyEvent key && KEYS.contains(key.getCode())) {
            if (key.getEventType() == KeyEvent.KEY_PRESSED) {
                pressed(key.getCode());
            } else if (key.getEventType() == KeyEvent.KEY_RELEASED) {
                released(List.of(key.getCode()));
            }
        }
    }

    private void pressed(Object what) {
        // A key that stays down is told again and again.
        if (down.add(what)) {
            since = System.nanoTime();
        }
    }

    /** After the release itself was heard. */
    private void released(List<?> what) {
        Platform.runLater(() -> {
            down.removeAll(Set.copyOf(what));
            if (down.isEmpty()) {
                var drawings = List.copyOf(late.values());
                late.clear();
                drawings.forEach(Runnable::run);
            }
        });
    }
}
