package io.slipway.server.job;

import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.TenantId;
import io.slipway.server.store.Database;
import io.slipway.server.workflow.RunState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Statements behind {@link JobBoard}. */
final class JobBoardSql {
    /** Newest runs that tell how long steps take. */
    private static final int MEASURED_RUNS = 400;
    /** Newest lines of a job that are looked at for a sign of life; an older line is not one any more. */
    private static final int NEWEST_LINES = 2000;

    private static final String NEWEST_OF_VM =
            " not exists (select 1 from run x where x.job_id = r.job_id and x.subject = r.subject and x.id > r.id) ";

    /** The phase is the first step that has not ended; while a run is taken back, of those that take back. */
    private static final String GLANCE = """
            select r.id, r.job_id, r.plan_kind, r.subject, r.state, r.compensating, r.cancel_requested, r.waits_for, r.percent,
                   r.problem, r.created_at, r.ended_at, j.kind as job_kind, j.host_id, h.name as host_name,
                   s.ordinal, s.kind, s.attempt, s.started_at, s.problem as step_problem, t.first_seen_at,
                   (select max(e.started_at) from run_step e where e.run_id = r.id) as began,
                   (select max(e.ended_at) from run_step e where e.run_id = r.id) as finished,
                   (select p.at from guest_progress p where p.tenant_id = r.tenant_id and p.vm_uuid = t.vm_uuid
                        and p.run_id = r.id order by p.id desc limit 1) as reported
            from run r join job j on j.id = r.job_id
            left join host h on h.id = j.host_id
            left join guest_token t on t.run_id = r.id
            left join run_step s on s.run_id = r.id and s.ordinal = (
                select min(x.ordinal) from run_step x where x.run_id = r.id and (
                    x.state in ('pending', 'running', 'waiting') and (x.undo_of is not null) = r.compensating
                    or r.state in ('parked', 'needs_attention') and x.state = 'failed'))
            where r.tenant_id = :tenant and""";

    private final Database database;

    JobBoardSql(Database database) {
        this.database = database;
    }

    List<RunGlance> underWay(TenantId tenant) {
        return database.read(handle -> {
            var found = handle.createQuery(GLANCE + " r.state in ('ready', 'running', 'waiting') order by r.id")
                    .bind("tenant", tenant.value())
                    .map((rs, context) -> glance(rs))
                    .list();
            return signed(handle, found);
        });
    }

    Map<String, String> profiles(TenantId tenant) {
        return database.read(handle -> byRun(handle.createQuery("""
                        select v.run_id as id, j.profile from vm v
                        join (select id, json_extract(fields, '$.profile') as profile from job
                              where tenant_id = :tenant and json_type(fields, '$.profile') = 'text') j on j.id = v.job_id
                        where v.tenant_id = :tenant and v.state <> 'gone' and v.run_id is not null
                        """).bind("tenant", tenant.value())));
    }

    Map<String, String> profiles(TenantId tenant, List<String> runs) {
        return database.read(handle ->
                byRun(handle.createQuery("""
                        select r.id, json_extract(j.fields, '$.profile') as profile from run r join job j on j.id = r.job_id
                        where r.tenant_id = :tenant and r.id in (<runs>) and json_type(j.fields, '$.profile') = 'text'""").bind("tenant", tenant.value()).bindList("runs", runs)));
    }

