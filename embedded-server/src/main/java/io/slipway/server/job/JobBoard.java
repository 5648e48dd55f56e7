package io.slipway.server.job;

import io.slipway.server.base.TenantId;
import io.slipway.server.workflow.RunState;
import io.slipway.server.workflow.Runs;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What people want to see at a glance: what goes on, what needs them, what came of a day. Thread-safe; reads only. */
public final class JobBoard {
    private static final int LONGEST_LIST = 2000;
    /** What failed longer ago than this is history. */
    private static final Duration FRESH = Duration.ofDays(1);

    /** Measuring anew for each look would cost more than it tells. */
    private static final Duration STALE = Duration.ofSeconds(15);

    /** @param newest when the newest run ended that was measured, in milliseconds */
    private record Usual(UsualTimes times, long newest, Instant at) {}

    private final Map<TenantId, Usual> usual = new ConcurrentHashMap<>();
    private final JobBoardSql sql;
    private final Runs runs;

    JobBoard(JobBoardSql sql, Runs runs) {
        this.sql = sql;
        this.runs = runs;
    }

    /** Every run that has not ended, oldest first. */
    public List<RunGlance> underWay(TenantId tenant) {
        return sql.underWay(tenant).stream().map(this::held).toList();
    }

    /** A closed gate is what a run waits for, whatever it waited for before. */
    private RunGlance held(RunGlance run) {
        boolean idle = run.state() == RunState.READY || run.state() == RunState.WAITING;
        return runs.closedFor().filter(what -> idle).map(run::waitingFor).orElse(run);
    }

    /** The newest run of each VM that failed: kept or with something left over, or taken back within a day. */
    public List<RunGlance> failed(TenantId tenant, Instant now) {
        return sql.failed(tenant, now.minus(FRESH));
    }

    /** Kinds of the steps that runs have still before them after the present one, by run. */
    public Map<String, List<String>> later(List<RunGlance> runs) {
        var ordinals = new HashMap<String, Integer>();
        runs.forEach(run -> run.phase().ifPresent(phase -> ordinals.put(run.runId(), phase.ordinal())));
        return sql.later(ordinals);
    }

    /** How long runs need still, by run; none for a run of which nothing like it is known. */
    public Map<String, Duration> left(List<RunGlance> runs, UsualTimes usual, Instant now) {
        var later = later(runs);
        var left = new HashMap<String, Duration>();
        runs.forEach(run -> usual.left(run, later.getOrDefault(run.runId(), List.of()), now)
                .ifPresent(time -> left.put(run.runId(), time)));
        return left;
    }

    /** Jobs that fit, newest first. */
    public List<JobLine> search(TenantId tenant, JobFilter filter, int limit) {
        return search(tenant, filter, limit, underWay(tenant));
    }

    /** The same where it is known already what is under way. */
    public List<JobLine> search(TenantId tenant, JobFilter filter, int limit, List<RunGlance> underWay) {
        var liveliest = new HashMap<String, RunGlance>();
        underWay.forEach(run -> liveliest.merge(run.jobId(), run, JobBoard::livelier));
        return sql.search(tenant, filter, Math.clamp(limit, 1, LONGEST_LIST)).stream()
                .map(line -> new JobLine(
                        line.job(),
                        line.host(),
                        line.firstVm(),
                        Optional.ofNullable(liveliest.get(line.job().id()))))
                .toList();
    }

    private static RunGlance livelier(RunGlance one, RunGlance other) {
        var first = one.lastSign().orElse(Instant.MIN);
        return other.lastSign().orElse(Instant.MIN).isAfter(first) ? other : one;
    }

    /** Whether there is any job at all. */
    public boolean any(TenantId tenant) {
        return sql.any(tenant);
    }

    /** The profile of each VM that is not gone, by the run that made it. */
    public Map<String, String> profiles(TenantId tenant) {
        return sql.profiles(tenant);
    }

    /** The profiles that some runs were ordered with, by run. */
    public Map<String, String> profiles(TenantId tenant, List<String> runs) {
        return runs.isEmpty() ? Map.of() : sql.profiles(tenant, runs);
    }

    /** What came of the orders that ended in the span. */
    public DaySummary day(TenantId tenant, Instant from, Instant until) {
        return sql.day(tenant, from, until);
    }

    /** How long steps take, from the newest runs that went well; what is told may be 15 seconds old. */
    public UsualTimes usual(TenantId tenant, Instant now) {
        var known = usual.get(tenant);
        if (known == null || Duration.between(known.at(), now).abs().compareTo(STALE) >= 0) {
            // Nothing new is learned while no run ends well.
            long newest = sql.newestGood(tenant);
            var times = known != null && known.newest() == newest ? known.times() : UsualTimes.of(sql.measured(tenant));
            known = new Usual(times, newest, now);
            usual.put(tenant, known);
        }
        return known.times();
    }
}
