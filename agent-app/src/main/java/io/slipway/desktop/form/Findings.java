package io.slipway.desktop.form;

import io.slipway.desktop.look.Shapes;
import io.slipway.server.form.FormSayings;
import io.slipway.server.schema.FormFinding;
import io.slipway.server.schema.FormFinding.Severity;
import io.slipway.server.words.StateShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/** What a check said, beside the field it is about. */
final class Findings extends VBox {
    private final FormContext context;
    private List<String> shown = List.of();

    Findings(FormContext context) {
        super(2);
        this.context = context;
        getStyleClass().add("form-findings");
        setManaged(false);
        setVisible(false);
    }

    /**
     * Shows other findings.
     *
     * @param idle why the field does not count, if it does not
     * @param target is told to a screen reader together with what is wrong with it
     */
    void show(List<FormFinding> findings, Optional<String> idle, Optional<Control> target) {
        var lines = new ArrayList<String>();
        idle.ifPresent(lines::add);
        findings.forEach(finding -> lines.add(finding.severity() + finding.message()));
        if (lines.equals(shown)) {
            return;
        }
        shown = lines;
        getChildren().clear();
        idle.ifPresent(words -> getChildren().add(line(words, StateShape.OFF, "muted")));
        for (var finding : findings) {
            boolean error = finding.severity() == Severity.ERROR;
            getChildren()
                    .add(line(
                            FormSayings.capital(finding.message()),
                            error ? StateShape.FAILED : StateShape.NEEDS_YOU,
                            error ? "bad" : "warn"));
        }
        setVisible(!lines.isEmpty());
        setManaged(!lines.isEmpty());
        boolean wrong = findings.stream().anyMatch(finding -> finding.severity() == Severity.ERROR);
        target.ifPresent(control -> {
            control.pseudoClassStateChanged(FormStyles.WRONG, wrong);
            control.setAccessibleHelp(help(findings, idle));
        });
    }

    private String help(List<FormFinding> findings, Optional<String> idle) {
        var words = new ArrayList<String>();
        idle.ifPresent(words::add);
        findings.forEach(finding -> words.add(context.text()
                .get(finding.severity() == Severity.ERROR ? "form.problem" : "form.caution", finding.message())));
        return String.join(" ", words);
    }

    private static Label line(String words, StateShape shape, String style) {
        var label = new Label(words, Shapes.draw(shape));
        label.setWrapText(true);
        label.setMinHeight(USE_PREF_SIZE);
        label.getStyleClass().addAll("form-finding", style);
        return label;
    }
}
