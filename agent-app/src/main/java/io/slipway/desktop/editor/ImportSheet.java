package io.slipway.desktop.editor;

import io.slipway.desktop.editor.Sheets.Choice;
import io.slipway.desktop.look.Shapes;
import io.slipway.server.answer.importing.ImportLine;
import io.slipway.server.answer.importing.ImportLine.Outcome;
import io.slipway.server.answer.importing.ImportWords;
import io.slipway.server.answer.importing.ImportedProfile;
import io.slipway.server.form.FormSayings;
import io.slipway.server.profile.ProfileForms;
import io.slipway.server.schema.FormModel;
import io.slipway.server.text.Text;
import io.slipway.server.words.StateShape;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.OverrunStyle;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** What an imported answer file became: what was left first, for that is what needs somebody. */
final class ImportSheet {
    private final ProfilesPage page;
    private final Text text;
    private final ImportWords words;
    private final String name;
    private final String file;
    private final ImportedProfile imported;
    private final FormModel model;

    ImportSheet(ProfilesPage page, String name, String file, ImportedProfile imported) {
        this.page = page;
        this.text = page.text();
        this.words = new ImportWords(text);
        this.name = name;
        this.file = file;
        this.imported = imported;
        this.model = ProfileForms.of(imported.document().stored(), page.desk().language());
    }

    void show() {
        var list = new ListView<ImportLine>();
        list.setId("import-lines");
        list.getItems().setAll(ImportWords.ordered(imported));
        list.setCellFactory(view -> new Cell());
        var counts = ProfileActions.wrapped(words.counts(imported));
        counts.setId("import-counts");
        page.sheets()
                .show(
                        text.get("import.report", file),
                        new VBox(12, counts, list, ProfileActions.wrapped(text.get("import.never"))),
                        List.of(
                                Choice.plain(
                                        "import-cancel",
                                        page.desk().text("shell").get("action.cancel"),
                                        () -> {}),
                                Choice.accent(
                                        "import-open",
                                        text.get("import.open"),
                                        () -> page.draft(
                                                name, imported.document().stored(), text.get("origin.file", file)))),
                        760);
    }

    private final class Cell extends ListCell<ImportLine> {
        Cell() {
            setPrefWidth(0); // so that long reasons take a second line and not a scroll bar
        }

        @Override
        protected void updateItem(@Nullable ImportLine line, boolean empty) {
            super.updateItem(line, empty);
            setText(null);
            setGraphic(empty || line == null ? null : row(line));
        }

        private Node row(ImportLine line) {
            var where = new Label(line.where());
            where.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
            var reason = new Label(words.outcome(line)
                    + (line.pointer().isEmpty() ? "" : "  →  " + FormSayings.path(line.pointer(), model)));
            reason.getStyleClass().add("muted");
            reason.setWrapText(true);
            var row = new HBox(Shapes.draw(shape(line.outcome())), new VBox(2, where, reason));
            row.getStyleClass().add("report-line");
            row.setAlignment(Pos.TOP_LEFT);
            return row;
        }

        private static StateShape shape(Outcome outcome) {
            return switch (outcome) {
                case LEFT -> StateShape.NEEDS_YOU;
                case ADAPTED -> StateShape.BUSY;
                case TAKEN -> StateShape.DONE;
                case ALWAYS -> StateShape.IDLE;
            };
        }
    }
}
