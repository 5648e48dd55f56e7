package io.slipway.desktop.overview;

import io.slipway.desktop.jobs.Parts;
import io.slipway.desktop.look.Shapes;
import io.slipway.desktop.shell.Desk;
import io.slipway.desktop.shell.Hold;
import io.slipway.desktop.shell.Live;
import io.slipway.desktop.shell.Page;
import io.slipway.desktop.shell.Place;
import io.slipway.desktop.shell.ProblemView;
import io.slipway.desktop.shell.Seconds;
import io.slipway.server.job.RunGlance;
import io.slipway.server.overview.Need;
import io.slipway.server.overview.Overview;
import io.slipway.server.overview.Situation;
import io.slipway.server.text.Text;
import io.slipway.server.words.JobWords;
import io.slipway.server.words.StateShape;
import io.slipway.server.words.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** What needs you, what is being worked on, what came of the day, how the hosts are. Blocks without content are not shown. */
public final class OverviewPage implements Page {
    private static final int MOST_RUNS = 12;
    private static final int MOST_NEEDS = 20;

    private final Desk desk;
    private final Text text;
    private final Times times;
    private final JobWords words;
    private final Live<Overview> live;
    private final VBox body = new VBox(16);
    private final ScrollPane view = new ScrollPane(body);
    private final Seconds seconds;
    private @Nullable Overview look;
    private List<Need> needs = List.of();
    private final VBox needsCard;
    private final VBox runs = new VBox(12);

    public OverviewPage(Desk desk) {
        this.desk = desk;
        this.text = desk.text("jobs");
        this.times = Times.of(text);
        this.words = new JobWords(text);
        this.live = desk.live(this::read, this::shown, this::failed);
        this.needsCard = card("overview-needs", "overview.needs");
        this.seconds = desk.seconds(this::second);
        body.getStyleClass().add("page");
        body.getChildren().setAll(title(), Parts.words(text.get("overview.loading"), "muted"));
        view.setFitToWidth(true);
        view.setFitToHeight(true);
        view.getStyleClass().addAll("plain-scroll", "overview");
        Parts.dress(view);
    }

    private Node title() {
        return Parts.words(text.get("overview.title"), "title");
    }

    @Override
    public Node view() {
        return view;
    }

    @Override
    public void shown(Place place) {
        live.start();
        seconds.play();
    }

    @Override
    public void hidden() {
        live.stop();
        seconds.stop();
    }

    private void failed(Throwable failure) {
        body.getChildren().setAll(title(), ProblemView.of(desk.text("shell"), failure, Optional.of(live::poke)));
    }

    private void second() {
        if (look != null && !look.underWay().isEmpty() && !Hold.ofWindows().holding()) {
            runs(look, desk.services().clock().instant());
        }
    }

    private Overview read() {
        var services = desk.services();
        var situation = Situation.read(
                new Situation.Sources(services.jobs(), services.hosts(), services.health(), services.vault()),
                desk.tenant(),
                services.clock().instant());
        return Overview.read(services.jobs(), desk.tenant(), times, situation);
    }

    private static Place place(Need.Goal goal) {
        return switch (goal) {
            case Need.Goal.OfVault vault -> new Place.Settings(Optional.of("vault"));
            case Need.Goal.OfWarning warning -> new Place.Settings(Optional.of(warning.name()));
            case Need.Goal.OfHost host -> new Place.Hosts(Optional.of(host.name()));
            case Need.Goal.OfJob job -> new Place.Jobs(Optional.of(job.id()));
        };
    }

    private void shown(Overview fresh) {
        look = fresh;
        var blocks = new ArrayList<Node>();
        blocks.add(title());
        var now = Need.of(text, fresh.situation());
        if (!now.equals(needs) || needsCard.getChildren().size() < 2) {
            needs = now;
            drawNeeds(fresh.now());
        }
        if (!needs.isEmpty()) {
            blocks.add(needsCard);
        }
        if (!fresh.any()) {
            blocks.add(teach(fresh));
        }
        if (!fresh.underWay().isEmpty()) {
            runs(fresh, fresh.now());
            blocks.add(building());
        }
        if (fresh.any()) {
            if (needs.isEmpty()) {
                blocks.add(Parts.state(StateShape.DONE, text.get("overview.calm")));
            }
            blocks.add(today(fresh));
        }
        if (!fresh.hosts().isEmpty()) {
            blocks.add(hosts(fresh));
        }
        keepFocus(() -> body.getChildren().setAll(blocks));
    }

    /** A block that is put in place again keeps the keyboard where it was. */
    private void keepFocus(Runnable change) {
        var scene = view.getScene();
        var before = scene == null ? null : scene.getFocusOwner();
        var id = before == null ? null : before.getId();
        change.run();
        if (id != null && before != null && before.getScene() == null) {
            var again = body.lookup("#" + id);
            if (again != null) {
                again.requestFocus();
            }
        }
    }

    private VBox card(String id, String key) {
        var card = new VBox(12, Parts.words(text.get(key), "heading"));
        card.getStyleClass().add("card");
        card.setId(id);
        return card;
    }

    private void drawNeeds(Instant now) {
        var lines = new ArrayList<Node>();
        lines.add(Parts.words(text.get("overview.needs") + " (" + needs.size() + ")", "heading"));
        for (int i = 0; i < Math.min(needs.size(), MOST_NEEDS); i++) {
            lines.add(line(needs.get(i), i, now));
        }
        needsCard.getChildren().setAll(lines);
    }

