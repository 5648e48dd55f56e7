package io.slipway.cli.client;

import io.slipway.cli.view.Complaint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Accepted work. */
public record JobView(
        String id,
        String kind,
        String hostName,
        JsonNode fields,
        String state,
        int percent,
        int total,
        int succeeded,
        int failed,
        Optional<Complaint> problem,
        Optional<Instant> createdAt,
        Optional<Instant> endedAt,
        List<RunView> runs) {

    public JobView {
        runs = List.copyOf(runs);
    }

    public static JobView of(JsonNode json) {
        return new JobView(
                Values.text(json, "id"),
                Values.text(json, "kind"),
                json.has("host_name") ? Values.text(json, "host_name") : Values.text(json.path("fields"), "host_name"),
                json.path("fields"),
                Values.text(json, "state"),
                Values.number(json, "percent"),
                Values.number(json, "total"),
                Values.number(json, "succeeded"),
                Values.number(json, "failed"),
                problem(json),
                Values.moment(json, "created_at"),
                Values.moment(json, "ended_at"),
                Values.list(json.path("runs"), RunView::of));
    }

    public static List<JobView> list(JsonNode answer) {
        return Values.items(answer, JobView::of);
    }

    static Optional<Complaint> problem(JsonNode json) {
        var problem = json.path("problem");
        return problem.isObject() ? Optional.of(RemoteProblem.complaint(500, problem)) : Optional.empty();
    }

    /** Whether nothing more will happen by itself. */
    public boolean ended() {
        return switch (state) {
            case "succeeded", "partial", "failed", "cancelled" -> true;
            default -> false;
        };
    }
}
