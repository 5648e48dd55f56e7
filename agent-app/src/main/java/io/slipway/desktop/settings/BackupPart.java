package io.slipway.desktop.settings;

import io.slipway.desktop.cards.Card;
import io.slipway.desktop.cards.Fields;
import io.slipway.desktop.jobs.Parts;
import io.slipway.desktop.jobs.Question;
import io.slipway.desktop.shell.Desk;
import io.slipway.desktop.shell.Recorded;
import io.slipway.server.backup.BackupReport;
import io.slipway.server.backup.RestoreChoice;
import io.slipway.server.base.Caller;
import io.slipway.server.base.Secret;
import io.slipway.server.store.PrivateFiles;
import io.slipway.server.text.Text;
import io.slipway.server.words.Times;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;

/** Backups: one encrypted file; verified, and restored after a look at what that would change. */
final class BackupPart implements Part {
    private static final String SUFFIX = "*.backup";

    private final Desk desk;
    private final Text text;
    private final PasswordField words = Fields.secret("restore-words");
    private final VBox view;

    BackupPart(Desk desk) {
        this.desk = desk;
        this.text = desk.text("settings");
        view = new VBox(create(), restore());
        view.getStyleClass().add("cards");
    }

    @Override
    public String key() {
        return "backup";
    }

    @Override
    public Node view() {
        return view;
    }

    @Override
    public void hidden() {
        words.clear();
    }

    private Node fileLine(TextField path, String id, boolean saving) {
        var browse = Parts.button(id + "-browse", text.get("browse"), () -> {
            var chooser = new FileChooser();
            chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter(text.get("backup.kind"), SUFFIX));
            chooser.setInitialFileName("slipway.backup");
            var window = view.getScene().getWindow();
            var chosen = saving ? chooser.showSaveDialog(window) : chooser.showOpenDialog(window);
            if (chosen != null) {
                path.setText(chosen.getAbsolutePath());
            }
        });
        return new VBox(8, Fields.field(text.get("backup.file"), path, ""), browse);
    }

    private static Optional<Path> path(TextField field) {
        try {
            return Optional.of(Path.of(field.getText().strip())).filter(Path::isAbsolute);
        } catch (java.nio.file.InvalidPathException e) {
            return Optional.empty();
        }
    }

    private Card create() {
        var card = new Card(desk, "card-backup", text.get("backup.title"), text.get("backup.hint"));
        var file = Fields.text("backup-file", "");
        var here = new CheckBox(text.get("backup.here"));
        here.setId("backup-here");
        here.setWrapText(true);
        var make = Parts.button("backup-make", text.get("backup.make"), () -> {}, "accent");
        make.setOnAction(event -> path(file)
                .ifPresentOrElse(
                        target -> make(card, make, target, here.isSelected()),
                        () -> card.object(text.get("backup.path"))));
        return card.with(fileLine(file, "backup", true), here, Fields.buttons(make));
    }

    private void make(Card card, Button by, Path target, boolean here) {
        card.run(
                by,
                text.get("backup.waits"),
                () -> new Recorded(desk.services()).call("desktop.backup.create", "backup", () -> {
                    if (Files.exists(target)) {
                        return 0;
                    }
                    var bytes = desk.services().backups().create(Caller.localOperator(), here);
                    PrivateFiles.write(target, bytes);
                    return bytes.length;
                }),
                size -> {
                    if (size == 0) {
                        card.object(text.get("backup.exists", target.toString()));
                    } else {
                        card.say(text.get("backup.made", target.toString(), String.valueOf(Math.max(1, size / 1024))));
                    }
                });
    }

    private Card restore() {
        var card = new Card(desk, "card-restore", text.get("restore.title"), text.get("restore.hint"));
        var file = Fields.text("restore-file", "");
        var replace = new CheckBox(text.get("restore.replace"));
        replace.setId("restore-replace");
        replace.setWrapText(true);
        var verify = Parts.button("backup-verify", text.get("restore.verify"), () -> {});
        verify.setOnAction(event -> read(card, verify, file, Optional.empty()));
        var look = Parts.button("restore-look", text.get("restore.look"), () -> {});
        look.setOnAction(event -> read(
                card, look, file, Optional.of(new RestoreChoice(true, replace.isSelected(), false, Optional.empty()))));
        var go = Parts.button("restore-do", text.get("restore.do"), () -> {}, "danger");
        go.setOnAction(event -> Question.ask(
                view,
                new Question.Words(
                        text.get("restore.ask"),
                        List.of(Parts.words(text.get(replace.isSelected() ? "restore.body.replace" : "restore.body"))),
                        text.get("restore.yes"),
                        text.get("restore.no")),
                () -> read(
                        card,
                        go,
                        file,
                        Optional.of(new RestoreChoice(false, replace.isSelected(), false, Optional.empty())))));
        return card.with(
                fileLine(file, "restore", false),
                Fields.field(text.get("restore.words"), words, text.get("restore.words.hint")),
                replace,
                Fields.buttons(verify, look, go));
    }

    private void read(Card card, Button by, TextField file, Optional<RestoreChoice> choice) {
        var from = path(file);
        if (from.isEmpty()) {
            card.object(text.get("backup.path"));
            return;
        }
        Optional<Secret> given = words.getText().isBlank() ? Optional.empty() : Optional.of(Secret.of(words.getText()));
        var action = choice.isEmpty() ? "desktop.backup.verify" : "desktop.backup.restore";
        card.run(
                by,
                text.get("restore.waits"),
                () -> new Recorded(desk.services()).call(action, "backup", () -> report(from.get(), given, choice)),
                report -> {
                    if (choice.filter(one -> !one.dryRun()).isPresent()) {
                        words.clear();
                    }
                    show(card, report, choice);
                });
    }

    private BackupReport report(Path from, Optional<Secret> given, Optional<RestoreChoice> choice) throws IOException {
        try (var in = Files.newInputStream(from)) {
            var backups = desk.services().backups();
            return choice.isEmpty()
                    ? backups.verify(Caller.localOperator(), in, given)
                    : backups.restore(Caller.localOperator(), in, given, choice.get());
        } finally {
            given.ifPresent(Secret::close);
        }
    }

    private void show(Card card, BackupReport report, Optional<RestoreChoice> choice) {
        var rows = new VBox(6);
        rows.setId("backup-report");
        var times = Times.of(desk.text("jobs"));
        var key = choice.isEmpty() ? "verify.done" : choice.get().dryRun() ? "restore.would" : "restore.done";
        rows.getChildren()
                .add(Parts.words(
                        text.get(
                                key,
                                times.moment(
                                        report.createdAt(),
                                        desk.services().clock().instant())),
                        "strong"));
        report.items().forEach(item -> rows.getChildren()
                .add(Fields.fact(
                        text.get("restore.action." + item.action()),
                        item.kind() + " " + item.name() + (item.reason().isEmpty() ? "" : ": " + item.reason()))));
        report.warnings().forEach(warning -> rows.getChildren().add(Parts.words(warning, "warn")));
        card.outcome(rows);
    }
}
