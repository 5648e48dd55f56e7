package io.slipway.server.profile;

import io.slipway.server.base.Caller;
import io.slipway.server.base.FieldError;
import io.slipway.server.base.Ids;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Redactor;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.profile.ProfilesSql.Row;
import io.slipway.server.schema.FormFinding;
import io.slipway.server.store.Database;
import io.slipway.server.text.Line;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * The profiles of each user: kept in versions, names unique, at most one default, secrets sealed.
 *
 * <p>Another user's profile does not exist for the caller. Thread-safe; calls block on the store.
 */
public final class Profiles {
    private static final int LONGEST_NAME = 200;

    private static final int LONGEST_NOTE = 200;

    private final ProfilesSql sql;
    private final ProfileVersionsSql versions;
    private final SecretBox box;
    private final Ids ids;
    private final InstantSource clock;
    private final Redactor redactor;
    private final ProfileBindings bindings;

    public Profiles(Database database, SecretBox box, Ids ids, InstantSource clock) {
        this(database, box, ids, clock, new Redactor(), ProfileBindings.NONE);
    }

    /**
     * @param redactor learns for a minute what a submitted profile holds, so that no text about it shows a password
     * @param bindings to places of profiles: a change may not give one to another account
     */
    public Profiles(
            Database database,
            SecretBox box,
            Ids ids,
            InstantSource clock,
            Redactor redactor,
            ProfileBindings bindings) {
        this.redactor = redactor;
        this.bindings = bindings;
        this.sql = new ProfilesSql(database);
        this.versions = new ProfileVersionsSql(database);
        this.box = box;
        this.ids = ids;
        this.clock = clock;
    }

    /** The caller's profiles, oldest first. */
    public List<StoredProfile> list(Caller caller) {
        return sql.list(caller).stream().map(row -> opened(caller, row)).toList();
    }

    /** As {@link #list}, without the documents: it needs no open vault. */
    public List<ProfileSummary> summaries(Caller caller) {
        return versions.list(caller);
    }

    /** The caller's profiles' names by id, oldest first; it needs no open vault. */
    public Map<String, String> names(Caller caller) {
        return versions.names(caller);
    }

    /** The versions of a profile, newest first; empty when there is no such profile. */
    List<ProfileVersion> versions(Caller caller, String id) {
        return versions.versions(caller, id);
    }

    /** The profile as it was in a version, with the secrets of that time. */
    Optional<StoredProfile> at(Caller caller, String id, int n) {
        return versions.at(caller, id, n).map(row -> opened(caller, row));
    }

    /** @throws SlipwayException PROFILE_NOT_FOUND */
    public StoredProfile get(Caller caller, String id) {
        return sql.find(caller, id).map(row -> opened(caller, row)).orElseThrow(() -> notFound(id));
    }

    /** The caller's default profile, if one is marked. */
    public Optional<StoredProfile> defaultOf(Caller caller) {
        return sql.findDefault(caller).map(row -> opened(caller, row));
    }

    /**
     * What an operator means by a word: an id, a name, or the id of a built-in profile, in this order.
     *
     * @throws SlipwayException PROFILE_NOT_FOUND
     */
    public ProfileDocument named(Caller caller, String word) {
        return stored(caller, word)
                .map(profile -> noted(profile.document()))
                .or(() -> BuiltInProfiles.find(word))
                .orElseThrow(() -> notFound(word));
    }

    /** The caller's profile of that id or name, if there is one. */
    public Optional<StoredProfile> stored(Caller caller, String word) {
        return sql.find(caller, word).or(() -> sql.findByName(caller, word)).map(row -> opened(caller, row));
    }

    /**
     * The profile of a request that names one, brings its own, or both; its own wins.
     *
     * @throws SlipwayException PROFILE_SOURCE_REQUIRED when it does neither, PROFILE_NOT_FOUND, or as
     *     {@link ProfileCodec#parse(ObjectNode)}
     */
    public ProfileDocument resolve(Caller caller, Optional<String> id, Optional<ObjectNode> config) {
        if (config.isPresent()) {
            return noted(ProfileCodec.parse(config.get()));
        }
        return named(caller, id.orElseThrow(() -> Problem.of(
                        ProblemCode.PROFILE_SOURCE_REQUIRED, "The request names no profile and brings none.")
                .exception()));
    }

    /** @throws SlipwayException DUPLICATE_NAME, BAD_REQUEST for the name, or as {@link ProfileCodec#parse(ObjectNode)} */
    public StoredProfile create(Caller caller, String name, boolean isDefault, ObjectNode document) {
        return create(caller, name, isDefault, document, "");
    }

    /** As {@link #create(Caller, String, boolean, ObjectNode)}, with a line for the history. */
    public StoredProfile create(Caller caller, String name, boolean isDefault, ObjectNode document, String note) {
        var checked = checkName(name);
        var parsed = noted(ProfileCodec.parse(ProfileSecrets.restore(document, Json.object())));
        var id = ids.next();
        long now = clock.millis();
        var row = row(caller, id, checked, isDefault, 1, parsed, now, now);
        if (!sql.insert(caller, row, checkNote(note))) {
            throw duplicate(checked);
        }
        return opened(caller, row);
    }

