package io.slipway.desktop.hosts;

import io.slipway.desktop.cards.Fields;
import io.slipway.desktop.jobs.Parts;
import io.slipway.desktop.look.Shapes;
import io.slipway.server.hypervisor.Right;
import io.slipway.server.hypervisor.RightsReport;
import io.slipway.server.text.Text;
import io.slipway.server.words.HostWords;
import io.slipway.server.words.StateShape;
import java.util.ArrayList;
import javafx.scene.Node;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** What a sign-in may do, right by right, what each is for, and how to grant what is missing. What is missing comes first. */
final class RightsView {
    private final Text text;
    private final Text shell;
    private final VBox view = new VBox(8);

    RightsView(Text text, Text shell, RightsReport report) {
        this.text = text;
        this.shell = shell;
        var rights = report.rights();
        long there = rights.stream().filter(Right::present).count();
        view.setId("rights");
        boolean complete = report.missing().isEmpty();
        view.getChildren()
                .add(Parts.state(
                        complete ? StateShape.DONE : StateShape.FAILED,
                        text.get("rights.count", there, rights.size())));
        view.getChildren().add(Parts.words(text.get("rights.as", report.signedInAs()), "muted"));
        rights.stream().filter(right -> !right.present()).forEach(right -> view.getChildren()
                .add(row(right)));
        var present = new ArrayList<Node>();
        rights.stream().filter(Right::present).forEach(right -> present.add(row(right)));
        var fold = new TitledPane(text.get("rights.each"), new VBox(present.toArray(Node[]::new)));
        fold.setId("rights-each");
        fold.setExpanded(!complete);
        fold.setAnimated(false);
        view.getChildren().add(fold);
    }

    Node view() {
        return view;
    }

    private Node row(Right right) {
        var shape = HostWords.shape(right);
        var said = new HostWords(text);
        var words = new VBox(2, Parts.words(said.purpose(right)));
        words.getChildren().add(Parts.words(right.name() + "  " + right.where(), "mono", "muted"));
        if (!right.present()) {
            words.getChildren().add(Parts.words(said.need(right), shape.colour()));
            words.getChildren().add(Fields.copyLine(shell, "grant-" + right.name(), right.grant()));
        }
        HBox.setHgrow(words, Priority.ALWAYS);
        var row = new HBox(Shapes.draw(shape), words);
        row.getStyleClass().add("check-row");
        return row;
    }
}
