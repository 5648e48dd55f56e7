package io.slipway.desktop.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.desktop.Display;
import io.slipway.desktop.Fx;
import io.slipway.desktop.look.Theme;
import java.util.ArrayList;
import javafx.event.EventType;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Pane;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Display.class)
class HoldTest {
    @Test
    void whatComesWhileAButtonIsDownIsShownAfterItsReleaseAndOnlyTheNewest() {
        Fx.start(Theme.LIGHT);
        var seen = new ArrayList<String>();
        var pane = new Pane();
        var hold = Hold.<String>whilePressed(pane, seen::add);
        Fx.run(() -> {
            hold.accept("before");
            pane.fireEvent(mouse(MouseEvent.MOUSE_PRESSED));
            hold.accept("one");
            hold.accept("two");
            assertThat(hold.holding()).isTrue();
            assertThat(seen).containsExactly("before");
            pane.fireEvent(mouse(MouseEvent.MOUSE_RELEASED));
            assertThat(seen).as("the release is heard first").containsExactly("before");
        });

        Fx.until("it is shown", () -> seen.size() > 1);
        Fx.run(() -> hold.accept("after"));
        assertThat(seen).containsExactly("before", "two", "after");
    }

    private static MouseEvent mouse(EventType<MouseEvent> kind) {
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
                kind == MouseEvent.MOUSE_PRESSED,
                false,
                false,
                true,
                false,
                true,
                null);
    }
}
