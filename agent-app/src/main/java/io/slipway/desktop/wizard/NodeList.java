package io.slipway.desktop.wizard;

import io.slipway.desktop.look.Shapes;
import io.slipway.desktop.shell.Place;
import io.slipway.desktop.shell.ProblemView;
import io.slipway.server.compat.Node;
import io.slipway.server.words.StateShape;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** Machines that applications want and that have no VM yet; takes no room while there are none. */
final class NodeList {
    private final Wizard wizard;
    private final VBox view = new VBox(8);

    NodeList(Wizard wizard) {
        this.wizard = wizard;
        show(List.of());
    }

    javafx.scene.Node view() {
        return view;
    }

    void read() {
        wizard.desk().background().run(wizard.reader()::waiting, this::show, this::failed);
    }

    private void show(List<Node> nodes) {
        view.setVisible(!nodes.isEmpty());
        view.setManaged(!nodes.isEmpty());
        view.getChildren().clear();
        if (!nodes.isEmpty()) {
            var heading = new Label(wizard.text().get("nodes.heading"));
            heading.getStyleClass().add("heading");
            view.getChildren().add(heading);
            nodes.forEach(node -> view.getChildren().add(row(node)));
        }
    }

    private HBox row(Node node) {
        var text = wizard.text();
        var may = NodeActions.of(node);
        var name = new Label(node.name());
        name.getStyleClass().add("strong");
        var state = new Label(text.get(may.provision() ? "nodes.pending" : "nodes.building"));
        state.getStyleClass().add("muted");
        var words = new VBox(2, name, state);
        HBox.setHgrow(words, Priority.ALWAYS);
        var line = new HBox(
                8,
                Shapes.draw(may.provision() ? StateShape.OFF : StateShape.BUSY),
                words,
                button("provision", node, may.provision(), () -> wizard.prefill(node)),
                button("open", node, may.open(), () -> wizard.desk().navigator().open(new Place.Vms(node.vmId()))),
                button("delete", node, may.delete(), () -> forget(node)));
        line.setAlignment(Pos.CENTER_LEFT);
        line.getStyleClass().add("choice");
        return line;
    }

    private Button button(String action, Node node, boolean allowed, Runnable work) {
        var button = new Button(wizard.text().get("nodes." + action));
        button.setId("node-" + action + "-" + node.name());
        button.setDisable(!allowed);
        button.setMinWidth(Button.USE_PREF_SIZE);
        button.setAccessibleText(wizard.text().get("nodes." + action) + " " + node.name());
        button.setOnAction(event -> work.run());
        return button;
    }

    private void forget(Node node) {
        wizard.desk()
                .background()
                .run(
                        () -> {
                            wizard.reader().forget(node);
                            return node;
                        },
                        gone -> read(),
                        this::failed);
    }

    private void failed(Throwable failure) {
        view.setVisible(true);
        view.setManaged(true);
        view.getChildren()
                .setAll(ProblemView.of(wizard.desk().text("shell"), failure, Optional.of((Runnable) this::read)));
    }
}
