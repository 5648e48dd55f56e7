package io.slipway.desktop.editor;

import io.slipway.desktop.shell.Background;
import io.slipway.desktop.shell.Desk;
import io.slipway.server.answer.Seed;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.disc.DiscOrder;
import io.slipway.server.disc.DiscPreview;
import io.slipway.server.disc.LineChanges;
import io.slipway.server.disc.PreviewFile;
import io.slipway.server.profile.ProfileCodec;
import io.slipway.server.profile.ProfileDocument;
import io.slipway.server.profile.ProfileForms;
import io.slipway.server.schema.FormFinding;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes the preview of a document that is being edited, off the JavaFX thread. One at a time: what is asked for meanwhile waits,
 * and only the latest of it is made, so typing never queues work up.
 *
 * <p>Use on the JavaFX thread.
 */
final class Previewer {
    private static final String EXAMPLE_NAME = "pc-01";

    private final Background background;
    private final Locale language;
    private final ProfileDesk desk;
    private final Consumer<Outcome> shown;
    private final Consumer<Throwable> failed;
    private final String vmUuid;
    private @Nullable Request waiting;
    private boolean running;
    private boolean closed;
    private Map<String, List<String>> last = Map.of();

    Previewer(Desk desktop, ProfileDesk desk, Consumer<Outcome> shown, Consumer<Throwable> failed) {
        this.background = desktop.background();
        this.language = desktop.language();
        this.desk = desk;
        this.shown = shown;
        this.failed = failed;
        this.vmUuid = desk.freshId();
    }

    /**
     * What to make.
     *
     * @param base the stored profile, whose secrets the masks mean; empty for one that is not stored yet
     * @param document as the form submits it; holds secrets
     * @param versus what changed lines are told by
     */
    record Request(Optional<ProfileDocument> base, ObjectNode document, Seed seed, Versus versus) {
        /** What the lines are compared with. */
        enum Versus {
            /** The stored version with the same seed: what saving would change. */
            STORED,
            /** The preview before this one: what another seed changes. */
            BEFORE
        }

        @Override
        public String toString() {
            return "Request[" + versus + "]";
        }
    }

    /**
     * What came of it.
     *
     * @param changed for each file, the lines that are marked
     * @param findings what the profile's own rules say, in the operator's language
     */
    record Outcome(
            DiscPreview.Result result,
            Map<String, BitSet> changed,
            Request.Versus versus,
            List<FormFinding> findings) {}

    /** A seed for another VM of the same profile. */
    static Seed seed(ProfileDesk desk) {
        return Seed.of("preview", desk.freshId());
    }

    void request(Request request) {
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
        background.run(() -> make(request, before), this::done, problem -> {
            running = false;
            if (!closed) {
                failed.accept(problem);
            }
            next();
        });
    }

    private void done(Outcome outcome) {
        running = false;
        if (closed) {
            return;
        }
        if (outcome.result() instanceof DiscPreview.Shown files) {
            last = lines(files);
        }
        if (waiting == null) {
            shown.accept(outcome);
        }
        next();
    }

    private Outcome make(Request request, Map<String, List<String>> before) {
        ProfileDocument profile;
        try {
            profile = request.base().isPresent()
                    ? request.base().get().edited(request.document())
                    : ProfileCodec.parse(request.document());
        } catch (SlipwayException e) {
            return new Outcome(new DiscPreview.Refused(e.problem()), Map.of(), request.versus(), findings(request));
        }
        var result = desk.preview(order(profile, request.seed()));
        var changed = new LinkedHashMap<String, BitSet>();
        if (result instanceof DiscPreview.Shown files) {
            var older = request.versus() == Request.Versus.BEFORE ? before : stored(request);
            for (var file : files.files()) {
                var earlier = older.get(file.name());
                if (earlier != null) {
                    changed.put(file.name(), LineChanges.of(earlier, file.lines()));
                }
            }
        }
        return new Outcome(result, changed, request.versus(), findings(request));
    }

    private List<FormFinding> findings(Request request) {
        var check = request.base()
                .map(base -> ProfileForms.check(base, language))
                .orElseGet(() -> ProfileForms.check(language));
        return check.check(request.document());
    }

    private Map<String, List<String>> stored(Request request) {
        Function<ProfileDocument, Map<String, List<String>>> render = base ->
                desk.preview(order(base, request.seed())) instanceof DiscPreview.Shown files ? lines(files) : Map.of();
        return request.base().map(render).orElse(Map.of());
    }

    private DiscOrder order(ProfileDocument profile, Seed seed) {
        return DiscOrder.of(profile, vmUuid, EXAMPLE_NAME).with(seed).reporting();
    }

    private static Map<String, List<String>> lines(DiscPreview.Shown files) {
        var lines = new LinkedHashMap<String, List<String>>();
        files.files().forEach((PreviewFile file) -> lines.put(file.name(), file.lines()));
        return lines;
    }
}
