package io.slipway.server.job;

import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.TenantId;
import io.slipway.server.store.Database;
import io.slipway.server.workflow.RunEnded;
import io.slipway.server.workflow.RunState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Rows of {@code job} and {@code job_log}; a job's state follows its runs in their transactions. */
public final class JobSql implements RunEnded {
    static final String SELECT = """
            select j.*, coalesce(avg(r.percent), 0) as percent, count(r.id) as total,
                   coalesce(sum(r.state = 'succeeded'), 0) as succeeded,
                   coalesce(sum(r.state in ('failed', 'cancelled', 'parked', 'needs_attention')), 0) as failed,
                   (select x.problem from run x where x.job_id = j.id and x.problem is not null order by x.id limit 1)
                       as run_problem,
                   (select x.subject from run x where x.job_id = j.id order by x.id limit 1) as first_vm
            from job j left join run r on r.job_id = j.id
                and not exists (select 1 from run x where x.job_id = r.job_id and x.subject = r.subject and x.id > r.id)
            where j.tenant_id = :tenant""";

    private static final String PAUSE = "pause-new-jobs";

    private final Database database;

    public JobSql(Database database) {
        this.database = database;
    }

    /** Statements for people's views of the same rows. */
    JobBoardSql board() {
        return new JobBoardSql(database);
    }

    /** Stores a job inside the transaction that stores its runs. */
    public static void insert(Handle handle, NewJob job, Instant now) {
        handle.createUpdate("""
                        insert into job (id, tenant_id, user_id, kind, host_id, fields, state, created_at)
                        values (:id, :tenant, :user, :kind, :host, :fields, 'queued', :now)""")
                .bind("id", job.id())
                .bind("tenant", job.caller().tenant().value())
                .bind("user", job.caller().userId())
                .bind("kind", job.kind())
                .bind("host", job.hostId().orElse(null))
                .bind("fields", Json.write(job.fields()))
                .bind("now", now.toEpochMilli())
                .execute();
    }

    /** Counts the latest run of each subject: an earlier one that was taken back and ordered again does not matter any more. */
    @Override
    public void ended(Handle handle, String jobId, Instant now) {
        var counts = handle.createQuery("""
                        select sum(state in ('ready', 'running', 'waiting')) as busy, sum(state = 'succeeded') as good,
                               sum(state in ('parked', 'needs_attention')) as kept, sum(state = 'failed') as bad
                        from run r where job_id = :job and not exists
                            (select 1 from run x where x.job_id = r.job_id and x.subject = r.subject and x.id > r.id)""")
                .bind("job", jobId)
                .map((rs, context) ->
                        new int[] {rs.getInt("busy"), rs.getInt("good"), rs.getInt("kept"), rs.getInt("bad")})
                .one();
        var state = state(counts[0], counts[1], counts[2], counts[3]);
        handle.createUpdate("update job set state = :state, ended_at = :ended where id = :job")
                .bind("state", state.name().toLowerCase(Locale.ROOT))
                .bind("ended", state.ended() ? now.toEpochMilli() : null)
                .bind("job", jobId)
                .execute();
    }

    private static Job.State state(int busy, int good, int kept, int bad) {
        if (busy > 0) {
            return Job.State.RUNNING;
        }
        if (kept > 0 || good > 0 && bad > 0) {
            return Job.State.PARTIAL;
        }
        if (bad > 0) {
            return Job.State.FAILED;
        }
        return good > 0 ? Job.State.SUCCEEDED : Job.State.CANCELLED;
    }

    List<Job> list(TenantId tenant, int limit, @Nullable String before) {
        return database.read(handle -> handle.createQuery(SELECT
                        + " and (:before is null or j.id < :before) group by j.id order by j.id desc limit :limit")
                .bind("tenant", tenant.value())
                .bind("before", before)
                .bind("limit", limit)
                .map((rs, context) -> job(rs))
                .list());
    }

    Optional<Job> find(TenantId tenant, String id) {
        return database.read(handle -> handle.createQuery(SELECT + " and j.id = :id group by j.id")
                .bind("tenant", tenant.value())
                .bind("id", id)
                .map((rs, context) -> job(rs))
                .findOne());
    }

    List<Job> endedSince(TenantId tenant, Instant since, int limit) {
        return database.read(handle -> handle.createQuery(
                        SELECT + " and j.ended_at >= :since group by j.id order by j.ended_at, j.id limit :limit")
                .bind("tenant", tenant.value())
                .bind("since", since.toEpochMilli())
                .bind("limit", limit)
                .map((rs, context) -> job(rs))
                .list());
    }

