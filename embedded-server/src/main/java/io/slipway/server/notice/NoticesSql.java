package io.slipway.server.notice;

import io.slipway.server.base.TenantId;
import io.slipway.server.store.Database;
import io.slipway.server.workflow.RunState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads, marks and deletes rows of {@code notice}; triggers write them with what they tell of (V0012). */
final class NoticesSql {
    private static final String SELECT = """
            select n.*, j.kind as job_kind, j.user_id, coalesce(h.name, json_extract(j.fields, '$.host_name')) as host_name,
                   c.code
            from notice n
            left join job j on n.category = 'job' and j.id = n.entity and j.tenant_id = n.tenant_id
            left join host h on h.id = coalesce(j.host_id, n.entity) and h.tenant_id = n.tenant_id
            left join host_contact c on n.category = 'host' and n.state = 'lost' and c.host_id = n.entity
            where n.tenant_id = :tenant""";

    private final Database database;

    NoticesSql(Database database) {
        this.database = database;
    }

    List<Notice> list(TenantId tenant, boolean unreadOnly, int limit) {
        return database.read(handle -> whole(
                handle,
                tenant,
                handle.createQuery(SELECT
                                + " and (:unread = 0 or n.read = 0) order by n.updated_at desc, n.id desc limit :limit")
                        .bind("tenant", tenant.value())
                        .bind("unread", unreadOnly ? 1 : 0)
                        .bind("limit", limit)
                        .map((rs, context) -> row(rs))
                        .list()));
    }

    Optional<Notice> find(TenantId tenant, String id) {
        return database.read(handle -> whole(
                        handle,
                        tenant,
                        handle.createQuery(SELECT + " and n.id = :id")
                                .bind("tenant", tenant.value())
                                .bind("id", id)
                                .map((rs, context) -> row(rs))
                                .list())
                .stream()
                .findFirst());
    }

    int unread(TenantId tenant) {
        return database.read(
                handle -> handle.createQuery("select count(*) from notice where tenant_id = :tenant and read = 0")
                        .bind("tenant", tenant.value())
                        .mapTo(Integer.class)
                        .one());
    }

    boolean read(TenantId tenant, String id) {
        return database.write(handle ->
                handle.execute("update notice set read = 1 where tenant_id = ? and id = ?", tenant.value(), id) == 1);
    }

    int readAll(TenantId tenant) {
        return database.write(handle ->
                handle.execute("update notice set read = 1 where tenant_id = ? and read = 0", tenant.value()));
    }

    boolean delete(TenantId tenant, String id) {
        return database.write(
                handle -> handle.execute("delete from notice where tenant_id = ? and id = ?", tenant.value(), id) == 1);
    }

    /** Of all tenants; a host that is still lost, and a job that still goes on or waits, keep theirs. */
    int sweep(Instant before) {
        return database.write(handle -> handle.execute("""
                delete from notice where updated_at < ?
                  and state not in ('queued', 'running', 'needs_you', 'lost', 'stopped')""", before.toEpochMilli()));
    }

    /** The newest run of each VM of a job. */
    private record Part(
            String subject, RunState state, @Nullable String code) {}

    private static List<Notice> whole(Handle handle, TenantId tenant, List<Notice> rows) {
        var jobs = rows.stream()
                .filter(notice -> notice.category() == Notice.Category.JOB)
                .map(Notice::entity)
                .toList();
        var parts = jobs.isEmpty() ? Map.<String, List<Part>>of() : parts(handle, tenant, jobs);
        return rows.stream()
                .map(row -> counted(row, parts.getOrDefault(row.entity(), List.of())))
                .toList();
    }

    private static Map<String, List<Part>> parts(Handle handle, TenantId tenant, List<String> jobs) {
        var byJob = new HashMap<String, List<Part>>();
        handle.createQuery("""
                        select job_id, subject, state, code from (
                            select job_id, id, subject, state, json_extract(problem, '$.code') as code,
                                   row_number() over (partition by job_id, subject order by id desc) as n
                            from run where tenant_id = :tenant and job_id in (<jobs>))
                        where n = 1 order by id""")
                .bind("tenant", tenant.value())
                .bindList("jobs", jobs)
                .map((rs, context) -> byJob.computeIfAbsent(rs.getString("job_id"), none -> new ArrayList<>())
                        .add(new Part(
                                rs.getString("subject"), RunState.parse(rs.getString("state")), rs.getString("code"))))
                .list();
        return byJob;
    }

    private static Notice counted(Notice notice, List<Part> parts) {
        if (parts.isEmpty()) {
            return notice;
        }
        int failed = 0;
        int succeeded = 0;
        var code = Optional.<String>empty();
        for (var part : parts) {
            switch (part.state()) {
                case SUCCEEDED -> succeeded++;
                case FAILED, PARKED, NEEDS_ATTENTION -> {
                    failed++;
                    code = code.or(() -> Optional.ofNullable(part.code()));
                }
                case READY, RUNNING, WAITING, CANCELLED -> {}
            }
        }
        var known = notice.facts();
        return new Notice(
                notice.id(),
                notice.category(),
                notice.state(),
                notice.entity(),
                notice.read(),
                notice.createdAt(),
                notice.updatedAt(),
                new NoticeFacts(
                        known.jobKind(),
                        known.userId(),
                        known.host(),
                        Optional.of(parts.getFirst().subject()),
                        parts.size(),
                        succeeded,
                        failed,
                        code));
    }

    private static Notice row(ResultSet rs) throws SQLException {
        return new Notice(
                rs.getString("id"),
                Notice.Category.valueOf(rs.getString("category").toUpperCase(Locale.ROOT)),
                Notice.State.valueOf(rs.getString("state").toUpperCase(Locale.ROOT)),
                rs.getString("entity"),
                rs.getInt("read") == 1,
                Instant.ofEpochMilli(rs.getLong("created_at")),
                Instant.ofEpochMilli(rs.getLong("updated_at")),
                new NoticeFacts(
                        Optional.ofNullable(rs.getString("job_kind")),
                        Optional.ofNullable(rs.getString("user_id")),
                        Optional.ofNullable(rs.getString("host_name")),
                        Optional.empty(),
                        0,
                        0,
                        0,
                        Optional.ofNullable(rs.getString("code"))));
    }
}
