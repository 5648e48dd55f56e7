package io.slipway.server.web.admin;

import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.guest.ProgressEvent;
import io.slipway.server.inventory.Vm;
import io.slipway.server.job.Job;
import io.slipway.server.workflow.RunView;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Jobs, runs, steps and log lines as answers. */
final class JobJson {
    private JobJson() {}

    static ObjectNode job(Job job) {
        var json = Json.object()
                .put("id", job.id())
                .put("kind", job.kind())
                .put("user_id", job.userId())
                .put("host_id", job.hostId().orElse(null))
                .put("host_name", text(job.fields(), "host_name").orElse(null));
        json.set("fields", job.fields());
        json.put("state", job.state().name().toLowerCase(Locale.ROOT))
                .put("percent", job.percent())
                .put("total", job.total())
                .put("succeeded", job.succeeded())
                .put("failed", job.failed());
        job.problem().ifPresent(problem -> json.set("problem", problem(problem)));
        return json.put("created_at", job.createdAt().toString()).put("ended_at", time(job.endedAt()));
    }

    /** What the surroundings of a run know about its VM. */
    record Guest(Optional<Vm> vm, List<ProgressEvent> progress) {
        Guest {
            progress = List.copyOf(progress);
        }
    }

    /** The VM of a run, whatever its plan. */
    static Optional<String> vmUuid(RunView run) {
        return text(run.input(), "vmUuid");
    }

    static ObjectNode run(RunView run, Guest guest) {
        var json = Json.object()
                .put("id", run.id())
                .put("plan", run.planKind())
                .put("subject", run.subject())
                .put("state", run.state().stored())
                .put("compensating", run.compensating())
                .put("cancel_requested", run.cancelRequested())
                .put("waits_for", run.waitsFor().orElse(null))
                .put("percent", run.percent());
        run.problem().ifPresent(problem -> json.set("problem", problem(problem)));
        json.put("created_at", run.createdAt().toString()).put("ended_at", time(run.endedAt()));
        vmUuid(run).ifPresent(uuid -> json.set("vm", vm(uuid, guest.vm())));
        var steps = json.putArray("steps");
        run.steps().forEach(step -> steps.add(step(step)));
        var progress = json.putArray("progress");
        guest.progress().forEach(event -> progress.add(progress(event)));
        return json;
    }

    private static ObjectNode vm(String uuid, Optional<Vm> vm) {
        var json = Json.object().put("uuid", uuid);
        json.put("native_id", vm.flatMap(Vm::nativeId).orElse(null));
        var addresses = json.putArray("addresses");
        vm.ifPresent(known -> known.addresses().forEach(addresses::add));
        return json;
    }

    private static ObjectNode step(RunView.StepView step) {
        var json = Json.object()
                .put("ordinal", step.ordinal())
                .put("kind", step.kind())
                .put("state", step.state())
                .put("attempt", step.attempt())
                .put("undo", step.undo());
        step.problem().ifPresent(problem -> json.set("problem", problem(problem)));
        return json.put("started_at", time(step.startedAt())).put("ended_at", time(step.endedAt()));
    }

    static ObjectNode progress(ProgressEvent event) {
        var json = Json.object()
                .put("id", event.id())
                .put("step", event.step())
                .put("status", event.status().word());
        json.set("details", event.details());
        return json.put("at", event.at().toString());
    }

    static ObjectNode problem(Problem problem) {
        var json = Json.object()
                .put("code", problem.code().name())
                .put("detail", problem.detail())
                .put("next_step", problem.nextStep())
                .put("retryable", problem.retryable());
        if (!problem.context().isEmpty()) {
            json.set("context", Json.mapper().valueToTree(problem.context()));
        }
        return json;
    }

    private static @Nullable String time(Optional<Instant> at) {
        return at.map(Instant::toString).orElse(null);
    }

    private static Optional<String> text(ObjectNode json, String name) {
        return Optional.ofNullable(json.get(name))
                .filter(node -> node.isString())
                .map(node -> node.stringValue());
    }
}
