package io.slipway.server.tenant;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which lines of the audit trail are wanted.
 *
 * @param limit most lines
 * @param before only lines before this one of the chain: the next page
 * @param actor whose
 * @param action how the action begins, for example {@code session.}
 * @param object of what
 * @param outcome how it ended
 * @param since not before
 * @param until before
 * @param more what pages ask besides
 */
public record AuditFilter(
        int limit,
        Optional<Long> before,
        Optional<String> actor,
        Optional<String> action,
        Optional<String> object,
        Optional<String> outcome,
        Optional<Instant> since,
        Optional<Instant> until,
        More more) {

    /**
     * What a page asks besides.
     *
     * @param like patterns of SQLite's GLOB of which the action fits one; none fits all
     * @param objects about one of these, or by the VM of that id; none fits all
     * @param settled whether the line of a beginning is left out when the line of its end is there
     */
    public record More(List<String> like, List<String> objects, boolean settled) {
        static final More NOTHING = new More(List.of(), List.of(), false);

        public More {
            like = List.copyOf(like);
            objects = List.copyOf(objects);
        }
    }

    public AuditFilter(
            int limit,
            Optional<Long> before,
            Optional<String> actor,
            Optional<String> action,
            Optional<String> object,
            Optional<String> outcome,
            Optional<Instant> since,
            Optional<Instant> until) {
        this(limit, before, actor, action, object, outcome, since, until, More.NOTHING);
    }

    /** The same with what a page asks besides. */
    public AuditFilter with(More asked) {
        return new AuditFilter(limit, before, actor, action, object, outcome, since, until, asked);
    }

    /** The same, of one action on one object only. */
    public AuditFilter about(String wantedAction, String wantedObject) {
        return new AuditFilter(
                limit,
                before,
                actor,
                Optional.of(wantedAction),
                Optional.of(wantedObject),
                outcome,
                since,
                until,
                more);
    }

    /** The newest lines. */
    public static AuditFilter newest(int limit) {
        return new AuditFilter(
                limit,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