    /**
     * @throws SlipwayException as {@link #create} and {@link #get}; WRONG_STATE when somebody else was faster; UNPROCESSABLE when
     *     a place that is filled from the vault would be another account's
     */
    public StoredProfile update(Caller caller, String id, ProfileChange change) {
        var present = get(caller, id);
        if (change.seen().filter(seen -> seen != present.version()).isPresent()) {
            throw changedMeanwhile();
        }
        var name = change.name().map(Profiles::checkName).orElse(present.name());
        var document = change.document().map(present.document()::edited).orElse(present.document());
        noted(document);
        BoundPlaces.keep(present.document(), document, bindings.of(caller, id));
        boolean changed = !document.revision().equals(present.document().revision());
        var row = row(
                caller,
                id,
                name,
                change.isDefault().orElse(present.isDefault()),
                present.version() + (changed ? 1 : 0),
                document,
                present.createdAt().toEpochMilli(),
                clock.millis());
        return switch (sql.update(caller, row, present.version(), checkNote(change.note()))) {
            case YES -> opened(caller, row);
            case NAME_TAKEN -> throw duplicate(name);
            case CHANGED_MEANWHILE -> throw changedMeanwhile();
        };
    }

    /**
     * What is wrong or doubtful about a change of a stored profile, without making it.
     *
     * @param language of the sentences
     * @throws SlipwayException PROFILE_NOT_FOUND
     */
    public List<FormFinding> check(Caller caller, String id, ObjectNode document, Locale language) {
        var present = get(caller, id).document().stored();
        return ProfileForms.findings(document, present, language);
    }

    /** @throws SlipwayException PROFILE_NOT_FOUND */
    public void delete(Caller caller, String id) {
        if (!sql.delete(caller, id)) {
            throw notFound(id);
        }
        bindings.deleted(caller, id);
    }

    private ProfileDocument noted(ProfileDocument document) {
        redactor.hold(document.secretValues()).close();
        return document;
    }

    private Row row(
            Caller caller,
            String id,
            String name,
            boolean isDefault,
            int version,
            ProfileDocument document,
            long createdAt,
            long updatedAt) {
        var context = context(caller, id);
        var sealed = ProfileSecrets.mapAll(document.stored(), value -> box.seal(value, context));
        return new Row(
                id,
                name,
                isDefault,
                version,
                document.form().schemaId(),
                document.form().schemaVersion(),
                Json.write(sealed),
                createdAt,
                updatedAt);
    }

    private StoredProfile opened(Caller caller, Row row) {
        var context = context(caller, row.id());
        var document = ProfileSecrets.mapAll(Json.parseObject(row.config()), value -> box.open(value, context));
        return new StoredProfile(
                row.id(),
                row.name(),
                row.isDefault(),
                row.version(),
                ProfileCodec.parse(document),
                Instant.ofEpochMilli(row.createdAt()),
                Instant.ofEpochMilli(row.updatedAt()));
    }

    private static String context(Caller caller, String id) {
        return SealedProfile.context(caller.tenant(), id);
    }

    private static String checkName(String name) {
        var trimmed = name.strip();
        if (trimmed.isEmpty()
                || trimmed.length() > LONGEST_NAME
                || !ConfigRules.printable(trimmed)
                || !Line.isPlain(trimmed)) {
            throw Problem.of(
                            ProblemCode.BAD_REQUEST,
                            "The profile's name is not usable.",
                            List.of(new FieldError(
                                    "/name", "must be one line of 1 to " + LONGEST_NAME + " characters")))
                    .exception();
        }
        return trimmed;
    }

    private static String checkNote(String note) {
        var line = note.strip();
        if (line.length() > LONGEST_NOTE || !ConfigRules.printable(line)) {
            throw Problem.of(
                            ProblemCode.BAD_REQUEST,
                            "The note is not usable.",
                            List.of(new FieldError(
                                    "/note", "must be one line of up to " + LONGEST_NOTE + " characters")))
                    .exception();
        }
        return line;
    }

    private static SlipwayException changedMeanwhile() {
        return Problem.of(
                        ProblemCode.WRONG_STATE,
                        "The profile has been changed by somebody else in the meantime.",
                        "Load it again and repeat your change.")
                .exception();
    }

    private static SlipwayException notFound(String id) {
        return Problem.of(ProblemCode.PROFILE_NOT_FOUND, "There is no profile \"" + shown(id) + "\".")
                .exception();
    }

    private static String shown(String id) {
        return id.length() > LONGEST_NAME ? id.substring(0, LONGEST_NAME) : id;
    }

    private static SlipwayException duplicate(String name) {
        return Problem.of(ProblemCode.DUPLICATE_NAME, "You already have a profile named \"" + name + "\".")
                .exception();
    }
}
