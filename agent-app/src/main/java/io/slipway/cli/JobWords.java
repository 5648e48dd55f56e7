package io.slipway.cli;

import io.slipway.cli.client.JobView;
import io.slipway.cli.client.RunView;
import io.slipway.cli.view.ProgressItem;
import java.util.List;
import java.util.Map;

/** Says in an operator's words what a job does. */
final class JobWords {
    private static final Map<String, String> STEPS = Map.ofEntries(
            Map.entry("reserve", "reserving name and address"),
            Map.entry("token", "issuing its token"),
            Map.entry("media", "building its config ISO"),
            Map.entry("acquire-slot", "waiting for its turn on the host"),
            Map.entry("upload", "uploading its config ISO"),
            Map.entry("clone", "cloning the template"),
            Map.entry("configure", "configuring the VM"),
            Map.entry("start", "starting the VM"),
            Map.entry("release-slot", "making room for the next VM"),
            Map.entry("await-guest", "waiting for the guest's first report"),
            Map.entry("await-network", "waiting for the guest's address"),
            Map.entry("post-provision", "running the commands in the guest"),
            Map.entry("await-complete", "the guest sets itself up"),
            Map.entry("detach-media", "removing the config ISO"),
            Map.entry("close", "closing its token"),
            Map.entry("undo-reserve", "giving back name and address"),
            Map.entry("undo-token", "revoking its token"),
            Map.entry("undo-upload", "deleting the config ISO"),
            Map.entry("undo-clone", "deleting the VM"),
            Map.entry("power-on", "giving the VM power"),
            Map.entry("power-off", "taking its power away"),
            Map.entry("power-down", "waiting for the guest to shut down"),
            Map.entry("delete-vm", "deleting the VM"),
            Map.entry("delete-media", "deleting its config ISO"),
            Map.entry("delete-rows", "forgetting the VM"));

    private JobWords() {}

    /** A step's work in words; a kind unknown here speaks for itself. */
    static String step(String kind) {
        return STEPS.getOrDefault(kind, kind);
    }

    /** One line of progress per run, the newest run of each VM. */
    static List<ProgressItem> items(JobView job) {
        return newest(job).stream()
                .map(run -> new ProgressItem(run.subject(), state(run), run.percent(), doing(run)))
                .toList();
    }

    /** A retried VM has several runs; the last one counts. */
    static List<RunView> newest(JobView job) {
        var last = new java.util.LinkedHashMap<String, RunView>();
        job.runs().forEach(run -> last.put(run.subject(), run));
        return List.copyOf(last.values());
    }

    private static ProgressItem.State state(RunView run) {
        return switch (run.state()) {
            case "succeeded" -> ProgressItem.State.DONE;
            case "failed", "parked", "needs_attention" -> ProgressItem.State.FAILED;
            case "cancelled" -> ProgressItem.State.CANCELLED;
            case "ready" ->
                run.steps().stream().noneMatch(step -> step.startedAt().isPresent())
                        ? ProgressItem.State.WAITING
                        : ProgressItem.State.RUNNING;
            default -> ProgressItem.State.RUNNING;
        };
    }

    private static String doing(RunView run) {
        var why = run.problem().map(problem -> ": " + problem.code()).orElse("");
        return switch (run.state()) {
            case "succeeded" -> "done";
            case "failed" -> "failed and taken back" + why;
            case "parked" -> "failed, the VM is kept" + why;
            case "needs_attention" -> "failed, something is left over" + why;
            case "cancelled" -> "cancelled and taken back";
            default -> (run.compensating() ? "taking back: " : "") + working(run);
        };
    }

    private static String working(RunView run) {
        var current = run.current().or(() -> run.steps().stream()
                .filter(step -> step.startedAt().isPresent() && step.endedAt().isEmpty())
                .findFirst());
        if (current.isEmpty()) {
            return run.steps().stream().anyMatch(step -> step.startedAt().isPresent())
                    ? "going on to its next step"
                    : "queued";
        }
        var kind = current.get().kind();
        var after = current.get()
                .problem()
                .map(problem -> " after " + problem.code())
                .orElse("");
        var again = current.get().attempt() > 1 ? " (try " + current.get().attempt() + after + ")" : "";
        if (run.waitsFor().filter(what -> what.startsWith("host-key:")).isPresent()) {
            return "stopped before " + step(kind)
                    + ": the host's key or certificate has changed; see slipway host compare";
        }
        return step(kind) + again + (kind.startsWith("await-") ? heard(run) : "");
    }

    /** The guest's last report, such as {@code ; it says app_downloaded running}. */
    private static String heard(RunView run) {
        if (run.progress().isEmpty()) {
            return "";
        }
        var last = run.progress().getLast();
        return "; it says " + last.step() + (last.step().equals(last.status()) ? "" : " " + last.status());
    }
}
