package io.slipway.desktop.jobs;

import io.slipway.desktop.shell.Desk;
import io.slipway.desktop.shell.Live;
import io.slipway.desktop.shell.Place;
import io.slipway.desktop.shell.ProblemView;
import io.slipway.server.job.Job;
import io.slipway.server.job.JobFilter;
import io.slipway.server.job.JobLine;
import io.slipway.server.job.UsualTimes;
import io.slipway.server.text.Text;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** All jobs, newest first, with a search; the chosen one is told to the page. */
final class JobList {
    private static final int MOST = 500;

    private final Desk desk;
    private final Text text;
    private final Consumer<Optional<Job>> chosen;
    private final ObservableList<JobLine> lines = FXCollections.observableArrayList();
    private final ListView<JobLine> list = new ListView<>(lines);
    private final TextField search = new TextField();
    private final ComboBox<Which> which = new ComboBox<>();
    private final Node none;
    private final Node nothing;
    private final StackPane body = new StackPane();
    private final Live<Found> live;
    private final VBox view;
    private boolean updating;
    private @Nullable Found found;
    /** A job that is to be chosen, wherever it comes from. */
    private Optional<String> wanted = Optional.empty();
    /** Read by the look in the background. */
    private volatile JobFilter filter = JobFilter.ALL;

    /** What one look found. */
    record Found(JobFilter filter, List<JobLine> lines, UsualTimes usual, Instant now) {}

    /** The kinds of jobs one can look for. */
    private record Which(Set<Job.State> states, String words) {
        @Override
        public String toString() {
            return words;
        }
    }

    JobList(Desk desk, Consumer<Optional<Job>> chosen) {
        this.desk = desk;
        this.text = desk.text("jobs");
        this.chosen = chosen;
        this.live = desk.live(this::look, this::shown, this::failed);
        search.setId("jobs-search");
        search.setPromptText(text.get("jobs.search"));
        search.setAccessibleText(text.get("jobs.search"));
        search.textProperty().addListener((seen, before, now) -> filtered());
        which.setId("jobs-which");
        which.setAccessibleText(text.get("jobs.filter.name"));
        which.setMaxWidth(Double.MAX_VALUE);
        which.getItems()
                .setAll(
                        new Which(Set.of(), text.get("jobs.filter.all")),
                        new Which(EnumSet.of(Job.State.QUEUED, Job.State.RUNNING), text.get("jobs.filter.running")),
                        new Which(EnumSet.of(Job.State.FAILED, Job.State.PARTIAL), text.get("jobs.filter.needs")),
                        new Which(EnumSet.of(Job.State.SUCCEEDED), text.get("jobs.filter.done")));
        which.getSelectionModel().selectFirst();
        which.valueProperty().addListener((seen, before, now) -> filtered());
        list.setId("jobs-list");
        list.setAccessibleText(text.get("jobs.list"));
        list.getStyleClass().add("rows");
        list.setCellFactory(view -> new JobCell(text, () -> found));
        list.getSelectionModel().selectedItemProperty().addListener((seen, before, now) -> selected(now));
        none = none();
        nothing = nothing();
        body.getChildren().setAll(Parts.empty(text.get("jobs.loading")));
        VBox.setVgrow(body, Priority.ALWAYS);
        view = new VBox(8, search, which, body);
    }

    Node view() {
        return view;
    }

    void start() {
        live.start();
    }

    void stop() {
        live.stop();
    }

    /** Chooses a job, also one that is not in the list yet. */
    void choose(String jobId) {
        wanted = Optional.of(jobId);
        list.getSelectionModel().clearSelection();
        pick();
    }

    void focusSearch() {
        search.requestFocus();
        search.selectAll();
    }

    /** Whether something in the list changes by time alone. */
    boolean moving() {
        return lines.stream().anyMatch(line -> line.liveliest().isPresent());
    }

    /** Draws the lines in sight anew, as of now. */
    void render(Instant now) {
        if (found != null) {
            found = new Found(found.filter(), found.lines(), found.usual(), now);
            list.refresh();
        }
    }

    private Found look() {
        var asked = filter;
        var board = desk.services().jobs().board();
        var now = desk.services().clock().instant();
        return new Found(asked, board.search(desk.tenant(), asked, MOST), board.usual(desk.tenant(), now), now);
    }

    private void filtered() {
        filter = new JobFilter(
                search.getText(),
                which.getValue() == null ? Set.of() : which.getValue().states());
        live.poke();
    }

    private void clear() {
        search.clear();
        which.getSelectionModel().selectFirst();
    }

    private void shown(Found fresh) {
        found = fresh;
        var before = Optional.ofNullable(list.getSelectionModel().getSelectedItem())
                .map(line -> line.job().id());
        updating = true;
        try {
            replace(fresh.lines());
            before.flatMap(this::position)
                    .ifPresent(at -> list.getSelectionModel().select(at));
        } finally {
            updating = false;
        }
        list.refresh();
        Parts.only(body, content(fresh));
        pick();
        var now = list.getSelectionModel().getSelectedItem();
        if (now != null) {
            chosen.accept(Optional.of(now.job()));
        } else if (wanted.isEmpty() && !lines.isEmpty()) {
            list.getSelectionModel().selectFirst();
        } else if (lines.isEmpty() && fresh.filter().equals(JobFilter.ALL)) {
            chosen.accept(Optional.empty());
        }
    }

    private Node content(Found fresh) {
        if (!fresh.lines().isEmpty()) {
            return list;
        }
        return fresh.filter().equals(JobFilter.ALL) ? none : nothing;
    }

    private Node none() {
        return Parts.empty(
                text.get("jobs.empty"),
                Parts.button(
                        "jobs-new",
                        text.get("overview.newVm"),
                        () -> desk.navigator().open(new Place.NewVm()),
                        "accent"));
    }

    private Node nothing() {
        return Parts.empty(text.get("jobs.nothing"), Parts.button("jobs-clear", text.get("jobs.clear"), this::clear));
    }

    private void failed(Throwable failure) {
        body.getChildren().setAll(ProblemView.of(desk.text("shell"), failure, Optional.of(live::poke)));
    }

    /** Changes only what is different, so that neither the selection nor the scroll position jumps. */
    private void replace(List<JobLine> fresh) {
        boolean same = fresh.stream()
                .map(line -> line.job().id())
                .toList()
                .equals(lines.stream().map(line -> line.job().id()).toList());
        if (!same) {
            lines.setAll(fresh);
            return;
        }
        for (int i = 0; i < fresh.size(); i++) {
            if (!fresh.get(i).equals(lines.get(i))) {
                lines.set(i, fresh.get(i));
            }
        }
    }

    private Optional<Integer> position(String jobId) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).job().id().equals(jobId)) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    private void pick() {
        wanted.flatMap(this::position).ifPresent(at -> {
            wanted = Optional.empty();
            list.getSelectionModel().select(at);
            list.scrollTo(Math.max(0, at - 2));
        });
    }

    private void selected(@Nullable JobLine line) {
        if (!updating && line != null) {
            wanted = Optional.empty();
            chosen.accept(Optional.of(line.job()));
        }
    }
}
