package io.slipway.server.web.ui.profiles;

import io.slipway.server.answer.Seed;
import io.slipway.server.answer.importing.ImportedProfile;
import io.slipway.server.profile.ProfileCodec;
import io.slipway.server.profile.ProfileDocument;
import io.slipway.server.profile.ProfileForms;
import io.slipway.server.profile.StoredProfile;
import io.slipway.server.schema.FormCheck;
import io.slipway.server.schema.FormState;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A profile that is being edited in a browser, with what was typed and not saved.
 *
 * <p>Used under the lock of {@link Drafts} only. Typed secrets live here and never on a page.
 */
final class Draft implements AutoCloseable {
    private final String id;
    private final String origin;
    private final InstantSource clock;
    private final Optional<Came> came;
    private String name;
    private @Nullable StoredProfile base;
    private FormState state;
    private Locale language;
    private Instant changedAt;
    private long steps;
    private Seed seed;

    /**
     * How it came in from a file.
     *
     * @param file what it was called
     * @param report what became of an answer file; empty for a file of ours
     * @param missing JSON Pointers of passwords that the file was shared without
     */
    record Came(String file, Optional<ImportedProfile> report, List<String> missing) {
        Came {
            missing = List.copyOf(missing);
        }
    }

    private Draft(
            String id,
            String name,
            ObjectNode document,
            String origin,
            Optional<Came> came,
            Locale language,
            Parts parts) {
        this.id = id;
        this.name = name;
        this.origin = origin;
        this.came = came;
        this.clock = parts.clock();
        this.base = parts.base();
        this.language = language;
        this.seed = Seed.of("preview", id);
        this.changedAt = clock.instant();
        this.state = new FormState(ProfileForms.of(document, language), document, check(), clock);
        state.validate();
    }

    private record Parts(InstantSource clock, @Nullable StoredProfile base) {}

    /** The beginning of a change of a stored profile. */
    static Draft of(StoredProfile profile, Locale language, InstantSource clock) {
        return new Draft(
                profile.id(),
                profile.name(),
                profile.document().masked(),
                "",
                Optional.empty(),
                language,
                new Parts(clock, profile));
    }

    /** The beginning of a profile that is not stored yet. */
    static Draft fresh(
            String id,
            String name,
            ObjectNode document,
            String origin,
            Optional<Came> came,
            Locale language,
            InstantSource clock) {
        return new Draft(id, name, document, origin, came, language, new Parts(clock, null));
    }

    private FormCheck check() {
        return document -> (base == null ? ProfileForms.check(language) : ProfileForms.check(base.document(), language))
                .check(document);
    }

    String id() {
        return id;
    }

    String name() {
        return name;
    }

    /** What the history says of a profile that is stored for the first time. */
    String origin() {
        return origin;
    }

    Optional<Came> came() {
        return came;
    }

    /** The stored version that it changes; empty for a new profile. */
    Optional<StoredProfile> base() {
        return Optional.ofNullable(base);
    }

    FormState state() {
        return state;
    }

    Seed seed() {
        return seed;
    }

    void seed(Seed drawn) {
        seed = drawn;
    }

    Instant changedAt() {
        return changedAt;
    }

    /** How many steps were taken; a page that tells another number shows something older. */
    long steps() {
        return steps;
    }

    void touched() {
        steps++;
        changedAt = clock.instant();
    }

    /** Whether something would be lost without it. */
    boolean unsaved() {
        return base == null || state.isModified();
    }

    /** What is typed, checked with the stored secrets behind its masks; refused as a profile would be. */
    ProfileDocument checked() {
        var submitted = state.submission();
        return base == null ? ProfileCodec.parse(submitted) : base.document().edited(submitted);
    }

    void speak(Locale wanted) {
        if (!wanted.equals(language)) {
            language = wanted;
            state = state.in(ProfileForms.of(state.document(), wanted), check());
            state.validate();
        }
    }

    /** It has been stored. */
    void saved(StoredProfile now) {
        base = now;
        name = now.name();
        state.saved(now.document().masked());
        state.validate();
        touched();
    }

    @Override
    public void close() {
        state.close();
    }
}
