package io.slipway.desktop.wizard;

import io.slipway.server.draft.Draft;
import io.slipway.server.draft.OnHost;
import io.slipway.server.draft.Spot;
import io.slipway.server.hypervisor.Template;
import io.slipway.server.text.ProblemWords;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** How the VMs are called and which addresses they get. */
final class NetworkStep implements Step {
    private static final int SHOWN = 6;

    private final Wizard wizard;
    private final VBox view = new VBox(12);
    private final VBox pattern;
    private final VBox pool;
    private final VBox lines;
    private final HBox common;
    private final Label preview = new Label();
    private final Field.Blocker names = new Field.Blocker();
    private final Field.Blocker network = new Field.Blocker();
    private final ToggleGroup modes = new ToggleGroup();
    private final ComboBox<String> bridge = new ComboBox<>();
    private final List<Bound> bound = new java.util.ArrayList<>();
    private boolean ownFirst;

    private record Bound(TextInputControl input, Draft.Key key) {}

    NetworkStep(Wizard wizard) {
        this.wizard = wizard;
        var text = wizard.text();
        preview.setId("wizard-names");
        preview.setWrapText(true);
        preview.getStyleClass().add("mono");
        pattern = new VBox(
                8,
                new HBox(
                        16,
                        new Field(text.get("names.pattern"), input(Draft.Key.PATTERN, "wizard-pattern"), ""),
                        new Field(text.get("names.count"), input(Draft.Key.COUNT, "wizard-count"), ""),
                        new Field(text.get("names.first"), input(Draft.Key.FIRST, "wizard-first"), "")),
                muted(text.get("names.hint", "{n}", "{n:2}")));
        pool = new VBox(new HBox(
                16,
                new Field(text.get("network.from"), input(Draft.Key.FROM, "wizard-from"), ""),
                new Field(text.get("network.to"), input(Draft.Key.TO, "wizard-to"), "")));
        var table = new TextArea();
        table.setPrefRowCount(6);
        table.getStyleClass().add("mono");
        lines = new VBox(new Field(
                text.get("network.lines"),
                bind(table, Draft.Key.LINES, "wizard-lines"),
                text.get("network.linesHint")));
        common = new HBox(
                16,
                new Field(text.get("network.prefix"), input(Draft.Key.PREFIX, "wizard-prefix"), ""),
                new Field(text.get("network.gateway"), input(Draft.Key.GATEWAY, "wizard-gateway"), ""),
                new Field(text.get("network.dns"), input(Draft.Key.DNS, "wizard-dns"), ""));
        bridge.setId("wizard-bridge");
        bridge.setOnAction(event -> chooseBridge());
        view.getStyleClass().add("step");
        view.getChildren()
                .addAll(
                        heading("names.heading"),
                        modes(),
                        pattern,
                        lines,
                        preview,
                        names,
                        heading("network.heading"),
                        pool,
                        common,
                        network,
                        new HBox(
                                16,
                                new Field(text.get("network.bridge"), bridge, ""),
                                new Field(text.get("network.vlan"), input(Draft.Key.VLAN, "wizard-vlan"), "")));
    }

    private HBox modes() {
        var row = new HBox(16);
        for (var mode : List.of(Draft.DHCP, Draft.POOL, Draft.LIST)) {
            var button = new RadioButton(wizard.text().get("network." + mode));
            button.setId("network-" + mode);
            button.setToggleGroup(modes);
            button.setUserData(mode);
            row.getChildren().add(button);
        }
        modes.selectedToggleProperty().addListener((seen, before, now) -> {
            if (now != null) {
                wizard.change(wizard.draft().with(Draft.Key.MODE, (String) now.getUserData()));
            }
        });
        return row;
    }

    private Label heading(String key) {
        var label = new Label(wizard.text().get(key));
        label.getStyleClass().add("heading");
        return label;
    }

    private static Label muted(String words) {
        var label = new Label(words);
        label.setWrapText(true);
        label.getStyleClass().add("muted");
        return label;
    }

