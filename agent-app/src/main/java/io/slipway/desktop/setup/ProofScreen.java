package io.slipway.desktop.setup;

import io.slipway.desktop.look.Shapes;
import io.slipway.desktop.shell.Desk;
import io.slipway.server.proof.Proof;
import io.slipway.server.proof.Proof.Finding;
import io.slipway.server.proof.Proof.Subject;
import io.slipway.server.text.Text;
import io.slipway.server.words.ProofWords;
import io.slipway.server.words.StateShape;
import java.util.Arrays;
import java.util.Optional;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** Asked beside found, each found anew where it lies. */
final class ProofScreen {
    private final Text text;
    private final ProofWords words;
    private final Screen screen;

    /** Where its buttons lead. */
    record Ways(Runnable disc, Runnable answerFile, Optional<Runnable> around, Runnable host, Runnable on) {}

    ProofScreen(Desk desk, Proof proof, Ways ways) {
        this.text = desk.text("setup");
        this.words = new ProofWords(desk.text("jobs"));
        boolean passed = proof.passed();
        screen = new Screen(
                        desk.text("shell"),
                        text.get(passed ? "proof.title" : "proof.differs", proof.vm()),
                        text.get("proof.sentence"))
                .wide();
        var card = new VBox(12, table(proof), gone(proof));
        card.getStyleClass().add("card");
        card.setId("proof");
        screen.with(card);
        screen.button("proof-disc", text.get("proof.disc"), ways.disc());
        screen.button("proof-answer", text.get("proof.answer"), ways.answerFile());
        ways.around().ifPresent(look -> screen.button("proof-around", text.get("proof.around"), look));
        screen.button("proof-host", text.get("proof.host"), ways.host());
        screen.primary("proof-continue", text.get("continue"), ways.on());
    }

    Screen screen() {
        return screen;
    }

    private GridPane table(Proof proof) {
        var table = new GridPane(24, 6);
        var grow = new ColumnConstraints();
        grow.setHgrow(Priority.ALWAYS);
        table.getColumnConstraints()
                .addAll(new ColumnConstraints(), new ColumnConstraints(), grow, grow, new ColumnConstraints());
        table.addRow(
                0,
                Screen.label(""),
                Screen.label(text.get("proof.what"), "muted"),
                Screen.label(text.get("proof.asked"), "muted"),
                Screen.label(text.get("proof.found"), "muted"),
                Screen.label(text.get("proof.source"), "muted"));
        for (var finding : proof.findings()) {
            row(table, finding);
        }
        return table;
    }

    private void row(GridPane table, Finding finding) {
        var shape = finding.passed() ? StateShape.DONE : StateShape.FAILED;
        var mark = Shapes.draw(shape);
        mark.setAccessibleText(text.get(finding.passed() ? "state.ok" : "state.bad"));
        table.addRow(
                table.getRowCount(),
                mark,
                Screen.label(words.subject(finding)),
                Screen.label(words.answer(finding.asked()), "mono"),
                Screen.label(words.answer(finding.found()), "mono"),
                Screen.label(words.source(finding), "muted"));
    }

    /** The three promises in one line; one that was not kept is not claimed. */
    private HBox gone(Proof proof) {
        var line = new HBox(24);
        line.setId("proof-gone");
        promise(line, "proof.isoRemoved", proof, Subject.ISO);
        promise(line, "proof.secretsErased", proof, Subject.SECRETS, Subject.RUN_SECRETS);
        promise(line, "proof.tokenClosed", proof, Subject.TOKEN);
        return line;
    }

    private void promise(HBox line, String key, Proof proof, Subject... subjects) {
        boolean kept = Arrays.stream(subjects).allMatch(subject -> proof.findings().stream()
                .anyMatch(finding -> finding.subject() == subject && finding.passed()));
        if (kept) {
            var said = Screen.label(text.get(key), "ok", "strong");
            line.getChildren().add(new HBox(6, Shapes.draw(StateShape.DONE), said));
        }
    }
}
