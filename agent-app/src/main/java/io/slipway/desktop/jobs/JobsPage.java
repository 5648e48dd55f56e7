package io.slipway.desktop.jobs;

import io.slipway.desktop.shell.Desk;
import io.slipway.desktop.shell.Page;
import io.slipway.desktop.shell.Place;
import io.slipway.desktop.shell.Seconds;
import io.slipway.server.job.Job;
import io.slipway.server.text.Text;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.SplitPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** The jobs: the list at the left, the chosen one at the right, both live. */
public final class JobsPage implements Page {
    private final Desk desk;
    private final JobList list;
    private final JobDetail detail;
    private final StackPane right = new StackPane();
    private final VBox view;
    /** Turns while something is under way, for what changes by time alone. */
    private final Seconds seconds;

    public JobsPage(Desk desk) {
        this.desk = desk;
        Text text = desk.text("jobs");
        this.detail = new JobDetail(desk);
        this.list = new JobList(desk, this::chosen);
        this.seconds = desk.seconds(this::second);
        right.getChildren().setAll(Parts.empty(text.get("jobs.choose")));
        var split = new SplitPane(list.view(), right);
        split.setDividerPositions(0.36);
        SplitPane.setResizableWithParent(list.view(), false);
        VBox.setVgrow(split, Priority.ALWAYS);
        view = new VBox(Parts.words(text.get("jobs.title"), "title"), split);
        view.getStyleClass().addAll("page", "jobs-page");
        view.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        Parts.dress(view);
    }

    @Override
    public Node view() {
        return view;
    }

    @Override
    public void shown(Place place) {
        detail.resume();
        if (place instanceof Place.Jobs jobs) {
            jobs.job().ifPresent(this::choose);
        }
        list.start();
        seconds.play();
    }

    @Override
    public void hidden() {
        seconds.stop();
        list.stop();
        detail.hide();
    }

    /** Also one that is too old for the list. */
    private void choose(String jobId) {
        list.choose(jobId);
        show(jobId);
    }

    private void show(String jobId) {
        right.getChildren().setAll(detail.view());
        detail.show(jobId);
    }

    private void chosen(Optional<Job> job) {
        if (job.isEmpty()) {
            detail.hide();
            right.getChildren().setAll(Parts.empty(desk.text("jobs").get("jobs.choose")));
            return;
        }
        if (right.getChildren().contains(detail.view())
                && detail.shows(job.get().id())) {
            detail.seen(job.get());
            return;
        }
        show(job.get().id());
    }

    private void second() {
        var now = desk.services().clock().instant();
        if (list.moving()) {
            list.render(now);
        }
        if (detail.moving()) {
            detail.render(now);
        }
    }

    /** Ctrl-F in the log finds there; everywhere else it finds jobs. */
    private void key(KeyEvent event) {
        boolean inLog = event.getTarget() instanceof Node node && within(node, "log-pane");
        if (!inLog && new KeyCodeCombination(KeyCode.F, KeyCombination.SHORTCUT_DOWN).match(event)) {
            list.focusSearch();
            event.consume();
        }
    }

    private static boolean within(Node node, String style) {
        for (Node at = node; at != null; at = at.getParent()) {
            if (at.getStyleClass().contains(style)) {
                return true;
            }
        }
        return false;
    }
}
