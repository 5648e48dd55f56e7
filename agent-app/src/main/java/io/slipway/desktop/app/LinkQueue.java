package io.slipway.desktop.app;

import io.slipway.desktop.link.DeepLink;
import io.slipway.desktop.shell.Place;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Links that were opened, from outside: they wait for one another, one question at a time. JavaFX thread only.
 *
 * <p>Every one of them is in the audit trail, whatever came of it; one that came before the store waits for it.
 */
final class LinkQueue {
    private static final Logger LOG = LoggerFactory.getLogger(LinkQueue.class);
    private static final int MOST = 5;

    private final Stage stage;
    private final Supplier<LinkQuestion> questions;
    private final Consumer<Optional<Place>> show;
    private final ArrayDeque<String> waiting = new ArrayDeque<>();
    private final List<Runnable> early = new ArrayList<>();
    private @Nullable BiConsumer<String, String> trail;
    private boolean asking;
    /** Also when the system ends the process, from its own thread. */
    private volatile boolean closed;

    /**
     * An empty queue.
     *
     * @param questions in the language and the look of the moment
     * @param show brings the window up, at a place or where it was
     */
    LinkQueue(Stage stage, Supplier<LinkQuestion> questions, Consumer<Optional<Place>> show) {
        this.stage = stage;
        this.questions = questions;
        this.show = show;
    }

    /** Asks about each; more than {@value #MOST} at a time are dropped, because somebody else than a person opens them. */
    void add(List<String> links) {
        for (var link : links) {
            if (waiting.size() < MOST) {
                waiting.add(link);
            } else {
                LOG.warn("a link was dropped, too many wait for an answer");
            }
        }
        next();
    }

    /** From now on there is an audit trail: it takes the link and what came of it. */
    void writeTo(BiConsumer<String, String> opened) {
        trail = opened;
        early.forEach(Runnable::run);
        early.clear();
    }

    /** Asks nothing more. */
    void close() {
        closed = true;
    }

    private void next() {
        if (asking || waiting.isEmpty() || closed) {
            return;
        }
        asking = true;
        var link = waiting.remove();
        show.accept(Optional.empty());
        var question = questions.get();
        var understood = DeepLink.parse(link);
        if (understood.isEmpty()) {
            note("unknown", "refused");
            question.refuse(stage, link, this::answered);
        } else {
            var known = understood.get();
            question.ask(stage, link, known, accepted -> {
                note(known.shown(), accepted.isPresent() ? "ok" : "cancelled");
                accepted.map(Surface::place).ifPresent(place -> show.accept(Optional.of(place)));
                answered();
            });
        }
    }

    private void answered() {
        asking = false;
        next();
    }

    private void note(String link, String outcome) {
        var open = trail;
        if (open != null) {
            open.accept(link, outcome);
        } else {
            early.add(() -> note(link, outcome));
        }
    }
}