    private TextField input(Draft.Key key, String id) {
        return bind(new TextField(), key, id);
    }

    private <T extends TextInputControl> T bind(T input, Draft.Key key, String id) {
        input.setId(id);
        bound.add(new Bound(input, key));
        input.textProperty().addListener((seen, before, now) -> typed(key, now));
        return input;
    }

    private void typed(Draft.Key key, String now) {
        if (wizard.draft().get(key).equals(now.strip())) {
            return;
        }
        var changed = wizard.draft().with(key, now);
        if (key == Draft.Key.FIRST) {
            ownFirst = true;
        } else if (!ownFirst && (key == Draft.Key.PATTERN || key == Draft.Key.COUNT)) {
            changed = firstFree(changed);
        }
        wizard.change(changed);
    }

    private Draft firstFree(Draft draft) {
        return draft.firstFree(wizard.onHost().map(OnHost::names).orElse(Set.of()), windows());
    }

    private boolean windows() {
        return wizard.template()
                .filter(template -> template.family() == Template.Family.WINDOWS)
                .isPresent();
    }

    private void chooseBridge() {
        var value = bridge.getValue();
        if (value != null) {
            boolean own = value.equals(wizard.text().get("network.bridgeOwn"));
            wizard.change(wizard.draft().with(Draft.Key.BRIDGE, own ? "" : value));
        }
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
        if (!ownFirst && !wizard.draft().has(Draft.Key.FIRST)) {
            wizard.change(firstFree(wizard.draft()));
        }
        bound.getFirst().input().requestFocus();
    }

    @Override
    public void refresh(Checked checked) {
        var draft = wizard.draft();
        bound.forEach(field -> sync(field.input(), draft.get(field.key())));
        var mode = draft.get(Draft.Key.MODE);
        modes.getToggles().stream()
                .filter(toggle -> toggle.getUserData().equals(mode))
                .forEach(toggle -> toggle.setSelected(true));
        show(pattern, !mode.equals(Draft.LIST));
        show(lines, mode.equals(Draft.LIST));
        show(pool, mode.equals(Draft.POOL));
        show(common, !mode.equals(Draft.DHCP));
        bridges();
        var list = draft.namesIfAny(windows());
        preview.setText(
                list.size() <= SHOWN
                        ? String.join(", ", list)
                        : String.join(", ", list.subList(0, SHOWN - 1)) + ", …, " + list.getLast());
        names.show(reason(wizard.desk().language(), checked, Spot.NAMES));
        network.show(reason(wizard.desk().language(), checked, Spot.NETWORK));
    }

    private void bridges() {
        var own = wizard.text().get("network.bridgeOwn");
        var all = new java.util.ArrayList<String>(List.of(own));
        wizard.probe().ifPresent(probe -> all.addAll(probe.bridges()));
        if (!bridge.getItems().equals(all)) {
            bridge.getItems().setAll(all);
        }
        var wanted = wizard.draft().has(Draft.Key.BRIDGE) ? wizard.draft().get(Draft.Key.BRIDGE) : own;
        if (!wanted.equals(bridge.getValue())) {
            bridge.setValue(wanted);
        }
    }

    private static void show(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }

    @Override
    public boolean ready() {
        return !wizard.draft().namesIfAny(windows()).isEmpty()
                || wizard.draft().get(Draft.Key.MODE).equals(Draft.LIST);
    }

    /** What the dry run says against this part of the order. */
    static Optional<String> reason(Locale language, Checked checked, Spot spot) {
        if (!(checked instanceof Checked.Blocked blocked) || blocked.spot() != spot) {
            return Optional.empty();
        }
        var said = ProblemWords.of(language);
        return Optional.of(said.line(blocked.problem()) + " " + said.nextStep(blocked.problem()));
    }

    /** Shows what the draft has, but leaves alone what is being typed. */
    static void sync(TextInputControl input, String wanted) {
        if (!input.getText().strip().equals(wanted)) {
            input.setText(wanted);
        }
    }
}
