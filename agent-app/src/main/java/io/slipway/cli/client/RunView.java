package io.slipway.cli.client;

import io.slipway.cli.view.Complaint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The part of a job that makes or deletes one VM.
 *
 * @param subject the VM's name
 * @param state ready, running, waiting, compensating, parked, succeeded, failed or cancelled
 * @param compensating whether it takes back what it did
 */
public record RunView(
        String id,
        String subject,
        String state,
        boolean compensating,
        Optional<String> waitsFor,
        int percent,
        Optional<Complaint> problem,
        Optional<String> vmUuid,
        Optional<String> nativeId,
        List<String> addresses,
        List<StepView> steps,
        List<ReportView> progress) {

    /** One step of the run. */
    public record StepView(
            int ordinal,
            String kind,
            String state,
            int attempt,
            boolean undo,
            Optional<Complaint> problem,
            Optional<Instant> startedAt,
            Optional<Instant> endedAt) {
        static StepView of(JsonNode json) {
            return new StepView(
                    Values.number(json, "ordinal"),
                    Values.text(json, "kind"),
                    Values.text(json, "state"),
                    Values.number(json, "attempt"),
                    json.path("undo").asBoolean(false),
                    JobView.problem(json),
                    Values.moment(json, "started_at"),
                    Values.moment(json, "ended_at"));
        }
    }

    /** What the VM itself reported. */
    public record ReportView(String step, String status, JsonNode details, Optional<Instant> at) {
        static ReportView of(JsonNode json) {
            return new ReportView(
                    Values.text(json, "step"),
                    Values.text(json, "status"),
                    json.path("details"),
                    Values.moment(json, "at"));
        }
    }

    public RunView {
        addresses = List.copyOf(addresses);
        steps = List.copyOf(steps);
        progress = List.copyOf(progress);
    }

    static RunView of(JsonNode json) {
        var vm = json.path("vm");
        return new RunView(
                Values.text(json, "id"),
                Values.text(json, "subject"),
                Values.text(json, "state"),
                json.path("compensating").asBoolean(false),
                Values.some(json, "waits_for"),
                Values.number(json, "percent"),
                JobView.problem(json),
                Values.some(vm, "uuid"),
                Values.some(vm, "native_id"),
                Values.texts(vm, "addresses"),
                Values.list(json.path("steps"), StepView::of),
                Values.list(json.path("progress"), ReportView::of));
    }

    /** The step at work now, the one that waits for its next try, or the one that stopped the run. */
    public Optional<StepView> current() {
        return steps.stream()
                .filter(step -> switch (step.state()) {
                    case "running", "waiting", "failed" -> true;
                    case "pending" -> step.problem().isPresent();
                    default -> false;
                })
                .reduce((first, second) -> second);
    }
}
