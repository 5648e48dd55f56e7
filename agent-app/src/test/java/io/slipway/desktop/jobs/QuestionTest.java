package io.slipway.desktop.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.desktop.Display;
import io.slipway.desktop.Fx;
import io.slipway.desktop.jobs.Question.Answer;
import io.slipway.desktop.jobs.Question.Kind;
import io.slipway.desktop.look.Theme;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.input.KeyCode;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;

@ExtendWith(Display.class)
@Tag("fx")
@Timeout(60)
class QuestionTest {
    private final List<Optional<String>> answers = new CopyOnWriteArrayList<>();
    private final FxRobot robot = new FxRobot();

    @BeforeEach
    void ask() {
        Fx.start(Theme.LIGHT);
        Fx.run(() -> new Question<>(
                        "three",
                        "What now?",
                        List.of(Parts.words("It takes a while.")),
                        List.of(
                                new Answer<>("first", "Wait", Kind.DEFAULT, "wait"),
                                new Answer<>("second", "Go on at once", Kind.CONSIDERED, "go"),
                                new Answer<>("third", "Never", Kind.IMPOSSIBLE, "never")))
                .ask(null, Theme.LIGHT.sheets(), answers::add));
        Fx.until("it is asked", () -> find("first").isPresent());
    }

    @AfterEach
    void close() {
        Fx.run(() -> List.copyOf(Window.getWindows()).forEach(Window::hide));
    }

    private static Optional<Node> find(String id) {
        return Window.getWindows().stream()
                .filter(Window::isShowing)
                .flatMap(window -> Optional.ofNullable(window.getScene().lookup("#" + id)).stream())
                .findFirst();
    }

    private static Button button(String id) {
        return (Button) find(id).orElseThrow();
    }

    @Test
    void escapeIsNoAnswer() {
        robot.type(KeyCode.ESCAPE);

        Fx.until("it is gone", () -> !answers.isEmpty());
        assertThat(answers).containsExactly(Optional.empty());
    }

    @Test
    void enterGivesTheDefaultAnswer() {
        robot.type(KeyCode.ENTER);

        Fx.until("it is answered", () -> !answers.isEmpty());
        assertThat(answers).containsExactly(Optional.of("wait"));
    }

    @Test
    void anAnswerToBeConsideredComesToLifeAfterAWhileAndAnImpossibleOneNever() {
        assertThat(Fx.<Boolean>get(() -> button("second").isDisabled())).isTrue();

        Fx.until("two seconds went by", () -> !button("second").isDisabled());

        assertThat(Fx.<Boolean>get(() -> button("third").isDisabled())).isTrue();
        Fx.run(() -> button("second").fire());
        Fx.until("it is answered", () -> !answers.isEmpty());
        assertThat(answers).containsExactly(Optional.of("go"));
    }
}
