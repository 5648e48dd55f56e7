package io.slipway.server.profile;

import io.slipway.server.base.Caller;
import io.slipway.server.base.FieldError;
import io.slipway.server.base.Ids;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.store.Database;
import io.slipway.server.text.Line;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The playbooks of each user. Another user's playbook does not exist for the caller. Thread-safe. */
public final class Playbooks {
    /** Characters. */
    public static final int LONGEST_NAME = 200;

    private final PlaybooksSql sql;
    private final Ids ids;
    private final InstantSource clock;

    public Playbooks(Database database, Ids ids, InstantSource clock) {
        this.sql = new PlaybooksSql(database);
        this.ids = ids;
        this.clock = clock;
    }

    /** The YAML that comes with the product as a starting point. */
    public static String builtIn() {
        try (InputStream in = Playbooks.class.getResourceAsStream("builtin/default-playbook.yml")) {
            if (in == null) {
                throw new IllegalStateException("no default playbook");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The caller's playbooks, oldest first. */
    public List<Playbook> list(Caller caller) {
        return sql.list(caller);
    }

    /** @throws SlipwayException PLAYBOOK_NOT_FOUND */
    public Playbook get(Caller caller, String id) {
        return sql.find(caller, id).orElseThrow(Playbooks::notFound);
    }

    /** The playbook for a disc: the named one, else the caller's default, else none. */
    public Optional<Playbook> choose(Caller caller, Optional<String> id) {
        return id.isPresent() ? Optional.of(get(caller, id.get())) : sql.findDefault(caller);
    }

    /** @throws SlipwayException INVALID_PLAYBOOK, DUPLICATE_NAME, BAD_REQUEST for the name */
    public Playbook create(Caller caller, String name, boolean isDefault, String content) {
        var now = Instant.ofEpochMilli(clock.millis());
        var playbook = new Playbook(ids.next(), checkName(name), isDefault, content, now, now);
        requireValid(content);
        sql.insert(caller, playbook);
        return playbook;
    }

    /** Empty arguments leave the value as it is. @throws SlipwayException as {@link #create} and {@link #get} */
    public Playbook update(
            Caller caller, String id, Optional<String> name, Optional<Boolean> isDefault, Optional<String> content) {
        return update(caller, id, name, isDefault, content, present -> {});
    }

    /**
     * As {@link #update(Caller, String, Optional, Optional, Optional)}.
     *
     * @param allowed refuses by throwing when what is stored is no longer what the change was made of
     */
    public Playbook update(
            Caller caller,
            String id,
            Optional<String> name,
            Optional<Boolean> isDefault,
            Optional<String> content,
            Consumer<Playbook> allowed) {
        var newName = name.map(Playbooks::checkName);
        // What is stored was checked when it came; reading it again would hold up the store.
        content.ifPresent(Playbooks::requireValid);
        return sql.change(caller, id, present -> {
                    allowed.accept(present);
                    return new Playbook(
                            id,
                            newName.orElse(present.name()),
                            isDefault.orElse(present.isDefault()),
                            content.orElse(present.content()),
                            present.createdAt(),
                            Instant.ofEpochMilli(clock.millis()));
                })
                .orElseThrow(Playbooks::notFound);
    }

    /** @throws SlipwayException PLAYBOOK_NOT_FOUND */
    public void delete(Caller caller, String id) {
        if (!sql.delete(caller, id)) {
            throw notFound();
        }
    }

    private static void requireValid(String content) {
        var result = PlaybookCheck.check(content);
        if (!result.valid()) {
            var first = result.errors().getFirst();
            throw Problem.of(
                            ProblemCode.INVALID_PLAYBOOK,
                            "The playbook is not valid: " + (first.pointer() + " " + first.message()).strip() + ".",
                            result.errors())
                    .exception();
        }
    }

    private static String checkName(String name) {
        var trimmed = name.strip();
        if (trimmed.isEmpty()
                || trimmed.length() > LONGEST_NAME
                || !ConfigRules.printable(trimmed)
                || !Line.isPlain(trimmed)) {
            throw Problem.of(
                            ProblemCode.BAD_REQUEST,
                            "The playbook's name is not usable.",
                            List.of(new FieldError(
                                    "/name", "must be one line of 1 to " + LONGEST_NAME + " characters")))
                    .exception();
        }
        return trimmed;
    }

    private static SlipwayException notFound() {
        return Problem.of(ProblemCode.PLAYBOOK_NOT_FOUND, "There is no such playbook.")
                .exception();
    }
}
