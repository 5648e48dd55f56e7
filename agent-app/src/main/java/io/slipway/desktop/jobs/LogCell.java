package io.slipway.desktop.jobs;

import io.slipway.server.job.LogLine;
import io.slipway.server.words.Times;
import java.util.Set;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;

/** One line of the log: when, which VM when there are several, what. */
final class LogCell extends ListCell<LogLine> {
    private static final PseudoClass MATCH = PseudoClass.getPseudoClass("match");
    private static final PseudoClass WARNING = PseudoClass.getPseudoClass("warning");
    private static final PseudoClass ERROR = PseudoClass.getPseudoClass("error");

    private final Times times;
    private final Set<String> vms;
    private final LogFind find;
    private final Label time = Parts.word("", "log-time");
    private final Label vm = Parts.word("", "log-vm");
    private final Label words = Parts.word("", "log-text");
    private final HBox line = new HBox(12, time, vm, words);

    LogCell(Times times, Set<String> vms, LogFind find) {
        this.times = times;
        this.vms = vms;
        this.find = find;
        getStyleClass().add("log-line");
    }

    @Override
    protected void updateItem(@Nullable LogLine item, boolean nothing) {
        super.updateItem(item, nothing);
        var there = nothing ? null : item;
        setGraphic(there == null ? null : line);
        pseudoClassStateChanged(MATCH, there != null && find.matches(getIndex()));
        pseudoClassStateChanged(WARNING, there != null && there.level() == LogLine.Level.WARNING);
        pseudoClassStateChanged(ERROR, there != null && there.level() == LogLine.Level.ERROR);
        if (there != null) {
            time.setText(times.clock(there.at()));
            vm.setText(there.subject().orElse(""));
            Parts.show(vm, vms.size() > 1);
            words.setText(there.text());
            setAccessibleText(time.getText() + " " + vm.getText() + " " + there.text());
        }
    }
}
