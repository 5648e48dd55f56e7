package io.slipway.server.tenant;

import io.slipway.server.base.Caller;
import java.time.Instant;
import java.util.Map;

/**
 * One line of the audit trail.
 *
 * @param id its row, a UUIDv7 from the caller's {@code Ids}
 * @param caller who did it
 * @param action what was done, for example {@code guest-token.revoke}
 * @param object the id of what it was done to
 * @param detail more, without a secret
 * @param at when
 * @param outcome {@link #OK}, {@link #STARTED}, or why it was refused or failed
 */
public record AuditEntry(
        String id,
        Caller caller,
        String action,
        String object,
        Map<String, String> detail,
        Instant at,
        String outcome) {
    /** It was done. */
    public static final String OK = "ok";

    /** It is about to be done; another line tells how it ended, or the program died. */
    public static final String STARTED = "started";

    public AuditEntry {
        detail = Map.copyOf(detail);
    }

    /** What was done, in the transaction that does it. */
    public AuditEntry(String id, Caller caller, String action, String object, Map<String, String> detail, Instant at) {
        this(id, caller, action, object, detail, at, OK);
    }
}
