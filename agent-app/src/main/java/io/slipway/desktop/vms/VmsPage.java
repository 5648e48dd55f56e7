package io.slipway.desktop.vms;

import io.slipway.desktop.jobs.Parts;
import io.slipway.desktop.shell.Desk;
import io.slipway.desktop.shell.Page;
import io.slipway.desktop.shell.Place;
import io.slipway.server.text.Text;
import javafx.scene.Node;
import javafx.scene.control.SplitPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** The VMs: the tree at the left, the chosen one at the right. */
public final class VmsPage implements Page {
    private final VmTree tree;
    private final VmDetail vm;
    private final NodeDetail node;
    private final Text text;
    private final StackPane right = new StackPane();
    private final VBox view;

    public VmsPage(Desk desk) {
        this.text = desk.text("jobs");
        this.tree = new VmTree(desk, this::chosen);
        this.vm = new VmDetail(desk, tree::choose);
        this.node = new NodeDetail(desk);
        right.getChildren().setAll(Parts.empty(text.get("vms.choose")));
        var split = new SplitPane(tree.view(), right);
        split.setDividerPositions(0.36);
        SplitPane.setResizableWithParent(tree.view(), false);
        VBox.setVgrow(split, Priority.ALWAYS);
        view = new VBox(Parts.words(text.get("vms.title"), "title"), split);
        view.getStyleClass().addAll("page", "vms-page");
        view.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        Parts.dress(view);
    }

    @Override
    public Node view() {
        return view;
    }

    @Override
    public void shown(Place place) {
        if (place instanceof Place.Vms vms) {
            vms.vm().ifPresent(tree::choose);
        }
        tree.start();
    }

    @Override
    public void hidden() {
        tree.stop();
        vm.forget();
    }

    private void chosen(VmEntry entry) {
        switch (entry) {
            case VmEntry.OfVm one -> {
                vm.show(one);
                put(vm.view());
            }
            case VmEntry.OfNode one -> {
                node.show(one.node());
                put(node.view());
            }
            case VmEntry.OfHost host -> put(Parts.empty(text.get("vms.choose")));
            case VmEntry.Unprovisioned bare -> put(Parts.empty(text.get("vms.choose")));
        }
    }

    private void put(Node content) {
        if (!right.getChildren().contains(content)) {
            right.getChildren().setAll(content);
        }
    }

    private void key(KeyEvent event) {
        if (new KeyCodeCombination(KeyCode.F, KeyCombination.SHORTCUT_DOWN).match(event)) {
            tree.focusSearch();
            event.consume();
        }
    }
}
