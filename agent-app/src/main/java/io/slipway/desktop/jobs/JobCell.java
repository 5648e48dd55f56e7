package io.slipway.desktop.jobs;

import io.slipway.server.job.JobLine;
import io.slipway.server.text.Text;
import io.slipway.server.words.JobWords;
import io.slipway.server.words.Times;
import java.util.ArrayList;
import java.util.function.Supplier;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** One job in the list: what it is, how it stands, what it does now and since when. */
final class JobCell extends ListCell<JobLine> {
    private static final double SCROLL_BAR = 16;

    private final Text text;
    private final Times times;
    private final JobWords words;
    private final Supplier<JobList.@Nullable Found> found;
    private final Label title = Parts.words("", "strong");
    private final HBox state = new HBox();
    private final Label phase = Parts.words("");
    private final Label facts = Parts.words("", "muted", "figures");
    private final ProgressBar bar = new ProgressBar();
    private final VBox box;

    JobCell(Text text, Supplier<JobList.@Nullable Found> found) {
        this.text = text;
        this.times = Times.of(text);
        this.words = new JobWords(text);
        this.found = found;
        title.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(title, Priority.ALWAYS);
        bar.setMaxWidth(Double.MAX_VALUE);
        bar.getStyleClass().add("thin");
        box = new VBox(4, new HBox(8, title, state), phase, bar, facts);
        // The list decides the width; without this a long line would widen the cell instead of wrapping.
        setPrefWidth(0);
    }

    /** Of wrapped words, at the width there is: the control asks for their height as if they were on one line. */
    @Override
    protected double computePrefHeight(double width) {
        double inner = getListView().getWidth() - SCROLL_BAR - snappedLeftInset() - snappedRightInset();
        return isEmpty()
                ? super.computePrefHeight(width)
                : snappedTopInset() + box.prefHeight(inner) + snappedBottomInset();
    }

    @Override
    protected void updateItem(@Nullable JobLine line, boolean nothing) {
        super.updateItem(line, nothing);
        var look = found.get();
        if (nothing || line == null || look == null) {
            setGraphic(null);
            setAccessibleText("");
            return;
        }
        var job = line.job();
        var stands = words.state(line, look.usual(), look.now());
        title.setText(words.title(job, line.firstVm()));
        state.getChildren().setAll(Parts.state(stands.shape(), stands.word()));
        var run = line.liveliest();
        var doing = run.map(one -> job.total() > 1 ? one.subject() + ": " + words.phase(one) : words.phase(one))
                .orElse("");
        phase.setText(doing);
        Parts.show(phase, !doing.isEmpty());
        bar.setProgress(job.percent() / 100.0);
        Parts.show(bar, !job.state().ended());
        facts.setText(facts(line, look));
        setGraphic(box);
        setAccessibleText(String.join(", ", title.getText(), stands.word(), doing, facts.getText()));
    }

    private String facts(JobLine line, JobList.Found look) {
        var job = line.job();
        var parts = new ArrayList<String>();
        line.liveliest().ifPresent(run -> {
            parts.add(JobFacts.sign(text, times, run, look.now()));
            look.usual().phase(run).ifPresent(usual -> parts.add(times.usual(usual)));
        });
        if (job.total() > 1) {
            parts.add(text.get("jobs.of", job.succeeded(), job.total()));
        }
        if (line.liveliest().isEmpty()) {
            line.host().ifPresent(parts::add);
            parts.add(times.moment(job.endedAt().orElse(job.createdAt()), look.now()));
        }
        return String.join(" · ", parts);
    }
}
