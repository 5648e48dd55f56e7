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
 */
public record AuditEntry(
        String id, Caller caller, String action, String object, Map<String, String> detail, Instant at) {
    public AuditEntry {
        detail = Map.copyOf(detail);
    }
}
