package io.slipway.desktop.editor;

import io.slipway.desktop.editor.Sheets.Choice;
import io.slipway.server.profile.ProfileVersion;
import io.slipway.server.text.Text;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** The versions of a profile, how the chosen one differs from the newest, and the way back to it. */
final class HistorySheet {
    private final ProfileEditor editor;
    private final ProfilesPage page;
    private final Text text;
    private final List<ProfileVersion> versions;
    private final ListView<ProfileVersion> list = new ListView<>();
    private final StackPane differences = new StackPane();

    HistorySheet(ProfileEditor editor, List<ProfileVersion> versions) {
        this.editor = editor;
        this.page = editor.page();
        this.text = page.text();
        this.versions = versions;
    }

    void show() {
        list.setId("history-list");
        list.getItems().setAll(versions);
        list.setPrefHeight(Math.min(180, 8 + versions.size() * 34.0));
        list.setCellFactory(view -> new Cell());
        list.getSelectionModel().selectedItemProperty().addListener((seen, before, chosen) -> compare(chosen));
        differences.setPrefHeight(220);
        page.sheets()
                .show(
                        text.get("history.title", editor.name()),
                        new VBox(12, list, differences),
                        List.of(
                                Choice.plain(
                                        "history-close",
                                        page.desk().text("shell").get("action.close"),
                                        () -> {}),
                                Choice.accent("history-restore", text.get("history.restore"), this::restore)),
                        720);
        list.getSelectionModel().select(Math.min(1, versions.size() - 1));
        list.requestFocus();
    }

    private void compare(@Nullable ProfileVersion chosen) {
        if (chosen == null) {
            return;
        }
        int newest = versions.getFirst().n();
        differences.getChildren().setAll(new Label(page.desk().text("shell").get("loading")));
        editor.id()
                .ifPresent(id -> page.work(() -> page.services().compare(id, chosen.n(), newest), found -> {
                    if (chosen.equals(list.getSelectionModel().getSelectedItem())) {
                        differences
                                .getChildren()
                                .setAll(Differences.of(found, editor.state().model(), text));
                    }
                }));
    }

    private void restore() {
        var chosen = list.getSelectionModel().getSelectedItem();
        if (chosen == null) {
            return;
        }
        editor.id()
                .ifPresent(id ->
                        editor.leave(() -> page.work(() -> page.services().restore(id, chosen.n()), editor::reload)));
    }

    private final class Cell extends ListCell<ProfileVersion> {
        @Override
        protected void updateItem(@Nullable ProfileVersion version, boolean empty) {
            super.updateItem(version, empty);
            if (empty || version == null) {
                setText(null);
                return;
            }
            var when = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                    .withLocale(page.desk().language())
                    .withZone(ZoneId.systemDefault())
                    .format(version.savedAt());
            setText("v" + version.n() + "  ·  " + when + "  ·  " + version.author()
                    + (version.note().isEmpty() ? "" : "  ·  " + version.note()));
        }
    }
}
