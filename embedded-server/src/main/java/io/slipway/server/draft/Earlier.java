package io.slipway.server.draft;

import io.slipway.server.base.TenantId;
import io.slipway.server.job.Job;
import io.slipway.server.job.Jobs;
import io.slipway.server.provision.OrderPlan;
import io.slipway.server.provision.Provisioning;
import io.slipway.server.workflow.RunState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;

/**
 * How long jobs of the same host and template took that went through.
 *
 * @param median of their VMs' runs, from first to last step
 * @param vms how many
 */
public record Earlier(Duration median, int vms) {
    private static final int RECENT_JOBS = 50;

    /** Of the newest jobs, those like the plan; empty when there is none. */
    public static Optional<Earlier> of(Jobs jobs, TenantId tenant, OrderPlan plan) {
        var times = new ArrayList<Duration>();
        for (var job : jobs.list(tenant, RECENT_JOBS, Optional.empty())) {
            if (job.kind().equals(Provisioning.JOB_KIND) && like(job, plan)) {
                for (var run : jobs.runs(tenant, job.id())) {
                    if (run.state() == RunState.SUCCEEDED) {
                        run.endedAt().ifPresent(end -> times.add(Duration.between(run.createdAt(), end)));
                    }
                }
            }
        }
        times.sort(null);
        return times.isEmpty() ? Optional.empty() : Optional.of(new Earlier(times.get(times.size() / 2), times.size()));
    }

    private static boolean like(Job job, OrderPlan plan) {
        return job.hostId().filter(plan.host().id()::equals).isPresent()
                && job.fields()
                        .path("template_name")
                        .asString("")
                        .equals(plan.template().name());
    }
}
