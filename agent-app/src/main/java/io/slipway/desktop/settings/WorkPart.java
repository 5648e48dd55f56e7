package io.slipway.desktop.settings;

import io.slipway.desktop.cards.Card;
import io.slipway.desktop.cards.Fields;
import io.slipway.desktop.jobs.Parts;
import io.slipway.desktop.shell.Desk;
import io.slipway.desktop.shell.Recorded;
import io.slipway.server.host.Host;
import io.slipway.server.text.Text;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.layout.VBox;

/** How much is done at once: holding new jobs back, and what each host takes. */
final class WorkPart implements Part {
    private final Desk desk;
    private final Text text;
    private final Card card;
    private final Card hosts;
    private final CheckBox paused = new CheckBox();
    private final VBox view;

    /** What was read together. */
    private record Read(boolean paused, List<Host> hosts) {}

    WorkPart(Desk desk) {
        this.desk = desk;
        this.text = desk.text("settings");
        this.card = new Card(desk, "card-work", text.get("work.title"), "");
        this.hosts = new Card(desk, "card-limits", text.get("limits.title"), text.get("limits.hint"));
        paused.setId("pause-new");
        paused.setText(text.get("work.pause"));
        paused.setWrapText(true);
        paused.setOnAction(event -> pause());
        card.with(paused, Parts.words(text.get("work.pause.hint"), "muted"));
        view = new VBox(card, hosts);
        view.getStyleClass().add("cards");
    }

    @Override
    public String key() {
        return "work";
    }

    @Override
    public Node view() {
        return view;
    }

    @Override
    public void shown() {
        desk.background().run(this::read, this::show, card::fail);
    }

    private Read read() {
        return new Read(
                desk.services().jobs().pausesNew(), desk.services().hosts().list(desk.tenant()));
    }

    private void show(Read read) {
        paused.setSelected(read.paused());
        var rows = read.hosts().stream()
                .map(host -> (Node) Fields.fact(
                        host.name(),
                        text.get(
                                "limits.value",
                                String.valueOf(host.limits().slots()),
                                String.valueOf(host.limits().firstVmId()),
                                String.valueOf(host.limits().lastVmId()))))
                .toArray(Node[]::new);
        hosts.with(rows.length == 0 ? new Node[] {Parts.words(text.get("limits.none"), "muted")} : rows);
    }

    private void pause() {
        boolean on = paused.isSelected();
        card.run(
                paused,
                text.get("waits"),
                () -> new Recorded(desk.services()).call("desktop.jobs.pause", String.valueOf(on), () -> {
                    desk.services().jobs().pauseNew(desk.tenant(), on);
                    return read();
                }),
                this::show);
    }
}
