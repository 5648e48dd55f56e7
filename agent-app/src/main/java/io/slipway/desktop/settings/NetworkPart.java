package io.slipway.desktop.settings;

import io.slipway.desktop.cards.Card;
import io.slipway.desktop.cards.Fields;
import io.slipway.desktop.jobs.Parts;
import io.slipway.desktop.os.Firewall;
import io.slipway.desktop.shell.Desk;
import io.slipway.desktop.shell.Recorded;
import io.slipway.server.text.Text;
import io.slipway.server.web.LanControl;
import io.slipway.server.words.StateShape;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.VBox;

/** Where VMs reach us: address and port, whether the port answers, and what a firewall needs. */
final class NetworkPart implements Part {
    private static final int PATIENCE_MILLIS = 2000;

    private final Desk desk;
    private final Text text;
    private final Card choice;
    private final Card check;
    private final VBox addresses = new VBox(4);
    private final ToggleGroup mode = new ToggleGroup();
    private final RadioButton off = radio("lan-off", "lan.off");
    private final RadioButton auto = radio("lan-auto", "lan.auto");
    private final RadioButton chosen = radio("lan-chosen", "lan.chosen");
    private final TextField port = Fields.text("lan-port", "");
    private final VBox view;
    private Optional<URI> publicUrl = Optional.empty();

    /** How it stands: what was chosen, the addresses of this machine, where VMs reach us now. */
    private record Standing(LanControl.Choice choice, List<InetAddress> mine, List<URI> urls) {}

    /** Whether the port answers at each address, and what the firewall needs. */
    private record Checked(List<Reached> reached, Firewall.Advice firewall) {}

    private record Reached(String address, boolean answers) {}

    NetworkPart(Desk desk) {
        this.desk = desk;
        this.text = desk.text("settings");
        this.choice = new Card(desk, "card-lan", text.get("lan.title"), text.get("lan.hint"));
        this.check = new Card(desk, "card-lan-check", text.get("lan.check.title"), text.get("lan.check.hint"));
        for (var radio : List.of(off, auto, chosen)) {
            radio.setText(text.get((String) radio.getUserData()));
        }
        addresses.disableProperty().bind(chosen.selectedProperty().not());
        var save = Parts.button("lan-save", text.get("lan.save"), () -> {}, "accent");
        save.setOnAction(event -> save(save));
        choice.with(
                off,
                auto,
                chosen,
                addresses,
                Fields.field(text.get("lan.port"), port, text.get("lan.port.hint")),
                Fields.buttons(save));
        var test = Parts.button("lan-check", text.get("lan.check"), () -> {});
        test.setOnAction(event -> check.run(test, text.get("waits"), this::look, this::tell));
        check.with(Fields.buttons(test));
        view = new VBox(choice, check);
        view.getStyleClass().add("cards");
    }

    private RadioButton radio(String id, String key) {
        var button = new RadioButton();
        button.setId(id);
        button.setUserData(key);
        button.setToggleGroup(mode);
        button.setWrapText(true);
        return button;
    }

    @Override
    public String key() {
        return "network";
    }

    @Override
    public Node view() {
        return view;
    }

    @Override
    public void shown() {
        desk.background().run(this::standing, this::show, choice::fail);
    }

    private Standing standing() {
        var lan = desk.services().lan();
        return new Standing(lan.choice(), lan.mine(), lan.endpoints().urls());
    }

    private void show(Standing standing) {
        var now = standing.choice();
        publicUrl = now.publicUrl();
        (now.auto() ? auto : now.addresses().isEmpty() ? off : chosen).setSelected(true);
        port.setText(String.valueOf(now.port()));
        var all = new LinkedHashSet<>(standing.mine());
        all.addAll(now.addresses());
        addresses.getChildren().clear();
        for (var address : all) {
            var box = new CheckBox(address.getHostAddress().replaceAll("%.*", ""));
            box.setId("lan-address-" + addresses.getChildren().size());
            box.setUserData(address);
            box.setSelected(now.addresses().contains(address));
            addresses.getChildren().add(box);
        }
        choice.outcome(reached(standing.urls()));
    }

    private Node reached(List<URI> urls) {
        var words = urls.isEmpty()
                ? text.get("lan.nowhere")
                : text.get(
                        "lan.reached",
                        String.join(", ", urls.stream().map(URI::toString).toList()));
        return Parts.state(urls.isEmpty() ? StateShape.OFF : StateShape.DONE, words);
    }

    private void save(Button by) {
        var typed = port.getText().strip();
        if (!typed.matches("[0-9]{1,5}") || Integer.parseInt(typed) < 1 || Integer.parseInt(typed) > 65_535) {
            choice.object(text.get("wrong.port"));
            return;
        }
        var picked = addresses.getChildren().stream()
                .map(CheckBox.class::cast)
                .filter(CheckBox::isSelected)
                .map(box -> (InetAddress) box.getUserData())
                .toList();
        if (chosen.isSelected() && picked.isEmpty()) {
            choice.object(text.get("lan.none"));
            return;
        }
        var wanted = new LanControl.Choice(
                auto.isSelected(), chosen.isSelected() ? picked : List.of(), Integer.parseInt(typed), publicUrl);
        choice.run(
                by,
                text.get("waits"),
                () -> new Recorded(desk.services()).call("desktop.lan.choose", "lan", () -> {
                    desk.services().lan().choose(wanted);
                    return standing();
                }),
                this::show);
    }

    private Checked look() {
        var urls = desk.services().lan().endpoints().urls();
        var reached = urls.stream()
                .map(url -> new Reached(url.getHost() + ":" + url.getPort(), answers(url)))
                .toList();
        // The port that is listened on: what was chosen may leave it to the system.
        int open = urls.isEmpty()
                ? desk.services().lan().choice().port()
                : urls.getFirst().getPort();
        return new Checked(reached, Firewall.look(open));
    }

    private static boolean answers(URI url) {
        try (var socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(url.getHost().replaceAll("[\\[\\]]", ""), url.getPort()), PATIENCE_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void tell(Checked found) {
        var rows = new VBox(8);
        if (found.reached().isEmpty()) {
            rows.getChildren().add(Parts.state(StateShape.OFF, text.get("lan.nowhere")));
        }
        found.reached().forEach(one -> rows.getChildren()
                .add(Parts.state(
                        one.answers() ? StateShape.DONE : StateShape.FAILED,
                        text.get(one.answers() ? "lan.answers" : "lan.silent", one.address()))));
        rows.getChildren()
                .add(Parts.words(text.get("firewall." + found.firewall().kind())));
        found.firewall().command().ifPresent(command -> {
            rows.getChildren().add(Parts.words(text.get("firewall.command"), "muted"));
            rows.getChildren().add(Fields.copyLine(desk.text("shell"), "firewall-command", command));
        });
        check.outcome(rows);
    }
}
