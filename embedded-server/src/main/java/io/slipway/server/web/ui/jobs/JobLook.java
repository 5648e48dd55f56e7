package io.slipway.server.web.ui.jobs;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.TenantId;
import io.slipway.server.guest.ProgressEvent;
import io.slipway.server.job.Job;
import io.slipway.server.job.RunGlance;
import io.slipway.server.job.UsualTimes;
import io.slipway.server.overview.Situation;
import io.slipway.server.web.ui.frame.UiParts;
import io.slipway.server.workflow.RunState;
import io.slipway.server.workflow.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * All that one look at a job shows, without its log.
 *
 * @param runs the newest run of each VM, in outline
 * @param all every run in outline, also those that were ordered again since
 * @param chosen the VM whose steps are shown
 * @param glances of the runs under way, by run
 * @param left how long each of them will take, by run, where that is known
 * @param guest what the chosen VM reports, the newest word of each step
 * @param bad the first runs that failed for a reason
 * @param moreBad how many such there are beside
 */
record JobLook(
        Job job,
        List<RunView> runs,
        List<RunView> all,
        Optional<RunView> chosen,
        Map<String, RunGlance> glances,
        Map<String, Duration> left,
        UsualTimes usual,
        List<ProgressEvent> guest,
        List<RunView> bad,
        int moreBad,
        Instant now) {
    private static final int MOST_TOLD = 10;
    /** Lines come in batches; after this nobody has one in the hand any more. */
    private static final Duration LAST_BATCH = Duration.ofSeconds(2);

    JobLook {
        runs = List.copyOf(runs);
        all = List.copyOf(all);
        glances = Map.copyOf(glances);
        left = Map.copyOf(left);
        guest = List.copyOf(guest);
        bad = List.copyOf(bad);
    }

    /** Reads from the store; asks no host. */
    record Reader(UiParts parts) {
        /**
         * Reads.
         *
         * @param vm name of the VM whose steps are wanted; empty takes the most interesting one
         * @param seen the whole, of the same moment
         */
        JobLook read(Caller caller, String jobId, String vm, Situation seen) {
            var jobs = parts.jobs();
            var tenant = caller.tenant();
            var job = jobs.require(tenant, jobId);
            var outline = jobs.outline(tenant, jobId);
            var runs = newest(outline);
            var glances = new HashMap<String, RunGlance>();
            Map<String, Duration> left = Map.of();
            if (!job.state().ended()) {
                var working = seen.underWay().stream()
                        .filter(run -> run.jobId().equals(jobId))
                        .toList();
                working.forEach(run -> glances.put(run.runId(), run));
                left = jobs.board().left(working, seen.usual(), seen.now());
            }
            var chosen = chosen(runs, vm).map(run -> whole(tenant, run));
            var guest = chosen.map(run -> reports(caller, run)).orElse(List.of());
            var bad = bad(runs);
            var told = bad.stream()
                    .limit(MOST_TOLD)
                    .map(run -> run.state() == RunState.NEEDS_ATTENTION ? whole(tenant, run) : run)
                    .toList();
            int more = bad.size() - told.size();
            return new JobLook(job, runs, outline, chosen, glances, left, seen.usual(), guest, told, more, seen.now());
        }

        /** For a part of the log: nothing of what goes on, and no steps. */
        JobLook read(Caller caller, String jobId, Instant now) {
            var jobs = parts.jobs();
            var job = jobs.require(caller.tenant(), jobId);
            var outline = jobs.outline(caller.tenant(), jobId);
            var runs = newest(outline);
            return new JobLook(
                    job,
                    runs,
                    outline,
                    chosen(runs, ""),
                    Map.of(),
                    Map.of(),
                    UsualTimes.unknown(),
                    List.of(),
                    List.of(),
                    0,
                    now);
        }

        private static List<RunView> newest(List<RunView> all) {
            var newest = new LinkedHashMap<String, RunView>();
            all.forEach(run -> newest.put(run.subject(), run));
            return List.copyOf(newest.values());
        }

        /** With its steps. */
        private RunView whole(TenantId tenant, RunView run) {
            return parts.jobs().run(tenant, run.id()).orElse(run);
        }

        private List<ProgressEvent> reports(Caller caller, RunView run) {
            return vmUuid(run).stream()
                    .flatMap(uuid -> parts.guestReports().latestOfSteps(caller, uuid).stream())
                    .filter(event -> event.runId().filter(run.id()::equals).isPresent())
                    .toList();
        }
    }

    private static Optional<RunView> chosen(List<RunView> runs, String vm) {
        if (vm.isEmpty()) {
            return first(
                            runs,
                            run -> run.state() == RunState.PARKED
                                    || run.state() == RunState.NEEDS_ATTENTION
                                    || run.state() == RunState.FAILED)
                    .or(() -> first(runs, run -> !run.state().ended()))
                    .or(() -> first(runs, run -> true));
        }
        var named = first(runs, run -> run.subject().equals(vm));
        if (named.isEmpty()) {
            throw Problem.of(ProblemCode.VM_NOT_FOUND, "This job has no VM " + vm + ".")
                    .exception();
        }
        return named;
    }

    private static Optional<RunView> first(List<RunView> runs, Predicate<RunView> wanted) {
        return runs.stream().filter(wanted).findFirst();
    }

    static Optional<String> vmUuid(RunView run) {
        var uuid = run.input().path("vmUuid");
        return uuid.isString() ? Optional.of(uuid.stringValue()) : Optional.empty();
    }

    /** The first VM's name, empty when there is none. */
    String firstVm() {
        return runs.isEmpty() ? "" : runs.getFirst().subject();
    }

    Optional<RunGlance> glance(RunView run) {
        return Optional.ofNullable(glances.get(run.id()));
    }

    private static List<RunView> bad(List<RunView> newest) {
        return newest.stream()
                .filter(run -> run.problem().isPresent() && run.state() != RunState.CANCELLED)
                .filter(run -> run.state().ended())
                .toList();
    }

    /** Whether no line of the log comes any more. */
    boolean silent() {
        return job.state().ended()
                && job.endedAt()
                        .filter(at -> Duration.between(at, now).compareTo(LAST_BATCH) > 0)
                        .isPresent();
    }
}
