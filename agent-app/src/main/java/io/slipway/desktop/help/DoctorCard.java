package io.slipway.desktop.help;

import io.slipway.desktop.cards.Card;
import io.slipway.desktop.cards.Fields;
import io.slipway.desktop.jobs.Parts;
import io.slipway.desktop.look.Shapes;
import io.slipway.desktop.shell.Desk;
import io.slipway.desktop.shell.Place;
import io.slipway.server.diagnose.Doctor;
import io.slipway.server.diagnose.Doctor.State;
import io.slipway.server.text.Text;
import io.slipway.server.words.StateShape;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** The doctor's findings: what is not well first, with what to do; the rest in one line. */
final class DoctorCard {
    private static final String HOST = "host-";

    private final Desk desk;
    private final Text text;
    private final Card card;
    private final VBox found = new VBox();
    private final Button again;

    DoctorCard(Desk desk) {
        this.desk = desk;
        this.text = desk.text("help");
        this.card = new Card(desk, "card-doctor", text.get("doctor.title"), text.get("doctor.hint"));
        this.again = Parts.button("doctor-run", text.get("doctor.again"), this::examine);
        found.setId("doctor");
        card.with(found, Fields.buttons(again));
    }

    Node view() {
        return card;
    }

    void examine() {
        card.run(
                again,
                text.get("doctor.waits"),
                () -> desk.services().diagnostics().doctor().examine(desk.tenant()),
                this::show);
    }

    private void show(List<Doctor.Check> checks) {
        found.getChildren().clear();
        checks.stream()
                .filter(check -> check.state() != State.OK)
                .sorted(Comparator.comparing(Doctor.Check::state).reversed())
                .forEach(check -> found.getChildren().add(row(check)));
        var well = checks.stream().filter(check -> check.state() == State.OK).toList();
        boolean all = well.size() == checks.size();
        var rows = new VBox(well.stream().map(this::row).toArray(Node[]::new));
        var fold = new TitledPane(
                all ? text.get("doctor.all", well.size()) : text.get("doctor.well", well.size(), checks.size()), rows);
        fold.setId("doctor-well");
        fold.setExpanded(false);
        fold.setAnimated(false);
        found.getChildren().add(fold);
    }

    private Node row(Doctor.Check check) {
        var shape =
                switch (check.state()) {
                    case OK -> StateShape.DONE;
                    case WARN -> StateShape.NEEDS_YOU;
                    case FAIL -> StateShape.FAILED;
                };
        var words = new VBox(2, Parts.words(desk.services().redactor().clean(check.text())));
        check.nextStep().ifPresent(step -> words.getChildren().add(Parts.words(step, "muted")));
        HBox.setHgrow(words, Priority.ALWAYS);
        var drawn = Shapes.draw(shape);
        drawn.setAccessibleText(text.get("doctor.state." + check.state()));
        var row = new HBox(drawn, words);
        if (check.state() != State.OK) {
            fix(check).ifPresent(place -> {
                var fix = Parts.button("fix-" + check.name(), text.get("doctor.fix"), () -> desk.navigator()
                        .open(place));
                fix.setAccessibleText(text.get("doctor.fix") + ": " + check.text());
                row.getChildren().add(fix);
            });
        }
        row.getStyleClass().add("check-row");
        return row;
    }

    /** Where what is wrong can be put right. */
    private static Optional<Place> fix(Doctor.Check check) {
        return switch (check.name()) {
            case "vault-key" -> Optional.of(new Place.Settings(Optional.of("vault")));
            case "lan-listener" -> Optional.of(new Place.Settings(Optional.of("network")));
            case "database-integrity", "database-schema" -> Optional.of(new Place.Settings(Optional.of("backup")));
            default ->
                check.name().startsWith(HOST)
                        ? Optional.of(new Place.Hosts(Optional.of(check.name().substring(HOST.length()))))
                        : Optional.empty();
        };
    }
}
