package io.slipway.server.web.ui.jobs;

import io.slipway.server.base.Problem;
import io.slipway.server.job.Job;
import io.slipway.server.job.RunGlance;
import io.slipway.server.provision.JobChoices;
import io.slipway.server.text.ProblemWords;
import io.slipway.server.web.ui.frame.Address;
import io.slipway.server.web.ui.frame.PageFrame;
import io.slipway.server.words.JobWords;
import io.slipway.server.words.StateShape;
import io.slipway.server.words.Times;
import io.slipway.server.workflow.RunState;
import io.slipway.server.workflow.RunView;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** One job in the operator's words. */
record JobView(PageFrame frame, JobLook look) {
    /**
     * A problem and where it is.
     *
     * @param vm empty for one that is not about a single VM
     * @param left what could not be taken back, one line for each thing
     */
    record Trouble(String vm, Problem problem, List<String> left) {}

    String say(String key, Object... arguments) {
        return frame.text("jobs").get(key, arguments);
    }

    String own(String key, Object... arguments) {
        return frame.text("webjobs").get(key, arguments);
    }

    Job job() {
        return look.job();
    }

    private JobWords words() {
        return new JobWords(frame.text("jobs"));
    }

    JobWords.State state() {
        boolean held = look.glances().values().stream().anyMatch(RunGlance::held);
        if (held) {
            return new JobWords.State(StateShape.NEEDS_YOU, say("state.held"));
        }
        boolean stuck =
                look.glances().values().stream().anyMatch(run -> look.usual().stuck(run, look.now()));
        return stuck ? new JobWords.State(StateShape.NEEDS_YOU, say("state.stuck")) : words().state(job());
    }

    // ---- facts ----

    String host() {
        return job().fields().path("host_name").asString("");
    }

    String started() {
        return frame.times().moment(job().createdAt(), look.now());
    }

    Ticking runs() {
        return Ticking.span(frame, job().createdAt(), job().endedAt());
    }

    /** How long the slowest VM will take, where that is known of all. */
    String left() {
        return look.left().size() == look.glances().size()
                ? look.left().values().stream()
                        .max(Comparator.naturalOrder())
                        .map(left -> say("left", frame.times().span(Times.rounded(left))))
                        .orElse("")
                : "";
    }

    // ---- VM by VM ----

    boolean several() {
        return look.runs().size() > 1;
    }

    boolean chosen(RunView run) {
        return look.chosen().filter(one -> one.id().equals(run.id())).isPresent();
    }

    String link(RunView run) {
        return "/ui/jobs/" + job().id() + "?vm=" + Address.encoded(run.subject());
    }

    StateShape shape(RunView run) {
        return look.glance(run).filter(RunGlance::held).isPresent()
                ? StateShape.NEEDS_YOU
                : JobWords.shape(run.state());
    }

    /** What a VM does now, or how it ended. */
    String phase(RunView run) {
        return look.glance(run).map(words()::phase).orElseGet(() -> ended(run));
    }

    private String ended(RunView run) {
        return switch (run.state()) {
            case SUCCEEDED -> say("phase.done");
            case FAILED -> say("phase.failed");
            case PARKED -> say("phase.parked");
            case NEEDS_ATTENTION -> say("phase.left");
            case CANCELLED -> say("phase.cancelled");
            case READY, RUNNING, WAITING -> say("phase.ending");
        };
    }

    Optional<Ticking> sign(RunView run) {
        return look.glance(run).map(glance -> Ticking.sign(frame, glance.lastSign()));
    }

    List<StepRow.Group> steps() {
        return look.chosen().map(run -> StepRow.of(frame, look, run)).orElse(List.of());
    }

    /** The address of the chosen VM, where VMs have a page. */
    Optional<String> vmLink() {
        return frame.places().contains(PageFrame.Place.VMS)
                ? look.chosen().flatMap(JobLook::vmUuid).map(uuid -> PageFrame.Place.VMS.path() + "/" + uuid)
                : Optional.empty();
    }

    // ---- what went wrong ----

    /** What failed, or what holds the job up. */
    List<Trouble> troubles() {
        var bad = look.bad();
        if (bad.isEmpty()) {
            return held();
        }
        return bad.stream().map(this::trouble).toList();
    }

    int moreTroubles() {
        return look.moreBad();
    }

    private List<Trouble> held() {
        return look.glances().values().stream()
                .flatMap(run -> run.phase().stream())
                .flatMap(phase -> phase.problem().stream())
                .findFirst()
                .map(problem -> List.of(new Trouble("", problem, List.of())))
                .orElse(List.of());
    }

    private Trouble trouble(RunView run) {
        return new Trouble(run.subject(), run.problem().orElseThrow(), left(run));
    }

    private List<String> left(RunView run) {
        if (run.state() != RunState.NEEDS_ATTENTION) {
            return List.of();
        }
        return run.steps().stream()
                .filter(step -> step.undo() && step.state().equals("failed"))
                .map(step -> words().step(step.kind())
                        + step.problem().map(why -> ": " + problems().line(why)).orElse(""))
                .toList();
    }

    private ProblemWords problems() {
        return ProblemWords.of(frame.look().language());
    }

    String title(Problem problem) {
        return problems().title(problem.code());
    }

    String next(Problem problem) {
        return problems().nextStep(problem);
    }

    /** The address of the log's lines that tell of it. */
    String evidence(Trouble trouble) {
        return "/ui/jobs/" + job().id() + "?vm=" + Address.encoded(trouble.vm()) + "&of="
                + Address.encoded(trouble.vm()) + "&level=warning#log";
    }

    // ---- what can be done ----

    /** What applies now and this session may do. */
    JobChoices choices() {
        return frame.operates() ? JobChoices.of(job(), look.all()) : new JobChoices(false, false, false);
    }

    /** The VMs that another try is about, and what it does with each. */
    List<String> again() {
        return look.runs().stream()
                .filter(run -> run.state() == RunState.PARKED
                        || run.state() == RunState.FAILED
                        || run.state() == RunState.CANCELLED)
                .map(run -> own(run.state() == RunState.PARKED ? "again.goesOn" : "again.anew", run.subject()))
                .toList();
    }
}
