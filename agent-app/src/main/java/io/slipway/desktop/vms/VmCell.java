package io.slipway.desktop.vms;

import io.slipway.desktop.jobs.Parts;
import io.slipway.desktop.look.Icon;
import io.slipway.server.text.Text;
import io.slipway.server.words.JobWords;
import io.slipway.server.words.StateShape;
import io.slipway.server.words.Times;
import io.slipway.server.words.VmWords;
import java.time.Instant;
import java.util.ArrayList;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.control.TreeCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** One line of the tree: a host, a VM, or a node without one. */
final class VmCell extends TreeCell<VmEntry> {
    /** Of the arrow, the level and the scroll bar. */
    private static final double INDENT = 56;

    private final Text text;
    private final Times times;
    private final Supplier<Instant> now;

    VmCell(Text text, Supplier<Instant> now) {
        this.text = text;
        this.times = Times.of(text);
        this.now = now;
        setPrefWidth(0);
    }

    /** Of wrapped words, at the width there is: the control asks for their height as if they were on one line. */
    @Override
    protected double computePrefHeight(double width) {
        var box = getGraphic();
        double inner = getTreeView().getWidth() - INDENT - snappedLeftInset() - snappedRightInset();
        return box == null
                ? super.computePrefHeight(width)
                : snappedTopInset() + box.prefHeight(inner) + snappedBottomInset();
    }

    @Override
    protected void updateItem(@Nullable VmEntry entry, boolean nothing) {
        super.updateItem(entry, nothing);
        if (nothing || entry == null) {
            setGraphic(null);
            setAccessibleText("");
            return;
        }
        switch (entry) {
            case VmEntry.OfHost host -> head("server", text.count("vms.host", host.vms(), host.name()));
            case VmEntry.Unprovisioned bare -> head("box", text.count("vms.nodes", bare.nodes()));
            case VmEntry.OfVm vm -> vm(vm);
            case VmEntry.OfNode node -> node(node);
        }
    }

    private void head(String icon, String words) {
        setGraphic(new HBox(8, Icon.of(icon, 16), grow(Parts.words(words, "strong"))));
        setAccessibleText(words);
    }

    private void vm(VmEntry.OfVm entry) {
        var state = VmWords.state(text, entry.vm(), entry.run());
        var facts = new ArrayList<String>();
        entry.run().filter(run -> !run.state().ended()).ifPresent(run -> {
            facts.add(new JobWords(text).phase(run));
            run.lastSign().ifPresent(at -> facts.add(text.get("sign", times.ago(at, now.get()))));
        });
        entry.vm().addresses().stream().findFirst().ifPresent(facts::add);
        entry.profile().ifPresent(facts::add);
        line(entry.vm().name(), Parts.state(state.shape(), state.word()), String.join(" · ", facts), state.word());
    }

    private void node(VmEntry.OfNode entry) {
        boolean making = entry.node().actions().isEmpty();
        var word = text.get(making ? "node.making" : "node.state");
        var facts = entry.node()
                .templateId()
                .map(template -> text.get("node.template", template))
                .orElse("");
        line(entry.node().name(), Parts.state(making ? StateShape.BUSY : StateShape.OFF, word), facts, word);
    }

    private void line(String name, Node state, String facts, String word) {
        var box = new VBox(2, new HBox(8, grow(Parts.words(name, "strong")), state));
        if (!facts.isEmpty()) {
            box.getChildren().add(Parts.words(facts, "muted", "figures"));
        }
        HBox.setHgrow(box, Priority.ALWAYS);
        setGraphic(box);
        setAccessibleText(String.join(", ", name, word, facts));
    }

    private static javafx.scene.control.Label grow(javafx.scene.control.Label label) {
        label.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(label, Priority.ALWAYS);
        return label;
    }
}
