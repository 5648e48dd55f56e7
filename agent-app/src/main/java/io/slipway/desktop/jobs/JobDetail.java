package io.slipway.desktop.jobs;

import io.slipway.desktop.shell.Desk;
import io.slipway.desktop.shell.Live;
import io.slipway.desktop.shell.ProblemView;
import io.slipway.server.job.Job;
import io.slipway.server.provision.JobChoices;
import io.slipway.server.text.Text;
import io.slipway.server.words.JobWords;
import io.slipway.server.words.StateShape;
import io.slipway.server.words.Times;
import io.slipway.server.workflow.RunState;
import io.slipway.server.workflow.RunView;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** One job: how it stands, what can be done, its steps VM by VM, its log; live until it has ended. */
final class JobDetail {
    private final Desk desk;
    private final Text text;
    private final Text shell;
    private final Times times;
    private final JobWords words;
    private final JobActions actions;
    private final VBox head = new VBox(8);
    private final VBox trouble = new VBox(8);
    private final VBox refused = new VBox();
    private final ProgressBar bar = new ProgressBar();
    private final ComboBox<RunChoice> vm = new ComboBox<>();
    private final StepTimeline timeline;
    private final LogPane log;
    private final Button stop;
    private final Button retry;
    private final Button cleanUp;
    private final VBox view;

    private @Nullable Live<JobSnapshot> live;
    private @Nullable JobSnapshot look;
    private String jobId = "";
    private String headShown = "";
    private String troubleShown = "";
    private boolean over;
    private @Nullable Refusal refusal;
    /** Jobs for which something was asked that is not answered yet. */
    private final Set<String> asked = new HashSet<>();
    /** Read by the look in the background. */
    private volatile JobSnapshot.Wanted wanted = new JobSnapshot.Wanted("", Optional.empty(), 0);

    /** What was asked for a job and could not be done; it stays until something else is asked, however the job goes on. */
    private record Refusal(String jobId, Throwable failure) {}

    /** A VM in the chooser. */
    private record RunChoice(String runId, String words) {
        @Override
        public String toString() {
            return words;
        }
    }

    JobDetail(Desk desk) {
        this.desk = desk;
        this.text = desk.text("jobs");
        this.shell = desk.text("shell");
        this.times = Times.of(text);
        this.words = new JobWords(text);
        this.actions = new JobActions(desk, text);
        this.timeline = new StepTimeline(text, times);
        this.log = new LogPane(text, times);
        this.stop = Parts.button("job-stop", text.get("job.stop"), this::askStop, "danger");
        this.retry = Parts.button("job-retry", text.get("job.retry"), this::doRetry, "accent");
        this.cleanUp = Parts.button("job-clean-up", text.get("job.cleanUp"), this::askCleanUp, "danger");
        vm.setId("job-vm");
        vm.setAccessibleText(text.get("log.vm"));
        vm.valueProperty().addListener((seen, before, now) -> chosen());
        bar.setMaxWidth(Double.MAX_VALUE);
        bar.getStyleClass().add("thin");
        var split = new SplitPane(timeline.view(), log.view());
        split.setOrientation(Orientation.VERTICAL);
        split.setDividerPositions(0.5);
        VBox.setVgrow(split, Priority.ALWAYS);
        refused.setId("job-refused");
        Parts.show(refused, false);
        view = new VBox(12, head, bar, trouble, buttons(), refused, split);
        view.getStyleClass().addAll("card", "detail");
        view.setId("job-detail");
    }

    private FlowPane buttons() {
        var copy = Parts.icon("job-copy-id", "copy", text.get("job.copyId"), () -> Parts.copy(jobId));
        return new FlowPane(8, 8, vm, retry, cleanUp, stop, copy);
    }

    Node view() {
        return view;
    }

