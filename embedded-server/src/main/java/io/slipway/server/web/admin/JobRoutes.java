package io.slipway.server.web.admin;

import static io.slipway.server.base.ProblemCode.ADDRESS_TAKEN;
import static io.slipway.server.base.ProblemCode.JOB_NOT_FOUND;
import static io.slipway.server.base.ProblemCode.VM_NAME_TAKEN;
import static io.slipway.server.base.ProblemCode.WRONG_STATE;
import static io.slipway.server.web.Access.OPERATE;
import static io.slipway.server.web.Access.READ;
import static io.slipway.server.web.ProblemSets.VAULT;

import io.javalin.http.Context;
import io.slipway.server.base.Caller;
import io.slipway.server.base.Json;
import io.slipway.server.guest.GuestReports;
import io.slipway.server.guest.ProgressEvent;
import io.slipway.server.inventory.Vm;
import io.slipway.server.inventory.Vms;
import io.slipway.server.job.Job;
import io.slipway.server.job.Jobs;
import io.slipway.server.provision.Provisioning;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.Answers;
import io.slipway.server.web.live.LiveMessages;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/** Looks at jobs, stops them, goes on with them. */
final class JobRoutes {
    private static final int USUAL_PAGE = 50;
    private static final int LONGEST_PAGE = 500;
    private static final int USUAL_LOG = 500;
    private static final int LONGEST_LOG = 5000;
    /** Newest reports of each VM in a job's answer; all of them are at the VM's own address. */
    private static final int PROGRESS = 50;

    private final Jobs jobs;
    private final Vms vms;
    private final GuestReports reports;
    private final Provisioning provisioning;

    JobRoutes(AdminParts parts) {
        this.jobs = parts.jobs();
        this.vms = parts.vms();
        this.reports = parts.guestReports();
        this.provisioning = parts.provisioning();
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/jobs", READ, "jobs, newest first", this::list)
                        .with("limit", "cursor")
                        .as("jobs.list")
                        .answers("JobList"),
                Route.get("/api/v1/jobs/{job}", READ, "one job with its runs and steps", this::show)
                        .as("jobs.show")
                        .answers("JobWhole")
                        .refuses(JOB_NOT_FOUND),
                Route.get("/api/v1/jobs/{job}/log", READ, "log lines after a position", this::log)
                        .with("after", "limit")
                        .as("jobs.log")
                        .answers("JobLog")
                        .refuses(JOB_NOT_FOUND),
                Route.post("/api/v1/jobs/{job}/cancel", OPERATE, "stop a job and take back what it made", this::cancel)
                        .as("jobs.cancel")
                        .answers(202, "JobWhole")
                        .refuses(JOB_NOT_FOUND, WRONG_STATE),
                Route.post("/api/v1/jobs/{job}/retry", OPERATE, "go on with what failed", this::retry)
                        .as("jobs.retry")
                        .answers(202, "JobWhole")
                        .refuses(VAULT)
                        .refuses(JOB_NOT_FOUND, WRONG_STATE, VM_NAME_TAKEN, ADDRESS_TAKEN));
    }

    private void list(Context context) {
        int limit = (int) Parameters.number(context, "limit", USUAL_PAGE, 1, LONGEST_PAGE);
        var page = jobs.list(AdminGuard.caller(context).tenant(), limit, Parameters.optionalWord(context, "cursor"));
        var answer = Json.object();
        var items = answer.putArray("items");
        page.forEach(job -> items.add(JobJson.job(job)));
        answer.put("limit", limit);
        answer.put("next_cursor", page.size() < limit ? null : page.getLast().id());
        Answers.json(context, answer);
    }

    private void show(Context context) {
        var caller = AdminGuard.caller(context);
        Answers.json(context, whole(caller, jobs.require(caller.tenant(), Parameters.word(context, "job"))));
    }

    /** The job with everything below it. */
    ObjectNode whole(Caller caller, Job job) {
        var json = JobJson.job(job);
        var runs = json.putArray("runs");
        Map<String, Vm> known = vms.list(caller.tenant()).stream()
                .filter(vm -> vm.jobId().filter(job.id()::equals).isPresent())
                .collect(Collectors.toMap(Vm::id, Function.identity()));
        for (var run : jobs.runs(caller.tenant(), job.id())) {
            var uuid = JobJson.vmUuid(run);
            var vm = uuid.map(known::get);
            var progress = uuid.map(id -> progress(caller, id)).orElse(List.of());
            runs.add(JobJson.run(run, new JobJson.Guest(vm, progress)));
        }
        return json;
    }

    private List<ProgressEvent> progress(Caller caller, String vmUuid) {
        var all = reports.list(caller, vmUuid);
        return all.subList(Math.max(0, all.size() - PROGRESS), all.size());
    }

    private void log(Context context) {
        var caller = AdminGuard.caller(context);
        var job = jobs.require(caller.tenant(), Parameters.word(context, "job"));
        long after = Parameters.number(context, "after", 0, 0, Long.MAX_VALUE / 2);
        int limit = (int) Parameters.number(context, "limit", USUAL_LOG, 1, LONGEST_LOG);
        var answer = Json.object();
        var items = answer.putArray("items");
        jobs.log(caller.tenant(), job.id(), after, limit).forEach(line -> items.add(LiveMessages.line(line)));
        Answers.json(context, answer);
    }

    private void cancel(Context context) {
        var caller = AdminGuard.caller(context);
        var id = Parameters.word(context, "job");
        jobs.cancel(caller.tenant(), id);
        Answers.json(context, 202, whole(caller, jobs.require(caller.tenant(), id)));
    }

    private void retry(Context context) {
        var caller = AdminGuard.caller(context);
        var id = Parameters.word(context, "job");
        provisioning.retry(caller, id);
        Answers.json(context, 202, whole(caller, jobs.require(caller.tenant(), id)));
    }
}
