package io.slipway.desktop.notify;

import io.slipway.desktop.shell.Place;
import io.slipway.server.job.Job;
import io.slipway.server.workflow.RunState;
import io.slipway.server.workflow.RunView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How one job ended.
 *
 * @param kind empty when there is nothing to tell: the operator stopped it and knows
 * @param deletion whether its VMs were to be taken away
 * @param name of its VM when it has only one
 */
record JobEnd(
        Optional<NotificationKind> kind,
        boolean deletion,
        int good,
        int failed,
        int total,
        Optional<String> name,
        Place opens) {
    private static final String DELETION = "delete_vm";
    private static final String POWER = "power_vm";

    /**
     * What became of a job that has ended.
     *
     * @param runs of that job, oldest first
     * @param vmOfRun ids of the VMs that are there, by the run that made them
     */
    static JobEnd of(Job job, List<RunView> runs, Map<String, String> vmOfRun) {
        // A VM that was ordered again has several runs; the last one counts.
        var newest = new LinkedHashMap<String, RunView>();
        runs.forEach(run -> newest.put(run.subject(), run));
        var only = newest.size() == 1 ? Optional.of(newest.values().iterator().next()) : Optional.<RunView>empty();
        return new JobEnd(
                kind(job, newest.values().stream().anyMatch(JobEnd::waits)),
                job.kind().equals(DELETION),
                job.succeeded(),
                job.failed(),
                job.total(),
                only.map(RunView::subject),
                only.map(run -> vmOfRun.get(run.id()))
                        .<Place>map(vm -> new Place.Vms(Optional.of(vm)))
                        .orElseGet(() -> new Place.Jobs(Optional.of(job.id()))));
    }

    private static Optional<NotificationKind> kind(Job job, boolean waiting) {
        return switch (job.state()) {
            // Whoever changed the power of a VM looks at it already.
            case SUCCEEDED -> job.kind().equals(POWER) ? Optional.empty() : Optional.of(NotificationKind.FINISHED);
            case FAILED -> Optional.of(NotificationKind.FAILED);
            case PARTIAL -> Optional.of(waiting ? NotificationKind.NEEDS_YOU : NotificationKind.FAILED);
            case CANCELLED, QUEUED, RUNNING -> Optional.empty();
        };
    }

    private static boolean waits(RunView run) {
        return run.state() == RunState.PARKED || run.state() == RunState.NEEDS_ATTENTION;
    }
}