    /** Shows a job from its beginning and follows it. */
    void show(String id) {
        if (id.equals(jobId) && live != null) {
            live.start();
            return;
        }
        hide();
        var before = refusal;
        if (before != null && before.jobId().equals(jobId)) {
            refusal = null;
        }
        jobId = id;
        look = null;
        over = false;
        headShown = "";
        troubleShown = "";
        standing();
        vm.getItems().clear();
        log.clear();
        trouble.getChildren().clear();
        Parts.show(trouble, false);
        wanted = new JobSnapshot.Wanted(id, Optional.empty(), 0);
        live = desk.live(() -> JobSnapshot.read(desk, wanted), this::shown, this::failed);
        live.start();
    }

    /** Goes on following what it followed before it was hidden. */
    void resume() {
        if (live != null) {
            live.start();
        }
    }

    /** Follows no more. */
    void hide() {
        if (live != null) {
            live.stop();
        }
    }

    /** Whether that job is in sight. */
    boolean shows(String id) {
        return id.equals(jobId);
    }

    /** The list saw the job; one that goes on again after it was over is followed again. */
    void seen(Job job) {
        if (over && job.id().equals(jobId) && !job.state().ended()) {
            follow();
        }
    }

    private void follow() {
        over = false;
        log.over(false);
        if (live != null) {
            live.start();
        }
    }

    private void shown(JobSnapshot fresh) {
        if (!fresh.job().id().equals(jobId)) {
            return;
        }
        look = fresh;
        // A read that was asked for twice brings the same lines twice.
        log.append(
                fresh.lines().stream().filter(line -> line.seq() > log.last()).toList());
        choices(fresh.runs());
        render(fresh.now());
        problems(fresh);
        wanted = new JobSnapshot.Wanted(jobId, chosenRun().map(RunView::id), log.last());
        if (fresh.over()) {
            over = true;
            log.over(true);
            hide();
        } else if (!fresh.drained() && live != null) {
            live.poke();
        }
    }

    private void failed(Throwable failure) {
        troubleShown = failure.toString();
        Parts.show(trouble, true);
        trouble.getChildren().setAll(ProblemView.of(shell, failure, Optional.of(this::follow)));
    }

    /** Draws what changes by time alone. */
    void render(Instant now) {
        var seen = look;
        if (seen == null) {
            return;
        }
        var job = seen.job();
        head(job, seen, now);
        bar.setProgress(job.percent() / 100.0);
        Parts.show(bar, !job.state().ended());
        var choices = JobChoices.of(job, seen.all());
        Parts.show(stop, choices.stop());
        Parts.show(retry, choices.retry());
        Parts.show(cleanUp, choices.cleanUp());
        chosenRun().ifPresent(run -> timeline.show(seen, run, now));
    }

    private void head(Job job, JobSnapshot fresh, Instant now) {
        var title = words.title(
                job, fresh.runs().isEmpty() ? "" : fresh.runs().getFirst().subject());
        var held = fresh.glances().values().stream().filter(run -> run.held()).findFirst();
        var state =
                held.isPresent() ? new JobWords.State(StateShape.NEEDS_YOU, text.get("state.held")) : words.state(job);
        var facts = JobFacts.of(
                text, times, job, chosenRun().map(run -> fresh.glances().get(run.id())), fresh, now);
        var whole = title + state.word() + facts;
        if (whole.equals(headShown)) {
            return;
        }
        headShown = whole;
        var name = Parts.words(title, "heading");
        HBox.setHgrow(name, Priority.ALWAYS);
        name.setMaxWidth(Double.MAX_VALUE);
        var first = new HBox(12, name, Parts.state(state.shape(), state.word()));
        head.getChildren().setAll(first);
        facts.forEach(fact -> head.getChildren().add(Parts.words(fact, "muted", "figures")));
    }

