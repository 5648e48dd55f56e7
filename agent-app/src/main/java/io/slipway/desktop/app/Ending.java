package io.slipway.desktop.app;

import io.slipway.desktop.jobs.Parts;
import io.slipway.desktop.jobs.Question;
import io.slipway.desktop.look.Theme;
import io.slipway.desktop.shell.Background;
import io.slipway.desktop.shell.Live;
import io.slipway.server.base.TenantId;
import io.slipway.server.boot.AgentAssembly;
import io.slipway.server.text.Text;
import io.slipway.server.workflow.Brake;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the program without a surprise: with work under way the operator chooses between finishing it in the background, stopping after
 * the step that runs, and stopping at once; nothing is lost in any of them. Use on the JavaFX thread.
 */
final class Ending {
    private static final Logger LOG = LoggerFactory.getLogger(Ending.class);

    private final Supplier<Text> shell;
    private final Supplier<Theme> theme;
    private final Supplier<Stage> stage;
    private final Background background;
    private final Runnable hide;
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

    Ending(
            Supplier<Text> shell,
            Supplier<Theme> theme,
            Supplier<Stage> stage,
            Background background,
            Runnable hide,
            Runnable end) {
        this.shell = shell;
        this.theme = theme;
        this.stage = stage;
        this.background = background;
        this.hide = hide;
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
        background.run(() -> running.parts().jobs().ongoingRuns(), unfinished -> ask(running, unfinished), failure -> {
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
                        List.of(Parts.words(text.get("quit.detail"))),
                        List.of(
                                new Question.Answer<>(
                                        "quit-finish", text.get("quit.finish"), Question.Kind.DEFAULT, Choice.FINISH),
                                new Question.Answer<>(
                                        "quit-step", text.get("quit.step"), Question.Kind.PLAIN, Choice.AFTER_STEP),
                                new Question.Answer<>(
                                        "quit-now", text.get("quit.now"), Question.Kind.PLAIN, Choice.NOW)))
                .ask(stage.get(), theme.get().sheets(), answer -> {
                    asking = false;
                    act(running, answer.orElse(Choice.STAY));
                });
    }

    private void act(AgentAssembly running, Choice choice) {
        switch (choice) {
            case STAY -> goOn();
            case NOW -> end.run();
            case FINISH ->
                released(
                        running,
                        () -> when(running, () -> running.parts().jobs().ongoingRuns()));
            case AFTER_STEP -> {
                running.parts().engine().brake(Brake.EVERYTHING);
                when(running, () -> running.parts().engine().atWork());
            }
        }
    }

    /** As {@link #goOn}, when the program was about to end by itself. */
    void goOnIfWaiting() {
        if (watch != null) {
            goOn();
        }
    }

    /** The operator is back: the program stays, and work that was being stopped goes on. */
    void goOn() {
        stop();
        var running = agent;
        if (running != null) {
            released(running, () -> {});
        }
    }

    /** Takes the brake of "stop after the step" off, back to what the operator chose for new jobs; then goes on. */
    private void released(AgentAssembly running, Runnable then) {
        background.run(
                () -> {
                    if (running.parts().engine().brake() == Brake.EVERYTHING) {
                        running.parts().engine().brake(Brake.OFF);
                        running.parts().jobs().resumePause(TenantId.DEFAULT);
                    }
                    return true;
                },
                done -> then.run(),
                failure -> LOG.error("the work could not be let go on", failure));
    }

    /** Hides the window and ends when nothing is left. Who shows the window again takes that back, see {@link #goOn}. */
    private void when(AgentAssembly running, IntSupplier left) {
        stop();
        hide.run();
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
                failure -> LOG.error("it is not known what is still under way", failure));
        watch = following;
        following.start();
    }

    private void stop() {
        Optional.ofNullable(watch).ifPresent(Live::stop);
        watch = null;
    }
}
