package io.slipway.desktop.app;

import io.slipway.desktop.look.Theme;
import io.slipway.desktop.shell.Background;
import io.slipway.desktop.shell.Live;
import io.slipway.server.boot.AgentAssembly;
import io.slipway.server.text.Text;
import io.slipway.server.workflow.Brake;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/**
 * Ends the program without a surprise: with work under way the operator chooses between finishing it in the background, stopping after
 * the step that runs, and stopping at once; nothing is lost in any of them. Use on the JavaFX thread.
 */
final class Ending {
    private final Supplier<Text> shell;
    private final Supplier<Theme> theme;
    private final Supplier<Stage> stage;
    private final Background background;
    private final Runnable end;
    private @Nullable AgentAssembly agent;
    private @Nullable Live<Integer> watch;
    private boolean asking;

    /** The operator's answer. */
    enum Choice {
        FINISH,
        AFTER_STEP,
        NOW,
        STAY
    }

    Ending(Supplier<Text> shell, Supplier<Theme> theme, Supplier<Stage> stage, Background background, Runnable end) {
        this.shell = shell;
        this.theme = theme;
        this.stage = stage;
        this.background = background;
        this.end = end;
    }

    /** Without this there is nothing to finish. */
    void ofAgent(AgentAssembly running) {
        agent = running;
    }

    /** Whether the program ends as soon as the work is done. */
    boolean waits() {
        return watch != null;
    }

    /** Asks if there is something to ask, then ends. */
    void ask() {
        var running = agent;
        if (running == null) {
            end.run();
            return;
        }
        if (asking) {
            stage.get().toFront();
            return;
        }
        asking = true;
        background.run(
                () -> running.parts().jobs().unfinishedRuns(), unfinished -> ask(running, unfinished), failure -> {
                    asking = false;
                    throw new IllegalStateException("the store does not say what is under way", failure);
                });
    }

    private void ask(AgentAssembly running, int unfinished) {
        if (unfinished == 0) {
            end.run();
            return;
        }
        var text = Text.of("app", shell.get().language());
        new Question<>(
                        "quit-question",
                        text.count("quit.title", unfinished),
                        text.get("quit.detail"),
                        List.of(
                                new Question.Answer<>(text.get("quit.finish"), Choice.FINISH),
                                new Question.Answer<>(text.get("quit.step"), Choice.AFTER_STEP),
                                new Question.Answer<>(text.get("quit.now"), Choice.NOW)))
                .ask(stage.get(), theme.get(), answer -> {
                    asking = false;
                    act(running, answer.orElse(Choice.STAY));
                });
    }

    private void act(AgentAssembly running, Choice choice) {
        switch (choice) {
            case STAY -> {}
            case NOW -> end.run();
            case FINISH -> when(running, () -> running.parts().jobs().unfinishedRuns());
            case AFTER_STEP -> {
                running.parts().engine().brake(Brake.EVERYTHING);
                when(running, () -> running.parts().engine().atWork());
            }
        }
    }

    /** Hides the window and ends when nothing is left; showing the window again does not take that back, asking again does. */
    private void when(AgentAssembly running, IntSupplier left) {
        if (watch != null) {
            watch.stop();
        }
        stage.get().hide();
        var following = new Live<Integer>(
                background,
                running.parts().database(),
                left::getAsInt,
                number -> {
                    if (number == 0) {
                        stop();
                        end.run();
                    }
                },
                failure -> end.run());
        watch = following;
        following.start();
    }

    private void stop() {
        Optional.ofNullable(watch).ifPresent(Live::stop);
        watch = null;
    }
}
