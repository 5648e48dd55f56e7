package io.slipway.desktop.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.desktop.Display;
import io.slipway.desktop.Fx;
import io.slipway.desktop.look.Theme;
import java.util.ArrayList;
import java.util.List;
import javafx.event.EventType;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Pane;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Display.class)
class HoldTest {
    private final List<String> seen = new ArrayList<>();
    private final Pane pane = new Pane();
    private Stage stage;

    @BeforeEach
    void open() {
        Fx.start(Theme.LIGHT);
        Fx.run(() -> {
            stage = new Stage();
            stage.setScene(new Scene(pane, 200, 100));
            stage.show();
        });
    }

    @AfterEach
    void close() {
        Fx.run(stage::hide);
        Fx.until("nothing is held", () -> !Hold.ofWindows().holding());
    }

    private void draw(Object view, String word) {
        Hold.ofWindows().draw(view, () -> seen.add(word));
    }

    @Test
    void whatComesWhileAButtonIsDownIsShownAfterItsReleaseAndOnlyTheNewestOfEachView() {
        Fx.run(() -> {
            draw("a", "before");
            pane.fireEvent(mouse(MouseEvent.MOUSE_PRESSED));
            draw("a", "one");
            draw("b", "other");
            draw("a", "two");
            assertThat(Hold.ofWindows().holding()).isTrue();
            assertThat(seen).containsExactly("before");
            pane.fireEvent(mouse(MouseEvent.MOUSE_RELEASED));
            assertThat(seen).as("the release is heard first").containsExactly("before");
        });

        Fx.until("both are shown", () -> seen.size() > 2);
        Fx.run(() -> draw("a", "after"));
        assertThat(seen).containsExactly("before", "two", "other", "after");
    }

    @Test
    void aKeyThatPressesButtonsHoldsAndOtherKeysDoNot() {
        Fx.run(() -> {
            pane.fireEvent(key(KeyEvent.KEY_PRESSED, KeyCode.A));
            draw("a", "at once");
            assertThat(seen).containsExactly("at once");
            pane.fireEvent(key(KeyEvent.KEY_PRESSED, KeyCode.SPACE));
            pane.fireEvent(key(KeyEvent.KEY_PRESSED, KeyCode.SPACE));
            draw("a", "late");
            assertThat(seen).containsExactly("at once");
            pane.fireEvent(key(KeyEvent.KEY_RELEASED, KeyCode.SPACE));
        });

        Fx.until("it is shown", () -> seen.contains("late"));
    }

    @Test
    void aWindowThatGoesWhileSomethingIsDownHoldsNothingBack() {
        Fx.run(() -> {
            pane.fireEvent(mouse(MouseEvent.MOUSE_PRESSED));
            draw("a", "late");
            stage.hide();
        });

        Fx.until("it is shown", () -> seen.contains("late"));
    }

    private static KeyEvent key(EventType<KeyEvent> kind, KeyCode code) {
        return new KeyEvent(kind, "", "", code, false, false, false, false);
    }

    private static MouseEvent mouse(EventType<MouseEvent> kind) {
        boolean down = kind == MouseEvent.MOUSE_PRESSED;
        return new MouseEvent(
                kind,
                1,
                1,
                1,
                1,
                MouseButton.PRIMARY,
                1,
                false,
                false,
                false,
                false,
                down,
                false,
                false,
                true,
                false,
                true,
                null);
    }
}
