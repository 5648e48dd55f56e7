package io.slipway.desktop.jobs;

import io.slipway.desktop.shell.Desk;
import io.slipway.server.base.Caller;
import io.slipway.server.guest.ProgressEvent;
import io.slipway.server.job.Job;
import io.slipway.server.job.LogLine;
import io.slipway.server.job.RunGlance;
import io.slipway.server.job.UsualTimes;
import io.slipway.server.workflow.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that one look at a job shows.
 *
 * @param runs the newest run of each VM
 * @param all every run, also those that were ordered again since
 * @param glances of the runs under way, by run
 * @param left how long each of them will take, by run, where that is known
 * @param guest what the VM in sight reports, the newest word of each step
 * @param lines of the log that came since the look before
 * @param drained whether the log has no further line at this moment
 */
record JobSnapshot(
        Job job,
        List<RunView> runs,
        List<RunView> all,
        Map<String, RunGlance> glances,
        Map<String, Duration> left,
        UsualTimes usual,
        List<ProgressEvent> guest,
        List<LogLine> lines,
        boolean drained,
        Instant now) {
    private static final int PAGE = 5000;
    private static final int MOST_PAGES = 4;
    /** Lines come in batches; after this nobody has one in the hand any more. */
    private static final Duration LAST_BATCH = Duration.ofSeconds(2);

    JobSnapshot {
        runs = List.copyOf(runs);
        all = List.copyOf(all);
        glances = Map.copyOf(glances);
        left = Map.copyOf(left);
        guest = List.copyOf(guest);
        lines = List.copyOf(lines);
    }

    /** What a look is wanted for: the job, the VM whose guest is shown, and the last line that is known. */
    record Wanted(String jobId, Optional<String> runId, long after) {}

    /** Reads; blocks. */
    static JobSnapshot read(Desk desk, Wanted wanted) {
        var services = desk.services();
        var jobs = services.jobs();
        var now = services.clock().instant();
        // Before the lines: a job that has ended by now wrote all its lines before.
        var job = jobs.require(desk.tenant(), wanted.jobId());
        var all = jobs.runs(desk.tenant(), wanted.jobId());
        var newest = new LinkedHashMap<String, RunView>();
        all.forEach(run -> newest.put(run.subject(), run));
        var usual = jobs.board().usual(desk.tenant(), now);
        var glances = new HashMap<String, RunGlance>();
        Map<String, Duration> left = Map.of();
        if (!job.state().ended()) {
            var working = jobs.board().underWay(desk.tenant()).stream()
                    .filter(run -> run.jobId().equals(job.id()))
                    .toList();
            working.forEach(run -> glances.put(run.runId(), run));
            left = jobs.board().left(working, usual, now);
        }
        var lines = lines(desk, wanted);
        return new JobSnapshot(
                job,
                List.copyOf(newest.values()),
                all,
                glances,
                left,
                usual,
                guest(desk, newest.values(), wanted.runId()),
                lines,
                lines.size() < PAGE * MOST_PAGES,
                now);
    }

    private static List<LogLine> lines(Desk desk, Wanted wanted) {
        var lines = new ArrayList<LogLine>();
        long after = wanted.after();
        for (int page = 0; page < MOST_PAGES; page++) {
            var more = desk.services().jobs().log(desk.tenant(), wanted.jobId(), after, PAGE);
            lines.addAll(more);
            if (more.size() < PAGE) {
                break;
            }
            after = more.getLast().seq();
        }
        return lines;
    }

    private static List<ProgressEvent> guest(Desk desk, Iterable<RunView> runs, Optional<String> runId) {
        for (var run : runs) {
            var uuid = run.input().path("vmUuid");
            if (uuid.isString() && runId.filter(run.id()::equals).isPresent()) {
                return desk.services().guestReports().latestOfSteps(Caller.localOperator(), uuid.stringValue());
            }
        }
        return List.of();
    }

    /** Whether nothing more comes: the job has ended, long enough ago for its last line, and all lines are here. */
    boolean over() {
        return drained
                && job.state().ended()
                && job.endedAt()
                        .filter(at -> Duration.between(at, now).compareTo(LAST_BATCH) > 0)
                        .isPresent();
    }
}
