package io.slipway.desktop.hosts;

import io.slipway.desktop.cards.Card;
import io.slipway.desktop.cards.Fields;
import io.slipway.desktop.jobs.Parts;
import io.slipway.desktop.jobs.Question;
import io.slipway.desktop.shell.Desk;
import io.slipway.desktop.shell.Place;
import io.slipway.desktop.shell.Recorded;
import io.slipway.server.host.Host;
import io.slipway.server.hypervisor.HostProbe;
import io.slipway.server.text.ProblemWords;
import io.slipway.server.text.Text;
import io.slipway.server.words.HostWords;
import io.slipway.server.words.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** One host: how it stands, whether it still is who it was, what we may do there, and its templates. */
final class HostDetail {
    private final Desk desk;
    private final Text text;
    private final Times times;
    private final BiConsumer<Host, HostLine.Sight> seen;
    private final Runnable removed;
    private final VBox cards = new VBox();
    private final ScrollPane view = new ScrollPane(cards);
    private @Nullable String shownId;
    private HostLine.@Nullable Timeless headShown;
    private @Nullable Card head;

    HostDetail(Desk desk, BiConsumer<Host, HostLine.Sight> seen, Runnable removed) {
        this.desk = desk;
        this.text = desk.text("hosts");
        this.times = Times.of(desk.text("jobs"));
        this.seen = seen;
        this.removed = removed;
        cards.getStyleClass().add("cards");
        view.setFitToWidth(true);
        view.getStyleClass().add("plain-scroll");
        view.setId("host-detail");
    }

    Node view() {
        return view;
    }

    /** Forgets what is shown, so that the next time all is asked anew. */
    void hide() {
        shownId = null;
        headShown = null;
    }

    /** Shows a host, or what changed of the one that is shown. */
    void show(HostLine line) {
        var host = line.host();
        if (!host.id().equals(shownId)) {
            shownId = host.id();
            headShown = null;
            var fresh = new Card(desk, "host-head", "", "");
            head = fresh;
            cards.getChildren().setAll(fresh);
            cards.getChildren().add(new IdentityCard(desk, host, () -> ask(host)).view());
            cards.getChildren().add(new RightsCard(desk, host).view());
            cards.getChildren().add(new TemplatesCard(desk, host).view());
            cards.getChildren().add(new LimitsCard(desk, host).view());
            view.setVvalue(0);
        }
        var state = line.timeless();
        if (head != null && !state.equals(headShown)) {
            headShown = state;
            head(head, line);
        }
    }

    private void head(Card card, HostLine line) {
        var host = line.host();
        var rows = new ArrayList<Node>();
        rows.add(Parts.words(host.name(), "heading"));
        rows.add(Parts.state(line.shape(), line.word(text)));
        line.refusal().ifPresent(problem -> rows.add(Parts.words(text.get("stopped.why"), "warn")));
        line.sight()
                .flatMap(HostLine.Sight::problem)
                .ifPresent(problem -> rows.add(Parts.words(
                        ProblemWords.of(text.language()).line(problem) + " (" + problem.code() + ")", "bad")));
        rows.add(Fields.fact(text.get("fact.address"), host.address() + ":" + host.port(), "figures"));
        rows.add(Fields.fact(text.get("fact.signIn"), new HostWords(text).signIn(host)));
        line.sight().flatMap(HostLine.Sight::probe).ifPresent(probe -> facts(rows, probe));
        rows.add(Fields.fact(
                text.get("fact.probed"),
                host.probedAt().map(at -> times.moment(at, line.now())).orElseGet(() -> text.get("list.never")),
                "figures"));
        rows.add(Fields.fact(
                text.get("fact.limits"),
                text.get(
                        "fact.limits.value",
                        String.valueOf(host.limits().slots()),
                        String.valueOf(host.limits().firstVmId()),
                        String.valueOf(host.limits().lastVmId()))));
        var check = Parts.button("host-check", text.get("check"), () -> {}, "accent");
        check.setOnAction(event -> ask(host));
        var orders = Parts.button("host-new-vm", desk.text("shell").get("action.newVm"), () -> desk.navigator()
                .open(new Place.NewVm()));
        var remove = Parts.button("host-remove", text.get("remove"), () -> askRemoval(host), "danger");
        rows.add(Fields.buttons(check, orders, remove));
        card.with(rows.toArray(Node[]::new));
    }

    private void facts(List<Node> rows, HostProbe probe) {
        var words = new HostWords(text);
        rows.add(Fields.fact(text.get("fact.product"), words.product(probe)));
        rows.add(Fields.fact(text.get("fact.size"), words.size(probe), "figures"));
        rows.add(Fields.fact(text.get("fact.storages"), String.join("\n", words.storages(probe)), "figures"));
        if (!probe.bridges().isEmpty()) {
            rows.add(Fields.fact(text.get("fact.bridges"), String.join(", ", probe.bridges())));
        }
        probe.warnings().forEach(warning -> rows.add(Parts.words(warning, "warn")));
    }

    private void ask(Host host) {
        var card = head;
        if (card == null) {
            return;
        }
        var by = card.lookup("#host-check");
        card.run(by == null ? card : by, text.get("check.waits"), () -> HostLine.look(desk, host), sight -> {
            seen.accept(host, sight);
            card.say(text.get(sight.probe().isPresent() ? "check.done" : "check.failed"));
        });
    }

    private void askRemoval(Host host) {
        var words = new Question.Words(
                text.get("remove.title", host.name()),
                List.of(Parts.words(text.get("remove.body"))),
                text.get("remove.yes"),
                text.get("remove.no"));
        Question.ask(view, words, () -> remove(host));
    }

    private void remove(Host host) {
        var card = head;
        if (card == null) {
            return;
        }
        var by = card.lookup("#host-remove");
        card.run(
                by == null ? card : by,
                text.get("remove.waits"),
                () -> new Recorded(desk.services()).call("desktop.host.remove", host.id(), () -> {
                    desk.services().hosts().remove(desk.tenant(), host.id());
                    return true;
                }),
                gone -> {
                    hide();
                    removed.run();
                });
    }
}
