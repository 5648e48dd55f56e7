package io.slipway.desktop.setup;

import io.slipway.desktop.look.Shapes;
import io.slipway.desktop.shell.Desk;
import io.slipway.desktop.shell.Live;
import io.slipway.server.base.Caller;
import io.slipway.server.guest.ProgressEvent;
import io.slipway.server.job.Job;
import io.slipway.server.provision.VmPlan;
import io.slipway.server.text.Text;
import io.slipway.server.words.StateShape;
import io.slipway.server.workflow.RunView;
import io.slipway.server.workflow.RunView.StepView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** The steps of one VM as they happen, with what the guest itself reports. */
final class BuildScreen {
    private static final double MILLIS = 1000;

    private final Desk desk;
    private final Text text;
    private final Text jobs;
    private final Screen screen;
    private final VBox steps = new VBox(4);
    private final ProgressBar bar = new ProgressBar(0);
    private final Live<Look> live;
    private final Consumer<Look> ended;
    private boolean over;

    /** The job at one moment. */
    record Look(Job job, Optional<RunView> run, List<ProgressEvent> guest) {
        Look {
            guest = List.copyOf(guest);
        }
    }

    BuildScreen(Desk desk, String jobId, Runnable back, Consumer<Look> ended) {
        this.desk = desk;
        this.text = desk.text("setup");
        this.jobs = desk.text("jobs");
        this.ended = ended;
        screen = new Screen(desk.text("shell"), text.get("build.title"), text.get("build.sentence")).back(back);
        bar.setMaxWidth(Double.MAX_VALUE);
        bar.setAccessibleText(text.get("build.progress"));
        steps.getStyleClass().addAll("card");
        steps.setId("build-steps");
        screen.with(bar, steps);
        live = desk.live(() -> look(jobId), this::show, failure -> screen.failed(failure, Optional.empty()));
        live.start();
    }

    Screen screen() {
        return screen;
    }

    void stop() {
        live.stop();
    }

    private Look look(String jobId) {
        var services = desk.services();
        var job = services.jobs().require(desk.tenant(), jobId);
        var run = services.jobs().runs(desk.tenant(), jobId).stream().findFirst();
        var guest = run.map(found -> VmPlan.fromJson(found.input()).vmUuid())
                .map(uuid -> services.guestReports().list(Caller.localOperator(), uuid))
                .orElse(List.of());
        return new Look(job, run, guest);
    }

    private void show(Look look) {
        bar.setProgress(look.job().percent() / 100.0);
        steps.getChildren().clear();
        look.run().ifPresent(run -> {
            for (var step : run.steps()) {
                steps.getChildren().add(row(step));
                if (step.kind().startsWith("await-") && step.startedAt().isPresent()) {
                    look.guest().stream().filter(event -> during(step, event)).forEach(event -> steps.getChildren()
                            .add(report(event)));
                }
            }
            run.problem().ifPresent(problem -> screen.failed(problem.exception(), Optional.empty()));
        });
        if (look.job().state().ended() && !over) {
            over = true;
            live.stop();
            ended.accept(look);
        }
    }

    private static boolean during(StepView step, ProgressEvent event) {
        return !event.at().isBefore(step.startedAt().orElseThrow())
                && step.endedAt().filter(end -> event.at().isAfter(end)).isEmpty();
    }

    private HBox row(StepView step) {
        var shape =
                switch (step.state()) {
                    case "done" -> StateShape.DONE;
                    case "failed" -> StateShape.FAILED;
                    case "running", "waiting" -> StateShape.BUSY;
                    default -> StateShape.IDLE;
                };
        var key = "step." + step.kind();
        var name = new Label(jobs.has(key) ? jobs.get(key) : step.kind());
        name.getStyleClass().add(shape == StateShape.IDLE ? "muted" : "step-name");
        name.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(name, Priority.ALWAYS);
        var facts = Screen.label(facts(step), "muted", "mono");
        facts.setWrapText(false);
        var row = new HBox(8, Shapes.draw(shape), name, facts);
        row.setAlignment(Pos.CENTER_LEFT);
        row.setAccessibleText(name.getText() + ", " + text.get("state." + shape.colour()) + ", " + facts.getText());
        return row;
    }

    /** How long it took; of the disc also its digest, by which it is known on the host. */
    private String facts(StepView step) {
        var digest = step.output()
                .map(json -> json.path("sha256").asString(""))
                .filter(hex -> hex.length() > 8)
                .map(hex -> "sha256 " + hex.substring(0, 8) + "…  ")
                .orElse("");
        return step.startedAt()
                .flatMap(from -> step.endedAt().map(to -> digest + took(Duration.between(from, to))))
                .orElse("");
    }

    private String took(Duration time) {
        return time.toMillis() < MILLIS
                ? text.get("build.millis", time.toMillis())
                : text.get("build.seconds", time.toMillis() / MILLIS);
    }

    private HBox report(ProgressEvent event) {
        var words = Screen.label(
                event.step()
                        + (event.step().equals(event.status().word())
                                ? ""
                                : " " + event.status().word()),
                "muted",
                "mono");
        var row = new HBox(8, words);
        row.getStyleClass().add("guest-report");
        return row;
    }
}