    private static Map<String, String> byRun(Query profiles) {
        return profiles.map((rs, context) -> Map.entry(rs.getString("id"), rs.getString("profile")))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one));
    }

    List<RunGlance> failed(TenantId tenant, Instant since) {
        return database.read(handle -> handle.createQuery(GLANCE
                        + " (r.state in ('parked', 'needs_attention') or r.state = 'failed' and r.ended_at >= :since) and"
                        + NEWEST_OF_VM + "order by r.ended_at desc, r.id")
                .bind("tenant", tenant.value())
                .bind("since", since.toEpochMilli())
                .map((rs, context) -> glance(rs))
                .list());
    }

    private static List<RunGlance> signed(Handle handle, List<RunGlance> runs) {
        var jobs = runs.stream().map(RunGlance::jobId).distinct().toList();
        var lines = new HashMap<String, Instant>();
        jobs.forEach(job -> lines.putAll(newestLines(handle, job)));
        return runs.stream()
                .map(run -> lines.containsKey(run.runId()) ? run.signedAt(lines.get(run.runId())) : run)
                .toList();
    }

    private static Map<String, Instant> newestLines(Handle handle, String jobId) {
        return handle
                .createQuery("""
                        select run_id, max(at) as at from (
                            select run_id, at from job_log where job_id = :job order by seq desc limit :limit)
                        where run_id is not null group by run_id""")
                .bind("job", jobId)
                .bind("limit", NEWEST_LINES)
                .map((rs, context) -> Map.entry(rs.getString("run_id"), Instant.ofEpochMilli(rs.getLong("at"))))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /**
     * Kinds of the steps after the present one.
     *
     * @param ordinals of the present step, by run
     */
    Map<String, List<String>> later(Map<String, Integer> ordinals) {
        if (ordinals.isEmpty()) {
            return Map.of();
        }
        // One row for each run, of which there may be hundreds with a dozen steps each; most have the same steps.
        var parsed = new HashMap<String, JsonNode>();
        return database.read(handle -> handle.createQuery("""
                        select run_id, json_group_array(json_array(ordinal, kind)) as steps from run_step
                        where run_id in (<runs>) and undo_of is null group by run_id""")
                .bindList("runs", List.copyOf(ordinals.keySet()))
                .map((rs, context) -> Map.entry(rs.getString("run_id"), rs.getString("steps")))
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        row -> after(
                                parsed.computeIfAbsent(row.getValue(), Json::parse),
                                ordinals.getOrDefault(row.getKey(), 0)))));
    }

    private static List<String> after(JsonNode steps, int present) {
        return steps.valueStream()
                .filter(step -> step.path(0).asInt() > present)
                .sorted(Comparator.comparingInt(step -> step.path(0).asInt()))
                .map(step -> step.path(1).asString())
                .toList();
    }

    List<JobLine> search(TenantId tenant, JobFilter filter, int limit) {
        var states = filter.states().isEmpty() ? List.of(Job.State.values()) : List.copyOf(filter.states());
        // First which jobs, then what came of their runs: that is counted for those only that are shown.
        return database.read(handle -> handle.createQuery(JobSql.SELECT + """
                         and j.id in (
                            select k.id from job k where k.tenant_id = :tenant and k.state in (<states>)
                                and (:words = '' or k.id like :start escape '!'
                                    or json_extract(k.fields, '$.host_name') like :part escape '!'
                                    or exists (select 1 from run v where v.job_id = k.id and v.subject like :part escape '!'))
                            order by k.id desc limit :limit)
                        group by j.id order by j.id desc""")
                .bindList(
                        "states",
                        states.stream()
                                .map(state -> state.name().toLowerCase(Locale.ROOT))
                                .toList())
                .bind("tenant", tenant.value())
                .bind("words", filter.words())
                .bind("start", literal(filter.words()) + "%")
                .bind("part", "%" + literal(filter.words()) + "%")
                .bind("limit", limit)
                .map((rs, context) -> line(rs))
                .list());
    }

    private static String literal(String words) {
        return words.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    }

    private static JobLine line(ResultSet rs) throws SQLException {
        var job = JobSql.job(rs);
        var host = job.fields().path("host_name");
        var first = rs.getString("first_vm");
        return new JobLine(
                job,
                host.isString() ? Optional.of(host.stringValue()) : Optional.empty(),
                first == null ? "" : first,
                Optional.empty());
    }

    DaySummary day(TenantId tenant, Instant from, Instant until) {
        return database.read(handle -> {
            var took = new ArrayList<Long>();
            var bad = new ArrayList<String>();
            handle.createQuery("""
                            select r.id, r.state, r.ended_at - r.created_at as took from run r
                            join job j on j.id = r.job_id and j.kind = 'provision_vm'
                            where r.tenant_id = :tenant and r.state in ('succeeded', 'failed', 'parked', 'needs_attention')
                                and r.ended_at >= :from and r.ended_at < :until and""" + NEWEST_OF_VM)
                    .bind("tenant", tenant.value())
                    .bind("from", from.toEpochMilli())
                    .bind("until", until.toEpochMilli())
                    .map((rs, context) -> {
                        switch (RunState.parse(rs.getString("state"))) {
                            case SUCCEEDED -> took.add(rs.getLong("took"));
                            case FAILED, PARKED, NEEDS_ATTENTION -> bad.add(rs.getString("id"));
                            case READY, RUNNING, WAITING, CANCELLED -> {}
                        }
                        return true;
                    })
                    .list();
            var median = took.isEmpty()
                    ? Optional.<Duration>empty()
                    : Optional.of(UsualTime.of(took.stream().sorted().toList()).median());
            return new DaySummary(took.size(), bad.size(), median);
        });
    }

    boolean any(TenantId tenant) {
        return database.read(handle -> handle.createQuery("select exists (select 1 from job where tenant_id = :tenant)")
                .bind("tenant", tenant.value())
                .mapTo(Boolean.class)
                .one());
    }

    /** When the newest run ended that went well, in milliseconds; 0 when none did. */
    long newestGood(TenantId tenant) {
        return database.read(handle -> handle.createQuery(
                        "select coalesce(max(ended_at), 0) from run where tenant_id = :tenant and state = 'succeeded'")
                .bind("tenant", tenant.value())
                .mapTo(Long.class)
                .one());
    }

    List<UsualTimes.Measured> measured(TenantId tenant) {
        return database.read(handle -> handle.createQuery("""
                        select j.host_id, r.plan_kind, s.kind, s.ended_at - s.started_at as took
                        from (select id, job_id, plan_kind, ended_at from run where tenant_id = :tenant and state = 'succeeded'
                              order by ended_at desc limit :runs) r
                        join job j on j.id = r.job_id and j.host_id is not null
                        join run_step s on s.run_id = r.id and s.state = 'done' and s.undo_of is null
                            and s.started_at is not null and s.ended_at is not null
                        order by r.ended_at desc""")
                .bind("tenant", tenant.value())
                .bind("runs", MEASURED_RUNS)
                .map((rs, context) -> new UsualTimes.Measured(
                        new UsualTimes.Place(rs.getString("host_id"), rs.getString("plan_kind"), rs.getString("kind")),
                        rs.getLong("took")))
                .list());
    }

    private static RunGlance glance(ResultSet rs) throws SQLException {
        var kind = rs.getString("kind");
        var phase = kind == null
                ? Optional.<RunGlance.Phase>empty()
                : Optional.of(new RunGlance.Phase(
                        rs.getInt("ordinal"),
                        kind,
                        rs.getInt("attempt"),
                        at(rs, "started_at"),
                        problem(rs.getString("step_problem"))));
        return new RunGlance(
                rs.getString("id"),
                rs.getString("job_id"),
                rs.getString("job_kind"),
                rs.getString("plan_kind"),
                Optional.ofNullable(rs.getString("host_id")),
                Optional.ofNullable(rs.getString("host_name")),
                rs.getString("subject"),
                RunState.parse(rs.getString("state")),
                rs.getBoolean("compensating"),
                rs.getBoolean("cancel_requested"),
                Optional.ofNullable(rs.getString("waits_for")),
                rs.getInt("percent"),
                phase,
                problem(rs.getString("problem")),
                Instant.ofEpochMilli(rs.getLong("created_at")),
                at(rs, "ended_at"),
                newest(rs));
    }

    private static Optional<Instant> newest(ResultSet rs) throws SQLException {
        Optional<Instant> newest = Optional.empty();
        for (var column : List.of("began", "finished", "reported", "first_seen_at")) {
            var at = at(rs, column);
            if (at.isPresent()
                    && newest.filter(known -> !known.isBefore(at.get())).isEmpty()) {
                newest = at;
            }
        }
        return newest;
    }

    private static Optional<Instant> at(ResultSet rs, String column) throws SQLException {
        long millis = rs.getLong(column);
        return rs.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }

    private static Optional<Problem> problem(@Nullable String json) {
        return json == null ? Optional.empty() : Optional.of(Json.mapper().readValue(json, Problem.class));
    }
}