    private Node line(Need need, int position, Instant now) {
        var said = new VBox(2, Parts.words(need.what(), "strong"));
        if (!need.why().isEmpty()) {
            said.getChildren().add(Parts.words(need.why(), "muted"));
        }
        need.since().ifPresent(at -> said.getChildren()
                .add(Parts.words(text.get("since", times.moment(at, now)), "muted", "figures")));
        HBox.setHgrow(said, Priority.ALWAYS);
        var show = Parts.button(
                "need-" + position, need.verb(), () -> desk.navigator().open(place(need.goal())));
        show.setAccessibleText(need.verb() + ": " + need.what());
        return new HBox(12, Shapes.draw(need.shape()), said, show);
    }

    private Node building() {
        var card = card("overview-building", "overview.building");
        card.getChildren().add(runs);
        return card;
    }

    private void runs(Overview fresh, Instant now) {
        var all = fresh.underWay();
        var lines = new ArrayList<Node>();
        all.stream().limit(MOST_RUNS).forEach(run -> lines.add(line(fresh, run, now)));
        if (all.size() > MOST_RUNS) {
            lines.add(Parts.words(text.count("overview.more", all.size() - (long) MOST_RUNS), "muted"));
        }
        keepFocus(() -> runs.getChildren().setAll(lines));
    }

    private Node line(Overview fresh, RunGlance run, Instant now) {
        var name = Parts.button(
                "run-" + run.subject(),
                run.subject(),
                () -> desk.navigator().open(new Place.Jobs(Optional.of(run.jobId()))),
                "flat",
                "strong");
        var facts = new ArrayList<String>();
        facts.add(
                run.lastSign().map(at -> text.get("sign", times.ago(at, now))).orElseGet(() -> text.get("sign.none")));
        fresh.usual().phase(run).ifPresent(usual -> facts.add(times.usual(usual)));
        Optional.ofNullable(fresh.left().get(run.runId()))
                .map(left -> left.minus(java.time.Duration.between(fresh.now(), now)))
                .ifPresent(left -> facts.add(text.get("left", times.span(Times.rounded(left)))));
        var bar = new ProgressBar(run.percent() / 100.0);
        bar.setMaxWidth(Double.MAX_VALUE);
        bar.getStyleClass().add("thin");
        var phase = Parts.words(words.phase(run));
        HBox.setHgrow(phase, Priority.ALWAYS);
        var first = new HBox(8, name, phase);
        first.getStyleClass().add("row");
        var said = new VBox(4, first, bar, Parts.words(String.join(" · ", facts), "muted", "figures"));
        HBox.setHgrow(said, Priority.ALWAYS);
        var shape = run.held() ? StateShape.NEEDS_YOU : JobWords.shape(run.state());
        return new HBox(12, Shapes.draw(shape), said);
    }

    private Node today(Overview fresh) {
        var day = fresh.today();
        var parts = new ArrayList<String>();
        if (day.built() > 0) {
            parts.add(text.count("overview.built", day.built()));
        }
        if (day.failed() > 0) {
            parts.add(text.count("overview.failed", day.failed()));
        }
        day.median().ifPresent(median -> parts.add(text.get("overview.median", times.span(median))));
        fresh.lastWeek().median().ifPresent(median -> parts.add(text.get("overview.lastWeek", times.span(median))));
        var card = card("overview-today", "overview.today");
        card.getChildren()
                .add(Parts.words(
                        parts.isEmpty() ? text.get("overview.nothingToday") : String.join(" · ", parts), "figures"));
        if (day.failed() > 0) {
            card.getChildren()
                    .add(Parts.button("overview-see-failed", text.get("overview.seeFailed"), () -> desk.navigator()
                            .open(new Place.Jobs(Optional.empty()))));
        }
        return card;
    }

    private Node hosts(Overview fresh) {
        var card = card("overview-hosts", "overview.hosts");
        for (var line : fresh.hosts()) {
            var host = line.host();
            boolean stopped = line.stopped().isPresent();
            var checked = host.probedAt()
                    .map(at -> text.get("host.trusted", times.ago(at, fresh.now())))
                    .orElseGet(() -> text.get("host.unchecked"));
            var name = Parts.button(
                    "host-" + host.name(),
                    host.name(),
                    () -> desk.navigator().open(new Place.Hosts(Optional.of(host.name()))),
                    "flat",
                    "strong");
            var shape =
                    stopped ? StateShape.NEEDS_YOU : host.probedAt().isPresent() ? StateShape.DONE : StateShape.IDLE;
            var said = Parts.words(
                    stopped ? text.get("host.stopped") : host.address() + " · " + checked, stopped ? "warn" : "muted");
            HBox.setHgrow(said, Priority.ALWAYS);
            var row = new HBox(12, Shapes.draw(shape), name, said);
            row.getStyleClass().add("row");
            card.getChildren().add(row);
        }
        return card;
    }

    /** Nothing was ever made: one sentence and one action. */
    private Node teach(Overview fresh) {
        boolean bare = fresh.hosts().isEmpty();
        var card = new VBox(12);
        card.getStyleClass().addAll("card", "empty");
        card.setId("overview-empty");
        var said = Parts.words(text.get(bare ? "overview.empty.hosts" : "overview.empty.jobs"), "muted");
        var action = bare
                ? Parts.button(
                        "overview-add-host",
                        text.get("overview.addHost"),
                        () -> desk.navigator().open(new Place.Hosts(Optional.empty())),
                        "accent")
                : Parts.button(
                        "overview-new-vm",
                        text.get("overview.newVm"),
                        () -> desk.navigator().open(new Place.NewVm()),
                        "accent");
        card.getChildren().setAll(Parts.words(text.get("overview.empty.title"), "heading"), said, action);
        return card;
    }
}
