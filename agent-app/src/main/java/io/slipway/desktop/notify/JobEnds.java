package io.slipway.desktop.notify;

import io.slipway.server.base.TenantId;
import io.slipway.server.job.Job;
import io.slipway.server.job.Jobs;
import io.slipway.server.workflow.RunView;
import java.time.Instant;
import java.util.List;

/** Where the ends of jobs are read: the stored jobs, or a test's own. Thread-safe. */
public interface JobEnds {
    /** Jobs that ended at or after an instant, in the order of their ends. */
    List<Job> since(Instant instant);

    /** The runs of one job, oldest first. */
    List<RunView> runs(String jobId);

    /** The ends of a tenant's stored jobs. */
    static JobEnds of(TenantId tenant, Jobs jobs) {
        return new JobEnds() {
            @Override
            public List<Job> since(Instant instant) {
                return jobs.endedSince(tenant, instant);
            }

            @Override
            public List<RunView> runs(String jobId) {
                return jobs.runs(tenant, jobId);
            }
        };
    }
}
