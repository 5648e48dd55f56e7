package io.slipway.server.tenant;

import io.slipway.server.base.Caller;
import io.slipway.server.base.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Statements on {@code session}. */
final class SessionsSql {
    private static final String COLUMNS =
            "id, tenant_id, user_id, role, id_hash, page_hash, created_at, seen_at, expires_at, ended_at, opener, code";

    private SessionsSql() {}

    static void insert(Handle handle, StoredSession stored) {
        var session = stored.session();
        handle.createUpdate("""
                        insert into session
                            (id, tenant_id, user_id, role, id_hash, page_hash, created_at, seen_at, expires_at, opener, code)
                        values (:id, :tenant, :user, :role, :hash, :page, :at, :seen, :expires, :opener, :code)
                        """)
                .bind("id", session.id())
                .bind("tenant", session.caller().tenant().value())
                .bind("user", session.caller().userId())
                .bind("role", session.caller().role().name())
                .bind("hash", stored.cookieHash())
                .bind("page", stored.pageHash())
                .bind("at", session.createdAt().toEpochMilli())
                .bind("seen", session.seenAt().toEpochMilli())
                .bind("expires", session.expiresAt().toEpochMilli())
                .bind("opener", stored.opener().orElse(null))
                .bind("code", stored.code())
                .execute();
    }

    /** By hash over all tenants: the cookie itself says whose it is. */
    static Optional<StoredSession> byHash(Handle handle, String hash) {
        return handle.createQuery("select " + COLUMNS + " from session where id_hash = :hash")
                .bind("hash", hash)
                .map((row, context) -> stored(row))
                .findOne();
    }

    static Optional<StoredSession> find(Handle handle, TenantId tenant, String id) {
        return handle.createQuery("select " + COLUMNS + " from session where tenant_id = :tenant and id = :id")
                .bind("tenant", tenant.value())
                .bind("id", id)
                .map((row, context) -> stored(row))
                .findOne();
    }

    /** Writes when the session was last used and when it was ended, and its code. */
    static boolean update(Handle handle, StoredSession stored) {
        var session = stored.session();
        return handle.createUpdate("""
                                update session set seen_at = :seen, ended_at = :ended, code = :code
                                where tenant_id = :tenant and id = :id
                                """)
                        .bind("seen", session.seenAt().toEpochMilli())
                        .bind(
                                "ended",
                                session.endedAt().map(Instant::toEpochMilli).orElse(null))
                        .bind("code", stored.code())
                        .bind("tenant", session.caller().tenant().value())
                        .bind("id", session.id())
                        .execute()
                == 1;
    }

    /** Those that were not ended, the newest first. */
    static List<StoredSession> list(Handle handle, TenantId tenant) {
        return handle.createQuery("select " + COLUMNS + " from session"
                        + " where tenant_id = :tenant and ended_at is null order by created_at desc, id desc")
                .bind("tenant", tenant.value())
                .map((row, context) -> stored(row))
                .list();
    }

    /** What a token opened and nobody ended. */
    static List<StoredSession> openedBy(Handle handle, TenantId tenant, String tokenId) {
        return handle.createQuery("select " + COLUMNS + " from session"
                        + " where tenant_id = :tenant and opener = :token and ended_at is null order by id")
                .bind("tenant", tenant.value())
                .bind("token", tokenId)
                .map((row, context) -> stored(row))
                .list();
    }

    /** Over all tenants: what the key outside the store vouches for is looked at as a whole. */
    static List<StoredSession> all(Handle handle) {
        return handle.createQuery("select " + COLUMNS + " from session order by id")
                .map((row, context) -> stored(row))
                .list();
    }

    static void delete(Handle handle, TenantId tenant, String id) {
        handle.createUpdate("delete from session where tenant_id = :tenant and id = :id")
                .bind("tenant", tenant.value())
                .bind("id", id)
                .execute();
    }

    /** Over all tenants: rows too old to open anything. What happened stands in the audit trail. */
    static void forget(Handle handle, Instant before) {
        handle.createUpdate("delete from session where expires_at < :before")
                .bind("before", before.toEpochMilli())
                .execute();
    }

    private static StoredSession stored(ResultSet row) throws SQLException {
        return new StoredSession(
                session(row),
                row.getString("id_hash"),
                row.getString("page_hash"),
                Optional.ofNullable(row.getString("opener")),
                row.getString("code"));
    }

    private static UserSession session(ResultSet row) throws SQLException {
        var caller = new Caller(
                new TenantId(row.getString("tenant_id")),
                row.getString("user_id"),
                Caller.Role.valueOf(row.getString("role")));
        return new UserSession(
                row.getString("id"),
                caller,
                Instant.ofEpochMilli(row.getLong("created_at")),
                Instant.ofEpochMilli(row.getLong("seen_at")),
                Instant.ofEpochMilli(row.getLong("expires_at")),
                Optional.ofNullable((Number) row.getObject("ended_at"))
                        .map(Number::longValue)
                        .map(Instant::ofEpochMilli));
    }
}
