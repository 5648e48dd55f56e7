package io.slipway.server.notice;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.base.TenantId;
import io.slipway.server.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The notifications centre. Thread-safe; all users of a tenant share it.
 *
 * <p>Nobody adds a notice: the store writes it in the transaction of what it tells of. Hear of changes with {@code
 * Events.subscribe(tenant, Interest.of(Topic.NOTIFICATIONS))}.
 */
public final class Notices {
    /** Days after which what has ended goes. */
    public static final int KEPT_DAYS = 30;

    private static final Duration KEPT = Duration.ofDays(KEPT_DAYS);
    private static final int LONGEST_LIST = 500;

    private final NoticesSql sql;

    public Notices(Database database) {
        this.sql = new NoticesSql(database);
    }

    /** What changed last comes first. */
    public List<Notice> list(TenantId tenant, int limit) {
        return sql.list(tenant, false, Math.clamp(limit, 1, LONGEST_LIST));
    }

    /** Those that nobody has read since they last changed. */
    public List<Notice> listUnread(TenantId tenant, int limit) {
        return sql.list(tenant, true, Math.clamp(limit, 1, LONGEST_LIST));
    }

    /** How many nobody has read since they last changed. */
    public int unread(TenantId tenant) {
        return sql.unread(tenant);
    }

    /** One notice. */
    public Optional<Notice> find(TenantId tenant, String id) {
        return sql.find(tenant, id);
    }

    /**
     * Marks one as read; read already is success.
     *
     * @throws SlipwayException NOTICE_NOT_FOUND
     */
    public void read(TenantId tenant, String id) {
        if (!sql.read(tenant, id)) {
            throw unknown();
        }
    }

    /** Marks all as read. @return how many were not */
    public int readAll(TenantId tenant) {
        return sql.readAll(tenant);
    }

    /**
     * Deletes one. It comes back when its job or host has news.
     *
     * @throws SlipwayException NOTICE_NOT_FOUND
     */
    public void delete(TenantId tenant, String id) {
        if (!sql.delete(tenant, id)) {
            throw unknown();
        }
    }

    /** Deletes those without news for 30 days; what still goes on or waits for somebody stays. @return how many */
    public int sweep(Instant now) {
        return sql.sweep(now.minus(KEPT));
    }

    private static SlipwayException unknown() {
        return Problem.of(ProblemCode.NOTICE_NOT_FOUND, "There is no such notification, or it was deleted.")
                .exception();
    }
}
