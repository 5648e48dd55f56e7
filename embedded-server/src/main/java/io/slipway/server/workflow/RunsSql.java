package io.slipway.server.workflow;

import io.slipway.server.base.TenantId;
import io.slipway.server.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Statements about runs from outside the engine, and the insertion of new ones. */
public final class RunsSql {
    private final Database database;
    private final RunEnded hook;

    RunsSql(Database database, RunEnded hook) {
        this.database = database;
        this.hook = hook;
    }

    /** Stores a new run inside the caller's transaction. Call {@link Engine#poke} after its commit. */
    public static void insert(Handle handle, NewRun run, Instant now) {
        WorkflowSql.insert(handle, run, now);
    }

    List<RunView> ofJob(TenantId tenant, String jobId) {
        return database.read(handle -> ofJob(handle, tenant, jobId, stepsOfJob(handle, tenant, jobId)));
    }

    List<RunView> outline(TenantId tenant, String jobId) {
        return database.read(handle -> ofJob(handle, tenant, jobId, Map.of()));
    }

    private static List<RunView> ofJob(
            Handle handle, TenantId tenant, String jobId, Map<String, List<RunView.StepView>> steps) {
        return handle.createQuery("select * from run where tenant_id = :tenant and job_id = :job order by id")
                .bind("tenant", tenant.value())
                .bind("job", jobId)
                .map((rs, context) -> view(rs, steps.getOrDefault(rs.getString("id"), List.of())))
                .list();
    }

    Optional<RunView> find(TenantId tenant, String runId) {
        return database.read(handle -> handle.createQuery("select * from run where tenant_id = :tenant and id = :id")
                .bind("tenant", tenant.value())
                .bind("id", runId)
                .map((rs, context) -> view(rs, steps(handle, runId)))
                .findOne());
    }

    int unfinished() {
        return database.read(
                handle -> handle.createQuery("select count(*) from run where state in ('ready', 'running', 'waiting')")
                        .mapTo(Integer.class)
                        .one());
    }

    int begun() {
        return database.read(
                handle -> handle.createQuery("""
                        select count(*) from run
                        where state in ('ready', 'running', 'waiting') and (fence > 0 or cancel_requested)""").mapTo(Integer.class).one());
    }

    boolean cancel(TenantId tenant, String runId, Instant now) {
        return database.write(handle -> {
            int asked = handle.createUpdate("""
                            update run set cancel_requested = 1, wakes = wakes + 1,
                                   wake_at = case when state in ('ready', 'waiting') then min(wake_at, :now) else wake_at end
                            where tenant_id = :tenant and id = :id and state in ('ready', 'waiting', 'running')
                              and compensating = 0""")
                    .bind("tenant", tenant.value())
                    .bind("id", runId)
                    .bind("now", now.toEpochMilli())
                    .execute();
            return asked > 0 || cleanUp(handle, tenant, runId, now);
        });
    }

    /** Repeats the clean-up from its first failed step on: later ones kept reservations because of it. */
    private boolean cleanUp(Handle handle, TenantId tenant, String runId, Instant now) {
        int reopened = reopen(handle, tenant, runId, now, "state in ('parked', 'needs_attention')", 1);
        if (reopened > 0) {
            handle.createUpdate("""
                            update run_step set state = 'pending', attempt = 0, deadline_at = null, problem = null
                            where run_id = :id and undo_of is not null and ordinal >=
                                (select min(ordinal) from run_step
                                 where run_id = :id and undo_of is not null and state = 'failed')""").bind("id", runId).execute();
        }
        return reopened > 0;
    }

    boolean resume(TenantId tenant, String runId, Instant now) {
        return database.write(handle -> {
            int reopened = reopen(handle, tenant, runId, now, "state = 'parked'", 0);
            if (reopened > 0) {
                handle.createUpdate("""
                                update run_step set state = 'pending', attempt = 0, deadline_at = null, problem = null
                                where run_id = :id and state = 'failed'""").bind("id", runId).execute();
            }
            return reopened > 0;
        });
    }

    private int reopen(Handle handle, TenantId tenant, String runId, Instant now, String condition, int cancel) {
        int reopened = handle.createUpdate(
                        "update run set state = 'ready', ended_at = null, cancel_requested = :cancel, wake_at = :now, wakes = wakes + 1, "
                                + "problem = case when compensating = 1 then problem end "
                                + "where tenant_id = :tenant and id = :id and " + condition)
                .bind("cancel", cancel)
                .bind("now", now.toEpochMilli())
                .bind("tenant", tenant.value())
                .bind("id", runId)
                .execute();
        if (reopened > 0) {
            var job = handle.createQuery("select job_id from run where id = :id")
                    .bind("id", runId)
                    .mapTo(String.class)
                    .one();
            hook.ended(handle, job, now);
        }
        return reopened;
    }

    private static List<RunView.StepView> steps(Handle handle, String runId) {
        return handle.createQuery("select * from run_step where run_id = :run order by ordinal")
                .bind("run", runId)
                .map((rs, context) -> step(rs))
                .list();
    }

    /** By run; one query, because a job may have hundreds of runs. */
    private static Map<String, List<RunView.StepView>> stepsOfJob(Handle handle, TenantId tenant, String jobId) {
        var steps = new HashMap<String, List<RunView.StepView>>();
        handle.createQuery("""
                        select s.* from run r join run_step s on s.run_id = r.id
                        where r.tenant_id = :tenant and r.job_id = :job order by r.id, s.ordinal""")
                .bind("tenant", tenant.value())
                .bind("job", jobId)
                .map((rs, context) -> steps.computeIfAbsent(rs.getString("run_id"), run -> new ArrayList<>())
                        .add(step(rs)))
                .list();
        return steps;
    }

    private static RunView.StepView step(ResultSet rs) throws SQLException {
        return new RunView.StepView(
                rs.getInt("ordinal"),
                rs.getString("kind"),
                rs.getString("state"),
                rs.getInt("attempt"),
                rs.getObject("undo_of") != null,
                Optional.ofNullable(rs.getString("output")),
                WorkflowSql.problem(rs.getString("problem")),
                instant(rs, "started_at"),
                instant(rs, "ended_at"));
    }

    private static RunView view(ResultSet rs, List<RunView.StepView> steps) throws SQLException {
        return new RunView(
                rs.getString("id"),
                rs.getString("job_id"),
                rs.getString("plan_kind"),
                rs.getString("subject"),
                RunState.parse(rs.getString("state")),
                rs.getBoolean("compensating"),
                rs.getBoolean("cancel_requested"),
                Optional.ofNullable(rs.getString("waits_for")),
                rs.getInt("percent"),
                rs.getString("input"),
                WorkflowSql.problem(rs.getString("problem")),
                Instant.ofEpochMilli(rs.getLong("created_at")),
                instant(rs, "ended_at"),
                steps);
    }

    private static Optional<Instant> instant(ResultSet rs, String column) throws SQLException {
        long millis = rs.getLong(column);
        return rs.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }
}
