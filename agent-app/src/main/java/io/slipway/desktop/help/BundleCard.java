package io.slipway.desktop.help;

import io.slipway.desktop.cards.Card;
import io.slipway.desktop.cards.Fields;
import io.slipway.desktop.jobs.Parts;
import io.slipway.desktop.shell.Desk;
import io.slipway.desktop.shell.Recorded;
import io.slipway.server.diagnose.BundleEntry;
import io.slipway.server.diagnose.DiagnosticBundle;
import io.slipway.server.store.PrivateFiles;
import io.slipway.server.text.Text;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBoxTreeItem;
import javafx.scene.control.TextField;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeView;
import javafx.scene.control.cell.CheckBoxTreeCell;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;

/** A bundle for somebody who helps: everything in it is seen and ticked before it is written, and nothing is sent. */
final class BundleCard {
    private static final double ROW = 32;
    private static final double HIGHEST = 420;

    private final Desk desk;
    private final Text text;
    private final Card card;
    private final VBox preview = new VBox(12);
    private final Button gather;

    /** One line of the tree: an entry, or a folder of them. */
    private record Line(String words, Optional<BundleEntry> entry) {
        @Override
        public String toString() {
            return words;
        }
    }

    BundleCard(Desk desk) {
        this.desk = desk;
        this.text = desk.text("help");
        this.card = new Card(desk, "card-bundle", text.get("bundle.title"), text.get("bundle.hint"));
        this.gather = Parts.button("bundle-gather", text.get("bundle.gather"), this::gather, "accent");
        card.with(preview, Fields.buttons(gather));
    }

    Node view() {
        return card;
    }

    private void gather() {
        card.run(
                gather,
                text.get("bundle.waits"),
                () -> desk.services().diagnostics().prepare(desk.tenant()),
                this::show);
    }

    private void show(DiagnosticBundle bundle) {
        var root = new TreeItem<>(new Line("", Optional.empty()));
        var folders = new TreeMap<String, CheckBoxTreeItem<Line>>();
        for (var entry : bundle.entries()) {
            var slash = entry.name().indexOf('/');
            var item = new CheckBoxTreeItem<>(new Line(words(entry), Optional.of(entry)));
            item.setSelected(entry.ticked());
            if (slash < 0) {
                root.getChildren().add(item);
            } else {
                var folder = folders.computeIfAbsent(entry.name().substring(0, slash), name -> {
                    var made = new CheckBoxTreeItem<>(new Line(name + "/", Optional.empty()));
                    made.setExpanded(true);
                    root.getChildren().add(made);
                    return made;
                });
                folder.getChildren().add(item);
            }
        }
        var tree = new TreeView<>(root);
        tree.setId("bundle-tree");
        tree.setShowRoot(false);
        tree.setCellFactory(CheckBoxTreeCell.forTreeView());
        tree.setFixedCellSize(ROW);
        tree.setPrefHeight(Math.min(HIGHEST, ROW * (bundle.entries().size() + folders.size() + 1)));
        tree.setAccessibleText(text.get("bundle.tree"));
        var file = Fields.text(
                "bundle-file",
                Path.of(System.getProperty("user.home", ""), bundle.fileName()).toString());
        var save = Parts.button("bundle-save", text.get("bundle.save"), () -> {}, "accent");
        save.setOnAction(event -> save(bundle, root, file, save));
        var browse = Parts.button("bundle-browse", text.get("bundle.browse"), () -> browse(bundle, file));
        preview.getChildren()
                .setAll(
                        Fields.copyLine(desk.text("shell"), "bundle-id", bundle.id()),
                        Parts.words(text.get("bundle.redacted"), "muted"),
                        tree);
        bundle.missing().forEach((name, why) -> preview.getChildren()
                .add(Parts.words(text.get("bundle.missing", name, why), "warn")));
        preview.getChildren().addAll(Fields.field(text.get("bundle.file"), file, ""), Fields.buttons(save, browse));
        gather.setText(text.get("bundle.again"));
    }

    private String words(BundleEntry entry) {
        var what = text.has("entry." + entry.name()) ? text.get("entry." + entry.name()) : entry.what();
        return entry.name().equals(DiagnosticBundle.HOST_NAMES)
                ? what
                : text.get("bundle.entry", entry.name(), String.valueOf(Math.max(1, entry.bytes() / 1024)), what);
    }

    private void browse(DiagnosticBundle bundle, TextField file) {
        var chooser = new FileChooser();
        chooser.setInitialFileName(bundle.fileName());
        var chosen = chooser.showSaveDialog(card.getScene().getWindow());
        if (chosen != null) {
            file.setText(chosen.getAbsolutePath());
        }
    }

    private static Optional<Path> target(TextField file) {
        try {
            return Optional.of(Path.of(file.getText().strip())).filter(Path::isAbsolute);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private void save(DiagnosticBundle bundle, TreeItem<Line> root, TextField file, Button by) {
        var target = target(file);
        if (target.isEmpty()) {
            card.object(text.get("bundle.path"));
            return;
        }
        var ticked = leaves(root)
                .filter(CheckBoxTreeItem::isSelected)
                .flatMap(item -> item.getValue().entry().stream())
                .map(BundleEntry::name)
                .collect(Collectors.toSet());
        card.run(
                by,
                text.get("bundle.saving"),
                () -> write(bundle, ticked, target.get()),
                size -> said(bundle, target.get(), size));
    }

    private void said(DiagnosticBundle bundle, Path target, int size) {
        if (size == 0) {
            card.object(text.get("bundle.exists", target.toString()));
        } else {
            card.say(
                    text.get("bundle.saved", target.toString(), String.valueOf(Math.max(1, size / 1024)), bundle.id()));
        }
    }

    /** How many bytes were written; none when there is such a file already, which stays. */
    private int write(DiagnosticBundle bundle, Set<String> ticked, Path target) throws Exception {
        return new Recorded(desk.services()).call("desktop.diagnose.bundle", bundle.id(), () -> {
            if (Files.exists(target)) {
                return 0;
            }
            var zip = new ByteArrayOutputStream();
            bundle.write(zip, ticked);
            PrivateFiles.write(target, zip.toByteArray());
            return zip.size();
        });
    }

    private static java.util.stream.Stream<CheckBoxTreeItem<Line>> leaves(TreeItem<Line> item) {
        return item.getChildren().stream()
                .flatMap(child ->
                        child.isLeaf() ? java.util.stream.Stream.of((CheckBoxTreeItem<Line>) child) : leaves(child));
    }
}
