package io.slipway.desktop.editor;

import io.slipway.desktop.shell.Background;
import io.slipway.desktop.shell.Desk;
import io.slipway.server.answer.Seed;
import io.slipway.server.disc.DiscPreview;
import io.slipway.server.disc.ProfilePreview;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes the preview of a document that is being edited, off the JavaFX thread. One at a time: what is asked for meanwhile waits,
 * and only the latest of it is made, so typing never queues work up.
 *
 * <p>Use on the JavaFX thread.
 */
final class Previewer {
    private final Background background;
    private final ProfilePreview preview;
    private final Consumer<ProfilePreview.Outcome> shown;
    private final Consumer<Throwable> failed;
    private ProfilePreview.@Nullable Request waiting;
    private boolean running;
    private boolean closed;
    private Map<String, List<String>> last = Map.of();

    Previewer(Desk desktop, ProfileDesk desk, Consumer<ProfilePreview.Outcome> shown, Consumer<Throwable> failed) {
        this.background = desktop.background();
        this.preview = desk.preview(desktop.language());
        this.shown = shown;
        this.failed = failed;
    }

    /** A seed for another VM of the same profile. */
    static Seed seed(ProfileDesk desk) {
        return Seed.of("preview", desk.freshId());
    }

    void request(ProfilePreview.Request request) {
        waiting = request;
        next();
    }

    /** Whether nothing is under way and nothing waits. */
    boolean idle() {
        return !running && waiting == null;
    }

    void close() {
        closed = true;
        waiting = null;
    }

    private void next() {
        var request = waiting;
        if (running || closed || request == null) {
            return;
        }
        running = true;
        waiting = null;
        var before = last;
        background.run(() -> preview.make(request, before), this::done, problem -> {
            running = false;
            if (!closed) {
                failed.accept(problem);
            }
            next();
        });
    }

    private void done(ProfilePreview.Outcome outcome) {
        running = false;
        if (closed) {
            return;
        }
        if (outcome.result() instanceof DiscPreview.Shown files) {
            last = ProfilePreview.lines(files);
        }
        if (waiting == null) {
            shown.accept(outcome);
        }
        next();
    }
}
