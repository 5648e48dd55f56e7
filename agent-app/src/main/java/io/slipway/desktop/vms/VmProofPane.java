package io.slipway.desktop.vms;

import io.slipway.desktop.jobs.Parts;
import io.slipway.desktop.look.Shapes;
import io.slipway.desktop.shell.Desk;
import io.slipway.desktop.shell.ProblemView;
import io.slipway.server.base.Caller;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.inventory.Vm;
import io.slipway.server.proof.Proof;
import io.slipway.server.proof.VmProof;
import io.slipway.server.text.Text;
import io.slipway.server.words.ProofWords;
import io.slipway.server.words.StateShape;
import io.slipway.server.words.Times;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** What was ordered beside what is there, asked anew on the operator's word. */
final class VmProofPane {
    private final Desk desk;
    private final Text text;
    private final ProofWords words;
    private final VBox result = new VBox(8);
    private final Button ask;
    private final VBox content;
    private final ScrollPane view;
    private @Nullable Vm vm;

    VmProofPane(Desk desk) {
        this.desk = desk;
        this.text = desk.text("jobs");
        this.words = new ProofWords(text);
        this.ask = Parts.button("vm-proof-ask", text.get("vm.proof.ask"), this::compare, "accent");
        content = new VBox(12, Parts.words(text.get("vm.proof.hint"), "muted"), ask, result);
        content.getStyleClass().add("tab-body");
        view = new ScrollPane(content);
        view.setFitToWidth(true);
        view.getStyleClass().add("plain-scroll");
    }

    Node view() {
        return view;
    }

    void of(Vm another) {
        vm = another;
        result.getChildren().clear();
        ask.setDisable(another.runId().isEmpty());
    }

    private void compare() {
        var asked = vm;
        if (asked == null) {
            return;
        }
        ask.setDisable(true);
        result.getChildren().setAll(Parts.words(text.get("vm.proof.loading"), "muted"));
        desk.background().run(() -> proof(asked), proof -> show(asked, proof), failure -> failed(asked, failure));
    }

    private Proof proof(Vm asked) {
        var services = desk.services();
        var run = asked.runId()
                .flatMap(id -> services.jobs().run(desk.tenant(), id))
                .orElseThrow(
                        () -> Problem.of(ProblemCode.JOB_NOT_FOUND, "The order of " + asked.name() + " is not kept.")
                                .exception());
        return new VmProof(
                        services.hosts(),
                        services.vms(),
                        services.guestReports(),
                        services.guestTokens(),
                        services.orderVault(),
                        services.clock())
                .of(Caller.localOperator(), run);
    }

    private void show(Vm asked, Proof proof) {
        if (!asked.equals(vm) && (vm == null || !asked.id().equals(vm.id()))) {
            return;
        }
        ask.setDisable(false);
        var now = desk.services().clock().instant();
        var shape = proof.passed() ? StateShape.DONE : StateShape.NEEDS_YOU;
        result.getChildren().setAll(Parts.state(shape, words.verdict(proof)));
        if (!proof.passed() && !proof.finished()) {
            result.getChildren().add(Parts.words(text.get("vm.proof.early")));
        }
        result.getChildren()
                .addAll(
                        table(proof),
                        Parts.words(text.get("vm.proof.at", Times.of(text).moment(now, now)), "muted", "figures"));
    }

    private void failed(Vm asked, Throwable failure) {
        if (vm != null && asked.id().equals(vm.id())) {
            ask.setDisable(false);
            result.getChildren().setAll(ProblemView.of(desk.text("shell"), failure, Optional.of(this::compare)));
        }
    }

    private GridPane table(Proof proof) {
        var table = new GridPane();
        table.getStyleClass().add("facts");
        table.setId("vm-proof-table");
        var narrow = new ColumnConstraints();
        var wide = new ColumnConstraints();
        wide.setHgrow(Priority.ALWAYS);
        table.getColumnConstraints().setAll(narrow, wide, wide, wide, wide);
        table.addRow(
                0,
                new VBox(),
                Parts.words(text.get("vm.proof.what"), "muted"),
                Parts.words(text.get("vm.proof.asked"), "muted"),
                Parts.words(text.get("vm.proof.found"), "muted"),
                Parts.words(text.get("vm.proof.source"), "muted"));
        for (var finding : proof.findings()) {
            var shape = finding.passed() ? StateShape.DONE : StateShape.FAILED;
            table.addRow(
                    table.getRowCount(),
                    Shapes.draw(shape),
                    Parts.words(words.subject(finding)),
                    Parts.words(words.answer(finding.asked())),
                    Parts.words(words.answer(finding.found()), finding.passed() ? "plain" : "bad"),
                    Parts.words(words.source(finding), "muted"));
        }
        return table;
    }
}
