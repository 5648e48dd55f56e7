package io.slipway.desktop.setup;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.desktop.Display;
import io.slipway.desktop.Fx;
import io.slipway.desktop.Hands;
import io.slipway.desktop.look.Theme;
import io.slipway.server.text.Languages;
import io.slipway.server.text.Text;
import java.util.Optional;
import javafx.scene.Scene;
import javafx.scene.control.TextField;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Where the keyboard is on a screen: on what is to be filled in or pressed next, never on the way back. */
@ExtendWith(Display.class)
@Tag("fx")
class ScreenTest {
    private TextField field;
    private Stage window;
    private Screen screen;

    @BeforeEach
    void start() {
        Fx.start(Theme.LIGHT);
        field = Fx.get(TextField::new);
        field.setId("field");
        screen = Fx.get(() -> new Screen(Text.of("shell", Languages.ENGLISH), "Title", "Sentence.").back(() -> {}));
    }

    private void show() {
        Fx.run(() -> {
            window = new Stage();
            var scene = new Scene(screen, 800, 600);
            Theme.LIGHT.dress(scene);
            window.setScene(scene);
            window.show();
            window.requestFocus();
        });
        // What was asked for on the JavaFX thread before has happened then.
        Fx.run(() -> {});
    }

    @AfterEach
    void stop() {
        Fx.run(() -> window.close());
    }

    private Optional<String> focused() {
        return Fx.get(
                () -> Optional.ofNullable(window.getScene().getFocusOwner()).map(node -> String.valueOf(node.getId())));
    }

    private void awaitFocus(String id) {
        Fx.until("the keyboard is at " + id, () -> focused().equals(Optional.of(id)));
    }

    @Test
    void theFirstInputHasIt() {
        Fx.run(() -> screen.with(field).begin(field).primary("go", "Go", () -> {}));

        show();

        awaitFocus("field");
    }

    @Test
    void withoutAnInputThePrimaryButtonHasIt() {
        Fx.run(() -> screen.primary("go", "Go", () -> {}));

        show();

        awaitFocus("go");
    }

    @Test
    void aButtonThatComesToLifeLaterTakesItFromTheWayBack() {
        var go = Fx.get(() -> screen.primary("go", "Go", () -> {}));
        Fx.run(() -> go.setDisable(true));
        show();

        Fx.run(() -> go.setDisable(false));

        awaitFocus("go");
    }

    @Test
    void afterAFailureItIsWhereTheOperatorGoesOn() {
        Fx.run(() -> screen.with(field).begin(field).primary("go", "Go", () -> {}));
        show();
        awaitFocus("field");

        Fx.run(() -> screen.busy(true));
        Fx.run(() -> {});
        Fx.run(() -> screen.failed(new IllegalStateException("no"), Optional.empty()));

        awaitFocus("field");
    }

    @Test
    void whatTheOperatorChoseMeanwhileKeepsIt() {
        var other = Fx.get(() -> screen.with(field).button("other", "Other", () -> {}));
        var go = Fx.get(() -> screen.primary("go", "Go", () -> {}));
        Fx.run(() -> go.setDisable(true));
        show();
        assertThat(other.isDisabled()).isFalse();
        new Hands(window.getScene()).click("#other");

        Fx.run(() -> go.setDisable(false));
        Fx.run(() -> {});

        assertThat(focused()).contains("other");
    }
}
