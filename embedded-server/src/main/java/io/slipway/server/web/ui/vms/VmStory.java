package io.slipway.server.web.ui.vms;

import io.slipway.server.base.TenantId;
import io.slipway.server.inventory.Vm;
import io.slipway.server.job.Job;
import io.slipway.server.job.JobFilter;
import io.slipway.server.job.JobLine;
import io.slipway.server.job.Jobs;
import io.slipway.server.tenant.AuditFilter;
import io.slipway.server.tenant.AuditLog;
import io.slipway.server.tenant.AuditRow;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What was done with a VM.
 *
 * @param jobs about it, newest first
 * @param audit lines of the audit trail about it, newest first
 */
record VmStory(List<JobLine> jobs, List<AuditRow> audit) {
    private static final int MOST_JOBS = 200;
    private static final int MOST_LINES = 100;

    static List<JobLine> jobs(Jobs jobs, TenantId tenant, Vm vm) {
        var made = vm.runId().flatMap(run -> jobs.run(tenant, run)).map(run -> run.jobId());
        return jobs.board().search(tenant, new JobFilter(vm.name(), Set.of()), MOST_JOBS).stream()
                .filter(line -> about(line.job(), vm, made))
                .toList();
    }

    private static boolean about(Job job, Vm vm, Optional<String> made) {
        return made.filter(job.id()::equals).isPresent()
                || job.fields().path("vm_id").asString("").equals(vm.id());
    }

    /** Lines of the trail that name the VM, whoever wrote them. */
    static List<AuditRow> audit(AuditLog log, TenantId tenant, Vm vm) {
        return log.list(
                tenant,
                AuditFilter.newest(MOST_LINES)
                        .with(new AuditFilter.More(List.of(), List.of(vm.id(), vm.name()), true)));
    }
}
