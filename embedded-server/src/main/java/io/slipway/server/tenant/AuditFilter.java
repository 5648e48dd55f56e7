package io.slipway.server.tenant;

import java.time.Instant;
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
 */
public record AuditFilter(
        int limit,
        Optional<Long> before,
        Optional<String> actor,
        Optional<String> action,
        Optional<String> object,
        Optional<String> outcome,
        Optional<Instant> since,
        Optional<Instant> until) {

    /** The same, of one action on one object only. */
    public AuditFilter about(String wantedAction, String wantedObject) {
        return new AuditFilter(
                limit, before, actor, Optional.of(wantedAction), Optional.of(wantedObject), outcome, since, until);
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
