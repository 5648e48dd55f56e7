package io.slipway.desktop.vms;

import io.slipway.desktop.jobs.Parts;
import io.slipway.desktop.shell.Desk;
import io.slipway.desktop.shell.Live;
import io.slipway.desktop.shell.Place;
import io.slipway.desktop.shell.ProblemView;
import io.slipway.server.text.Text;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.TextField;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeView;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** All VMs by host, and the nodes without one, with a search; the chosen one is told to the page. */
final class VmTree {
    private final Desk desk;
    private final Text text;
    private final Consumer<VmEntry> chosen;
    private final TreeItem<VmEntry> root = new TreeItem<>();
    private final TreeView<VmEntry> tree = new TreeView<>(root);
    private final TextField search = new TextField();
    private final Node none;
    private final Node nothing;
    private final StackPane body = new StackPane();
    private final Live<VmInventory> live;
    private final VBox view;
    private final Set<String> closed = new HashSet<>();
    private List<VmInventory.Branch> shown = List.of();
    private @Nullable VmInventory look;
    private boolean updating;
    private Optional<String> wanted = Optional.empty();

    VmTree(Desk desk, Consumer<VmEntry> chosen) {
        this.desk = desk;
        this.text = desk.text("jobs");
        this.chosen = chosen;
        this.live = desk.live(() -> VmInventory.read(desk), this::shown, this::failed);
        search.setId("vms-search");
        search.setPromptText(text.get("vms.search"));
        search.setAccessibleText(text.get("vms.search"));
        search.textProperty().addListener((seen, before, now) -> render());
        tree.setId("vms-tree");
        tree.setAccessibleText(text.get("vms.list"));
        tree.setShowRoot(false);
        tree.getStyleClass().add("rows");
        tree.setCellFactory(view -> new VmCell(text, this::now));
        tree.getSelectionModel().selectedItemProperty().addListener((seen, before, now) -> selected(now));
        none = none();
        nothing = nothing();
        body.getChildren().setAll(Parts.empty(text.get("vms.loading")));
        VBox.setVgrow(body, Priority.ALWAYS);
        view = new VBox(8, search, body);
    }

    Node view() {
        return view;
    }

    void start() {
        live.start();
    }

    void stop() {
        live.stop();
    }

    /** Chooses a VM by id or name, also one that is not in the tree yet. */
    void choose(String idOrName) {
        wanted = Optional.of(idOrName);
        pick();
    }

    void focusSearch() {
        search.requestFocus();
        search.selectAll();
    }

    private Instant now() {
        return look == null ? desk.services().clock().instant() : look.now();
    }

    private void shown(VmInventory fresh) {
        look = fresh;
        render();
    }

    private void failed(Throwable failure) {
        body.getChildren().setAll(ProblemView.of(desk.text("shell"), failure, Optional.of(live::poke)));
    }

    private void render() {
        if (look == null) {
            return;
        }
        var fresh = look.branches(search.getText());
        if (!fresh.equals(shown)) {
            var before = Optional.ofNullable(tree.getSelectionModel().getSelectedItem())
                    .map(item -> item.getValue().key());
            replace(fresh);
            before.flatMap(this::item)
                    .ifPresent(item -> tree.getSelectionModel().select(item));
        } else {
            tree.refresh();
        }
        Parts.only(body, content());
        pick();
        var item = tree.getSelectionModel().getSelectedItem();
        if (item != null) {
            chosen.accept(item.getValue());
        } else if (wanted.isEmpty()) {
            first().ifPresent(one -> tree.getSelectionModel().select(one));
        }
    }

    /** The same lines with news are changed in place, so that nothing jumps. */
    private void replace(List<VmInventory.Branch> fresh) {
        boolean sameLines = keys(fresh).equals(keys(shown));
        shown = fresh;
        updating = true;
        try {
            if (sameLines) {
                for (int i = 0; i < fresh.size(); i++) {
                    var branch = root.getChildren().get(i);
                    branch.setValue(fresh.get(i).head());
                    for (int j = 0; j < fresh.get(i).below().size(); j++) {
                        branch.getChildren()
                                .get(j)
                                .setValue(fresh.get(i).below().get(j));
                    }
                }
            } else {
                root.getChildren().setAll(fresh.stream().map(this::branch).toList());
            }
        } finally {
            updating = false;
        }
    }

    private static List<String> keys(List<VmInventory.Branch> branches) {
        return branches.stream()
                .flatMap(branch -> java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(branch.head().key()),
                        branch.below().stream().map(VmEntry::key)))
                .toList();
    }

    private TreeItem<VmEntry> branch(VmInventory.Branch branch) {
        var item = new TreeItem<>(branch.head());
        item.setExpanded(!closed.contains(branch.head().key()));
        item.expandedProperty().addListener((seen, before, open) -> {
            if (open) {
                closed.remove(item.getValue().key());
            } else {
                closed.add(item.getValue().key());
            }
        });
        item.getChildren().setAll(branch.below().stream().map(TreeItem::new).toList());
        return item;
    }

    private Node content() {
        if (!shown.isEmpty()) {
            return tree;
        }
        return search.getText().isBlank() ? none : nothing;
    }

    private Node none() {
        return Parts.empty(
                text.get("vms.empty"),
                Parts.button(
                        "vms-new",
                        text.get("overview.newVm"),
                        () -> desk.navigator().open(new Place.NewVm()),
                        "accent"));
    }

    private Node nothing() {
        return Parts.empty(text.get("vms.nothing"), Parts.button("vms-clear", text.get("vms.clear"), search::clear));
    }

    private Optional<TreeItem<VmEntry>> item(String key) {
        return root.getChildren().stream()
                .flatMap(branch -> java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(branch), branch.getChildren().stream()))
                .filter(item -> item.getValue().key().equals(key))
                .findFirst();
    }

    private Optional<TreeItem<VmEntry>> first() {
        return root.getChildren().stream()
                .flatMap(branch -> branch.getChildren().stream())
                .findFirst();
    }

    private void pick() {
        wanted.flatMap(this::named).ifPresent(item -> {
            wanted = Optional.empty();
            tree.getSelectionModel().select(item);
            tree.scrollTo(Math.max(0, tree.getRow(item) - 2));
        });
    }

    private Optional<TreeItem<VmEntry>> named(String idOrName) {
        return root.getChildren().stream()
                .flatMap(branch -> branch.getChildren().stream())
                .filter(item -> item.getValue() instanceof VmEntry.OfVm vm
                        && (vm.vm().id().equals(idOrName) || vm.vm().name().equalsIgnoreCase(idOrName)))
                .findFirst();
    }

    private void selected(@Nullable TreeItem<VmEntry> item) {
        if (!updating && item != null) {
            chosen.accept(item.getValue());
        }
    }
}