    List<OpenRun> open(TenantId tenant) {
        return database.read(handle -> handle.createQuery("""
                        select r.id, r.job_id, j.kind, r.subject, r.state from run r join job j on j.id = r.job_id
                        where r.tenant_id = :tenant
                          and r.state in ('ready', 'running', 'waiting', 'parked', 'needs_attention')
                          and not exists
                            (select 1 from run x where x.job_id = r.job_id and x.subject = r.subject and x.id > r.id)
                        order by r.id""")
                .bind("tenant", tenant.value())
                .map((rs, context) -> new OpenRun(
                        rs.getString("id"),
                        rs.getString("job_id"),
                        rs.getString("kind"),
                        rs.getString("subject"),
                        RunState.parse(rs.getString("state"))))
                .list());
    }

    static Job job(ResultSet rs) throws SQLException {
        var stored = Job.State.valueOf(rs.getString("state").toUpperCase(Locale.ROOT));
        boolean started = stored == Job.State.QUEUED && rs.getInt("percent") > 0;
        return new Job(
                rs.getString("id"),
                rs.getString("user_id"),
                rs.getString("kind"),
                Optional.ofNullable(rs.getString("host_id")),
                Json.parseObject(rs.getString("fields")),
                started ? Job.State.RUNNING : stored,
                rs.getInt("percent"),
                rs.getInt("total"),
                rs.getInt("succeeded"),
                rs.getInt("failed"),
                Optional.ofNullable(rs.getString("problem"))
                        .or(() -> runProblem(rs))
                        .map(text -> Json.mapper().readValue(text, Problem.class)),
                Instant.ofEpochMilli(rs.getLong("created_at")),
                rs.getObject("ended_at") == null
                        ? Optional.empty()
                        : Optional.of(Instant.ofEpochMilli(rs.getLong("ended_at"))));
    }

    private static Optional<String> runProblem(ResultSet rs) {
        try {
            return Optional.ofNullable(rs.getString("run_problem"));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One stored line. */
    record Line(String jobId, @Nullable String runId, Instant at, String text) {}

    /** Sequence numbers are per job and without gaps; the one writer gives them. */
    void append(List<Line> lines) {
        database.write(handle -> {
            var batch = handle.prepareBatch("""
                    insert into job_log (job_id, seq, run_id, at, stream, text)
                    values (:job, (select coalesce(max(seq), 0) + 1 from job_log where job_id = :job), :run, :at, 'log', :text)""");
            for (var line : lines) {
                batch.bind("job", line.jobId())
                        .bind("run", line.runId())
                        .bind("at", line.at().toEpochMilli())
                        .bind("text", line.text())
                        .add();
            }
            return batch.execute().length;
        });
    }

    long lastLine(TenantId tenant, String jobId) {
        return database.read(handle -> handle.createQuery("""
                        select coalesce(max(l.seq), 0) from job_log l
                        join job j on j.id = l.job_id and j.tenant_id = :tenant where l.job_id = :job""")
                .bind("tenant", tenant.value())
                .bind("job", jobId)
                .mapTo(Long.class)
                .one());
    }

    List<LogLine> log(TenantId tenant, String jobId, long after, int limit) {
        return database.read(handle -> handle.createQuery("""
                        select l.seq, l.at, l.text, r.subject from job_log l
                        join job j on j.id = l.job_id and j.tenant_id = :tenant
                        left join run r on r.id = l.run_id
                        where l.job_id = :job and l.seq > :after order by l.seq limit :limit""")
                .bind("tenant", tenant.value())
                .bind("job", jobId)
                .bind("after", after)
                .bind("limit", limit)
                .map((rs, context) -> new LogLine(
                        rs.getLong("seq"),
                        Instant.ofEpochMilli(rs.getLong("at")),
                        Optional.ofNullable(rs.getString("subject")),
                        rs.getString("text")))
                .list());
    }

    void pauseNew(TenantId tenant, boolean paused) {
        database.write(handle -> handle.createUpdate("""
                        insert into setting (tenant_id, name, value) values (:tenant, :name, :value)
                        on conflict (tenant_id, name) do update set value = excluded.value
                        """)
                .bind("tenant", tenant.value())
                .bind("name", PAUSE)
                .bind("value", String.valueOf(paused))
                .execute());
    }

    boolean pausesNew(TenantId tenant) {
        return database.read(
                handle -> handle.createQuery("select value from setting where tenant_id = :tenant and name = :name")
                        .bind("tenant", tenant.value())
                        .bind("name", PAUSE)
                        .mapTo(String.class)
                        .findOne()
                        .filter("true"::equals)
                        .isPresent());
    }
}