    /** The runs that failed, each with its cause and what is left. */
    private void problems(JobSnapshot fresh) {
        var bad = fresh.runs().stream()
                .filter(run -> run.problem().isPresent() && run.state() != RunState.CANCELLED)
                .filter(run -> run.state().ended())
                .toList();
        var held = fresh.glances().values().stream()
                .flatMap(run -> run.phase().stream())
                .flatMap(phase -> phase.problem().stream())
                .findFirst();
        var key = bad + held.toString();
        if (key.equals(troubleShown)) {
            return;
        }
        troubleShown = key;
        trouble.getChildren().clear();
        Parts.show(trouble, !bad.isEmpty() || held.isPresent());
        if (!bad.isEmpty()) {
            trouble.getChildren().add(JobTrouble.of(text, shell, bad));
        } else {
            held.ifPresent(why -> trouble.getChildren().add(ProblemView.of(shell, why.exception(), Optional.empty())));
        }
    }

    private void choices(List<RunView> runs) {
        var before = Optional.ofNullable(vm.getValue()).map(RunChoice::words);
        var fresh =
                runs.stream().map(run -> new RunChoice(run.id(), run.subject())).toList();
        if (!fresh.equals(vm.getItems())) {
            vm.getItems().setAll(fresh);
            var again = fresh.stream()
                    .filter(choice -> before.filter(choice.words()::equals).isPresent())
                    .findFirst()
                    .or(() -> interesting(runs, fresh));
            again.ifPresent(choice -> vm.getSelectionModel().select(choice));
        }
        Parts.show(vm, runs.size() > 1);
    }

    /** The first that failed, else the first that is not finished, else the first. */
    private static Optional<RunChoice> interesting(List<RunView> runs, List<RunChoice> choices) {
        for (int i = 0; i < runs.size(); i++) {
            var state = runs.get(i).state();
            if (state == RunState.PARKED || state == RunState.NEEDS_ATTENTION || state == RunState.FAILED) {
                return Optional.of(choices.get(i));
            }
        }
        for (int i = 0; i < runs.size(); i++) {
            if (!runs.get(i).state().ended()) {
                return Optional.of(choices.get(i));
            }
        }
        return choices.stream().findFirst();
    }

    private Optional<RunView> chosenRun() {
        var choice = vm.getValue();
        return look == null || choice == null
                ? Optional.empty()
                : look.runs().stream()
                        .filter(run -> run.id().equals(choice.runId()))
                        .findFirst();
    }

    private void chosen() {
        if (look == null) {
            return;
        }
        render(look.now());
        wanted = new JobSnapshot.Wanted(jobId, chosenRun().map(RunView::id), log.last());
        if (live != null) {
            live.start();
        }
    }

    private JobActions.Place place(String id) {
        return new JobActions.Place(
                view,
                () -> {
                    asked.add(id);
                    refusal = null;
                    standing();
                },
                () -> {
                    answered(id, null);
                    if (shows(id)) {
                        follow();
                    }
                },
                failure -> answered(id, new Refusal(id, failure)));
    }

    private void answered(String id, @Nullable Refusal why) {
        asked.remove(id);
        if (why != null) {
            refusal = why;
        }
        standing();
    }

    /** How it stands with what was asked for the job that is shown. */
    private void standing() {
        boolean waits = asked.contains(jobId);
        List.of(stop, retry, cleanUp).forEach(button -> button.setDisable(waits));
        var why = refusal;
        boolean told = why != null && why.jobId().equals(jobId);
        refused.getChildren().clear();
        Parts.show(refused, told);
        if (why != null && told) {
            refused.getChildren().add(ProblemView.of(shell, why.failure(), Optional.empty()));
        }
    }

    private void askStop() {
        if (look != null) {
            actions.stop(look.job(), look.all(), place(jobId));
        }
    }

    private void askCleanUp() {
        if (look != null) {
            actions.cleanUp(look.job(), look.all(), place(jobId));
        }
    }

    private void doRetry() {
        if (look != null) {
            actions.retry(look.job(), place(jobId));
        }
    }

    /** Whether it shows something that has not ended. */
    boolean moving() {
        return look != null && !over;
    }
}
