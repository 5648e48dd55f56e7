package io.slipway.desktop.app;

import io.slipway.desktop.prefs.Preferences.WindowPlace;
import io.slipway.desktop.prefs.PreferencesFile;
import javafx.geometry.Rectangle2D;
import javafx.stage.Screen;
import javafx.stage.Stage;

/** Opens the window where it was, unless that screen is gone, and remembers where it is. Use on the JavaFX thread. */
final class WindowKeeper {
    private static final double USUAL_WIDTH = 1180;
    private static final double USUAL_HEIGHT = 760;
    private static final double LEAST_WIDTH = 760;
    private static final double LEAST_HEIGHT = 520;
    /** So much of the title must be on a screen that somebody can take hold of it. */
    private static final double HANDLE = 80;

    private final Stage stage;
    private final PreferencesFile preferences;

    WindowKeeper(Stage stage, PreferencesFile preferences) {
        this.stage = stage;
        this.preferences = preferences;
    }

    void restore() {
        stage.setMinWidth(LEAST_WIDTH);
        stage.setMinHeight(LEAST_HEIGHT);
        var room = Screen.getPrimary().getVisualBounds();
        stage.setWidth(Math.min(USUAL_WIDTH, room.getWidth()));
        stage.setHeight(Math.min(USUAL_HEIGHT, room.getHeight()));
        preferences.get().window().ifPresent(this::restore);
    }

    private void restore(WindowPlace place) {
        var handle = new Rectangle2D(place.x(), place.y(), place.width(), HANDLE);
        boolean reachable = Screen.getScreens().stream()
                .map(Screen::getVisualBounds)
                .anyMatch(room -> room.intersects(
                                handle.getMinX() + HANDLE,
                                handle.getMinY(),
                                Math.max(1, handle.getWidth() - 2 * HANDLE),
                                HANDLE)
                        && handle.getMinY() >= room.getMinY() - 1);
        if (reachable) {
            stage.setX(place.x());
            stage.setY(place.y());
            stage.setWidth(Math.max(LEAST_WIDTH, place.width()));
            stage.setHeight(Math.max(LEAST_HEIGHT, place.height()));
        }
        stage.setMaximized(place.maximised());
    }

    /** A maximised window keeps the place it would go back to. */
    void remember() {
        if (!stage.isShowing() || stage.isIconified()) {
            return;
        }
        preferences.change(choices -> {
            if (!stage.isMaximized()) {
                return choices.withWindow(
                        new WindowPlace(stage.getX(), stage.getY(), stage.getWidth(), stage.getHeight(), false));
            }
            return choices.window()
                    .map(before -> choices.withWindow(
                            new WindowPlace(before.x(), before.y(), before.width(), before.height(), true)))
                    .orElse(choices.withWindow(new WindowPlace(0, 0, USUAL_WIDTH, USUAL_HEIGHT, true)));
        });
    }
}
