package io.slipway.desktop.wizard;

import io.slipway.desktop.shell.Place;
import io.slipway.desktop.shell.ProblemView;
import io.slipway.server.draft.Draft;
import io.slipway.server.text.ProblemWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** Where the VMs shall live: only a host that answers now can be chosen. */
final class HostStep implements Step {
    private static final int GIB_SHIFT = 30;

    private final Wizard wizard;
    private final VBox view = new VBox(8);
    private final ChoiceRows list = new ChoiceRows(8);
    private final NodeList waiting;
    private List<HostOption> drawn = List.of();
    private String chosen = "";
    private Optional<Throwable> failed = Optional.empty();

    HostStep(Wizard wizard) {
        this.wizard = wizard;
        this.waiting = new NodeList(wizard);
        var text = wizard.text();
        var heading = new Label(text.get("host.heading"));
        heading.getStyleClass().add("heading");
        var add = link(
                "host.add", "wizard-add-host", () -> wizard.desk().navigator().open(new Place.Hosts(Optional.empty())));
        var again = link("host.again", "wizard-look-again", wizard::lookAgain);
        var iso = link("host.isoOnly", "wizard-iso-only", () -> wizard.desk()
                .navigator()
                .open(new Place.Profiles(Optional.empty())));
        view.getChildren().addAll(waiting.view(), heading, list, new HBox(16, add, again, iso));
        view.getStyleClass().add("step");
    }

    private Hyperlink link(String key, String id, Runnable action) {
        var link = new Hyperlink(wizard.text().get(key));
        link.setId(id);
        link.setOnAction(event -> action.run());
        return link;
    }

    @Override
    public String key() {
        return "host";
    }

    @Override
    public Node view() {
        return view;
    }

    @Override
    public void shown() {
        list.begin();
        waiting.read();
        draw();
    }

    @Override
    public void refresh(Checked checked) {
        if (!drawn.equals(wizard.hosts())
                || !chosen.equals(wizard.draft().get(Draft.Key.HOST))
                || !failed.equals(wizard.hostFailure())) {
            draw();
        }
    }

    private void draw() {
        drawn = wizard.hosts();
        chosen = wizard.draft().get(Draft.Key.HOST);
        failed = wizard.hostFailure();
        var group = new ToggleGroup();
        var rows = new ArrayList<Node>();
        for (var option : drawn) {
            rows.add(row(group, option));
        }
        failed.ifPresent(problem ->
                rows.add(ProblemView.of(wizard.desk().text("shell"), problem, Optional.of(wizard::lookAgain))));
        if (drawn.isEmpty() && failed.isEmpty()) {
            var none = new Label(wizard.text().get("host.none"));
            none.setWrapText(true);
            none.getStyleClass().add("muted");
            rows.add(none);
        }
        list.show(rows, group);
        group.selectedToggleProperty().addListener((seen, before, now) -> {
            if (now != null && !now.getUserData().equals(chosen)) {
                chosen = (String) now.getUserData();
                wizard.change(wizard.draft().with(Draft.Key.HOST, chosen).with(Draft.Key.TEMPLATE, ""));
            }
        });
    }

    private Choice row(ToggleGroup group, HostOption option) {
        var text = wizard.text();
        var host = option.host();
        var detail = option.probe()
                .map(probe -> text.get(
                        "host.detail",
                        probe.product(),
                        probe.version(),
                        probe.cpus(),
                        probe.memoryBytes() >> GIB_SHIFT,
                        probe.storages().stream()
                                        .filter(storage -> storage.active()
                                                && storage.content().contains("images"))
                                        .mapToLong(storage -> storage.availableBytes())
                                        .sum()
                                >> GIB_SHIFT))
                .orElse(option.why().isPresent() ? text.get("host.off") : text.get("host.asking", host.address()));
        var row = new Choice(group, "host-" + host.name(), host.name(), detail, List.of(host.address()));
        row.button().setUserData(host.id());
        row.button().setDisable(!option.connected());
        option.why().ifPresent(why -> {
            var said = ProblemWords.of(wizard.desk().language());
            row.block(Optional.of(said.line(why) + " " + said.nextStep(why)));
        });
        boolean picked =
                option.connected() && (host.id().equals(chosen) || host.name().equals(chosen));
        row.button().setSelected(picked);
        return row;
    }

    @Override
    public boolean ready() {
        return wizard.host().filter(HostOption::connected).isPresent();
    }
}
