package io.slipway.server.tenant;

import io.slipway.server.base.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;

/** Writes the audit trail inside the transaction of what it records, so that neither exists without the other. */
public final class AuditSql {
    private AuditSql() {}

    /**
     * Appends one line to the chain.
     *
     * <p>The seal moves along only from a seal that holds, so that rows cut off the end stay missed after the next append.
     */
    public static void append(Handle handle, AuditEntry entry) {
        var head = head(handle);
        insert(handle, head, AuditRow.next(head.seq() + 1, head.hash(), entry));
    }

    private static void insert(Handle handle, AuditHead head, AuditRow row) {
        handle.createUpdate("""
                        insert into audit (seq, id, tenant_id, actor, action, object, outcome, detail, at, previous, hash)
                        values (:seq, :id, :tenant, :actor, :action, :object, :outcome, :detail, :at, :previous, :hash)
                        """)
                .bind("seq", row.seq())
                .bind("id", row.id())
                .bind("tenant", row.tenant())
                .bind("actor", row.actor())
                .bind("action", row.action())
                .bind("object", row.object())
                .bind("outcome", row.outcome())
                .bind("detail", row.detail())
                .bind("at", row.at())
                .bind("previous", row.previous())
                .bind("hash", row.hash())
                .execute();
        var keys = AuditSealSql.keys(handle);
        var next = head.after(row);
        if (keys != null && head.sealedToTheEnd() && keys.fits(head.seq(), head.hash(), head.mac())) {
            next = next.sealed(keys);
        }
        save(handle, next);
    }

    static AuditHead head(Handle handle) {
        return handle.createQuery("select seq, hash, sealed_seq, sealed_hash, mac from audit_head where one = 1")
                .map((row, context) -> new AuditHead(
                        row.getLong(1), row.getString(2), row.getLong(3), row.getString(4), row.getString(5)))
                .one();
    }

    static void save(Handle handle, AuditHead head) {
        handle.createUpdate("""
                        update audit_head
                        set seq = :seq, hash = :hash, sealed_seq = :sealedSeq, sealed_hash = :sealedHash, mac = :mac
                        where one = 1
                        """)
                .bind("seq", head.seq())
                .bind("hash", head.hash())
                .bind("sealedSeq", head.sealedSeq())
                .bind("sealedHash", head.sealedHash())
                .bind("mac", head.mac())
                .execute();
    }

    /** Chains what was written before there was a chain, oldest first. */
    static int chainOldRows(Handle handle) {
        var old = handle.createQuery("""
                        select 0 as seq, id, tenant_id, actor, action, object, 'ok' as outcome, detail, at,
                               '' as previous, '' as hash
                        from audit_unchained order by at, id
                        """).map((row, context) -> row(row)).list();
        for (var row : old) {
            var head = head(handle);
            insert(handle, head, row.after(head.seq() + 1, head.hash()));
        }
        handle.execute("delete from audit_unchained");
        return old.size();
    }

    /** Shows the rows of all tenants in the chain's order, from a given one on, until the visitor has seen enough. */
    static void walk(Handle handle, long from, Predicate<AuditRow> visitor) {
        try (var rows =
                handle.createQuery("""
                        select seq, id, tenant_id, actor, action, object, outcome, detail, at, previous, hash
                        from audit where seq >= :from order by seq
                        """).bind("from", from).setFetchSize(500).map((row, context) -> row(row)).stream()) {
            rows.takeWhile(visitor).forEach(ignored());
        }
    }

    private static Consumer<AuditRow> ignored() {
        return row -> {};
    }

    /** The tenant's lines that fit, the newest first. */
    static List<AuditRow> list(Handle handle, String tenant, AuditFilter filter) {
        return handle.createQuery("""
                        select seq, id, tenant_id, actor, action, object, outcome, detail, at, previous, hash
                        from audit
                        where tenant_id = :tenant
                          and (:before is null or seq < :before)
                          and (:actor is null or actor = :actor)
                          and (:action is null or substr(action, 1, length(:action)) = :action)
                          and (:object is null or object = :object)
                          and (:outcome is null or outcome = :outcome)
                          and (:since is null or at >= :since)
                          and (:until is null or at < :until)
                          and (:like = '[]' or exists (
                              select 1 from json_each(:like) pattern where audit.action glob pattern.value))
                          and (:objects = '[]' or object in (select value from json_each(:objects))
                              or actor in (select 'vm:' || value from json_each(:objects)))
                          and (:settled = 0 or outcome <> 'started' or not exists (
                              select 1 from audit ended
                              where ended.seq > audit.seq and ended.seq <= audit.seq + 1000
                                and ended.tenant_id = :tenant and ended.action = audit.action
                                and ended.object = audit.object and ended.detail = audit.detail
                                and ended.outcome <> 'started'))
                        order by seq desc limit :limit
                        """)
                .bind("tenant", tenant)
                .bind("before", filter.before().orElse(null))
                .bind("actor", filter.actor().orElse(null))
                .bind("action", filter.action().orElse(null))
                .bind("object", filter.object().orElse(null))
                .bind("outcome", filter.outcome().orElse(null))
                .bind("since", filter.since().map(Instant::toEpochMilli).orElse(null))
                .bind("until", filter.until().map(Instant::toEpochMilli).orElse(null))
                .bind("like", Json.write(filter.more().like()))
                .bind("objects", Json.write(filter.more().objects()))
                .bind("settled", filter.more().settled() ? 1 : 0)
                .bind("limit", filter.limit())
                .map((row, context) -> row(row))
                .list();
    }

    private static AuditRow row(ResultSet row) throws SQLException {
        return new AuditRow(
                row.getLong("seq"),
                row.getString("id"),
                row.getString("tenant_id"),
                row.getString("actor"),
                row.getString("action"),
                row.getString("object"),
                row.getString("outcome"),
                row.getString("detail"),
                row.getLong("at"),
                row.getString("previous"),
                row.getString("hash"));
    }
}
