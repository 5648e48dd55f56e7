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
            "s.id, s.tenant_id, s.user_id, s.role, s.created_at, s.seen_at, s.expires_at, s.ended_at";
    /** A session lives no longer than the token that opened it, whoever ended that. */
    private static final String OPENER_LIVES = """
             and (s.opener is null or exists (
                select 1 from api_token t where t.tenant_id = s.tenant_id and t.id = s.opener and t.revoked_at is null))
            """;

    private SessionsSql() {}

    static void insert(
            Handle handle, UserSession session, String cookieHash, String pageHash, Optional<String> opener) {
        handle.createUpdate("""
                        insert into session
                            (id, tenant_id, user_id, role, id_hash, page_hash, created_at, seen_at, expires_at, opener)
                        values (:id, :tenant, :user, :role, :hash, :page, :at, :seen, :expires, :opener)
                        """)
                .bind("id", session.id())
                .bind("tenant", session.caller().tenant().value())
                .bind("user", session.caller().userId())
                .bind("role", session.caller().role().name())
                .bind("hash", cookieHash)
                .bind("page", pageHash)
                .bind("at", session.createdAt().toEpochMilli())
                .bind("seen", session.seenAt().toEpochMilli())
                .bind("expires", session.expiresAt().toEpochMilli())
                .bind("opener", opener.orElse(null))
                .execute();
    }

    /** By hash over all tenants: the cookie itself says whose it is. */
    static Optional<UserSession> byHash(Handle handle, String hash) {
        return handle.createQuery("select " + COLUMNS + " from session s where s.id_hash = :hash" + OPENER_LIVES)
                .bind("hash", hash)
                .map((row, context) -> session(row))
                .findOne();
    }

    static String pageHash(Handle handle, UserSession session) {
        return handle.createQuery("select page_hash from session where tenant_id = :tenant and id = :id")
                .bind("tenant", session.caller().tenant().value())
                .bind("id", session.id())
                .mapTo(String.class)
                .one();
    }

    static boolean seen(Handle handle, UserSession session, Instant at) {
        return handle.createUpdate("update session set seen_at = :at where tenant_id = :tenant and id = :id")
                        .bind("at", at.toEpochMilli())
                        .bind("tenant", session.caller().tenant().value())
                        .bind("id", session.id())
                        .execute()
                == 1;
    }

    static List<UserSession> list(Handle handle, TenantId tenant) {
        return handle.createQuery(
                        "select " + COLUMNS + " from session s where s.tenant_id = :tenant and s.ended_at is null"
                                + OPENER_LIVES + " order by s.created_at desc, s.id desc")
                .bind("tenant", tenant.value())
                .map((row, context) -> session(row))
                .list();
    }

    /** Ends what a token opened. @return the ids */
    static List<String> endOpenedBy(Handle handle, TenantId tenant, String tokenId, Instant at) {
        return handle.createQuery("""
                        update session set ended_at = :at
                        where tenant_id = :tenant and opener = :token and ended_at is null and expires_at > :at
                        returning id
                        """)
                .bind("at", at.toEpochMilli())
                .bind("tenant", tenant.value())
                .bind("token", tokenId)
                .mapTo(String.class)
                .list();
    }

    static boolean end(Handle handle, TenantId tenant, String id, Instant at) {
        return handle.createUpdate("""
                                update session set ended_at = :at
                                where tenant_id = :tenant and id = :id and ended_at is null
                                """)
                        .bind("at", at.toEpochMilli())
                        .bind("tenant", tenant.value())
                        .bind("id", id)
                        .execute()
                == 1;
    }

    /** Over all tenants: rows too old to open anything. What happened stands in the audit trail. */
    static void forget(Handle handle, Instant before) {
        handle.createUpdate("delete from session where expires_at < :before")
                .bind("before", before.toEpochMilli())
                .execute();
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
