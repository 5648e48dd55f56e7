package io.slipway.desktop.editor;

import io.slipway.desktop.editor.Sheets.Choice;
import io.slipway.server.answer.importing.UnattendImport;
import io.slipway.server.profile.ProfileSummary;
import io.slipway.server.profile.ProfileTransfer;
import io.slipway.server.profile.StoredProfile;
import io.slipway.server.text.Text;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;

/** What can be done with a profile without opening it, and how one comes in from a file. */
final class ProfileActions {
    private final ProfilesPage page;
    private final Text text;

    ProfileActions(ProfilesPage page) {
        this.page = page;
        this.text = page.text();
    }

    void fill(MenuButton menu, ProfileSummary row) {
        var isDefault = new CheckMenuItem(text.get("menu.default"));
        isDefault.setId("profile-default");
        isDefault.setSelected(row.isDefault());
        isDefault.setOnAction(
                event -> page.work(() -> page.services().makeDefault(row.id(), !row.isDefault()), changed -> {}));
        menu.getItems()
                .setAll(
                        item("profile-duplicate", "menu.duplicate", () -> duplicate(row)),
                        item("profile-rename", "menu.rename", () -> rename(row)),
                        isDefault,
                        item("profile-share", "menu.share", () -> loaded(row, this::share)),
                        item("profile-iso", "menu.iso", () -> loaded(row, this::iso)),
                        new SeparatorMenuItem(),
                        item("profile-delete", "menu.delete", () -> delete(row)));
    }

    private MenuItem item(String id, String key, Runnable action) {
        var item = new MenuItem(text.get(key));
        item.setId(id);
        item.setOnAction(event -> action.run());
        return item;
    }

    private void loaded(ProfileSummary row, Consumer<StoredProfile> then) {
        page.work(() -> page.services().get(row.id()), then);
    }

    private void duplicate(ProfileSummary row) {
        askName(
                text.get("duplicate.title", row.name()),
                text.get("duplicate.name", row.name()),
                text.get("duplicate.action"),
                name -> page.work(() -> page.services().duplicate(row.id(), name), copy -> {
                    if (row.bindings() > 0) {
                        tell(text.get("duplicate.done", name), text.count("duplicate.bindings", row.bindings()));
                    }
                }));
    }

    private void rename(ProfileSummary row) {
        askName(
                text.get("rename.title", row.name()),
                row.name(),
                text.get("rename.action"),
                name -> page.work(() -> page.services().rename(row.id(), name), renamed -> {}));
    }

    /** Asks for a name; nothing happens without one. */
    void askName(String title, String suggested, String action, Consumer<String> then) {
        var name = new TextField(suggested);
        name.setId("name-field");
        name.setAccessibleText(text.get("name.label"));
        name.selectAll();
        page.sheets()
                .show(
                        title,
                        new VBox(4, new Label(text.get("name.label")), name),
                        List.of(
                                Choice.plain("name-cancel", cancel(), () -> {}),
                                Choice.accent("name-ok", action, () -> {
                                    var given = name.getText().strip();
                                    if (!given.isEmpty()) {
                                        then.accept(given);
                                    }
                                })));
    }

    private void delete(ProfileSummary row) {
        var words = new VBox(8, wrapped(text.get("delete.what", row.version())));
        if (row.usedBy() > 0) {
            words.getChildren().add(wrapped(text.count("delete.usedBy", row.usedBy())));
        }
        if (row.bindings() > 0) {
            words.getChildren().add(wrapped(text.count("delete.bindings", row.bindings())));
        }
        if (row.isDefault()) {
            words.getChildren().add(wrapped(text.get("delete.default")));
        }
        page.sheets()
                .show(
                        text.get("delete.title", row.name()),
                        words,
                        List.of(
                                Choice.plain("delete-cancel", cancel(), () -> {}),
                                Choice.danger(
                                        "delete-ok",
                                        text.get("delete.action"),
                                        () -> page.work(() -> page.services().delete(row.id()), done -> {}))));
    }

    void share(StoredProfile profile) {
        page.files()
                .save(window(), text.get("share.title"), ProfileTransfer.fileName(profile.name()) + ".json")
                .ifPresent(file -> page.work(
                        () -> page.services().share(profile, file),
                        left -> tell(
                                text.get("share.done", file.getFileName()),
                                left.isEmpty()
                                        ? text.get("share.none")
                                        : text.count("share.left", left.size()) + "\n" + String.join("\n", left))));
    }

    void iso(StoredProfile profile) {
        new IsoSheet(page, profile.name(), profile.id(), profile.document(), java.util.Optional.empty()).show();
    }

    void importJson() {
        page.files().open(window(), text.get("import.json"), "json").ifPresent(this::importJson);
    }

    void importXml() {
        page.files().open(window(), text.get("import.xml"), "xml").ifPresent(this::importXml);
    }

    /** Imports a file that a link or another program named; it may be anything, so it is checked before it is touched. */
    void importFile(String named) {
        page.work(() -> NamedFile.of(named), file -> {
            if (file.kind() == NamedFile.Kind.JSON) {
                importJson(file.path());
            } else {
                importXml(file.path());
            }
        });
    }

    private void importJson(Path file) {
        page.work(() -> ProfileTransfer.read(NamedFile.text(file)), incoming -> {
            var name = incoming.name().isEmpty() ? base(file) : incoming.name();
            page.draft(name, incoming.document(), text.get("origin.file", file.getFileName()));
            if (!incoming.missing().isEmpty()) {
                tell(
                        text.get("import.missing.title"),
                        text.count("import.missing", incoming.missing().size()) + "\n"
                                + String.join("\n", incoming.missing()));
            }
        });
    }

    private void importXml(Path file) {
        page.work(
                () -> UnattendImport.read(NamedFile.bytes(file), base(file)),
                imported -> new ImportSheet(page, base(file), String.valueOf(file.getFileName()), imported).show());
    }

    private static String base(Path file) {
        var name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    void tell(String title, String words) {
        page.sheets()
                .show(
                        title,
                        wrapped(words),
                        List.of(Choice.accent(
                                "tell-close", page.desk().text("shell").get("action.close"), () -> {})));
    }

    private javafx.stage.@org.jspecify.annotations.Nullable Window window() {
        var scene = page.view().getScene();
        return scene == null ? null : scene.getWindow();
    }

    private String cancel() {
        return page.desk().text("shell").get("action.cancel");
    }

    static Label wrapped(String words) {
        var label = new Label(words);
        label.setWrapText(true);
        return label;
    }
}
