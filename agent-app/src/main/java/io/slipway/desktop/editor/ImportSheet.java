package io.slipway.desktop.editor;

import io.slipway.desktop.editor.Sheets.Choice;
import io.slipway.desktop.look.StateShape;
import io.slipway.server.answer.importing.ImportLine;
import io.slipway.server.answer.importing.ImportLine.Outcome;
import io.slipway.server.answer.importing.ImportedProfile;
import io.slipway.server.text.Text;
import java.util.ArrayList;
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
    private final String name;
    private final String file;
    private final ImportedProfile imported;

    ImportSheet(ProfilesPage page, String name, String file, ImportedProfile imported) {
        this.page = page;
        this.text = page.text();
        this.name = name;
        this.file = file;
        this.imported = imported;
    }

    void show() {
        var list = new ListView<ImportLine>();
        list.setId("import-lines");
        list.getItems().setAll(ordered());
        list.setCellFactory(view -> new Cell());
        var counts = ProfileActions.wrapped(String.join(
                "  ·  ",
                text.count("import.left", count(Outcome.LEFT)),
                text.count("import.adapted", count(Outcome.ADAPTED)),
                text.count("import.taken", count(Outcome.TAKEN)),
                text.count("import.always", count(Outcome.ALWAYS))));
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

    private List<ImportLine> ordered() {
        var lines = new ArrayList<ImportLine>();
        for (var outcome : List.of(Outcome.LEFT, Outcome.ADAPTED, Outcome.TAKEN, Outcome.ALWAYS)) {
            lines.addAll(imported.lines(outcome));
        }
        return lines;
    }

    private long count(Outcome outcome) {
        return imported.lines(outcome).size();
    }

    private final class Cell extends ListCell<ImportLine> {
        @Override
        protected void updateItem(@Nullable ImportLine line, boolean empty) {
            super.updateItem(line, empty);
            setText(null);
            setGraphic(empty || line == null ? null : row(line));
        }

        private Node row(ImportLine line) {
            var where = new Label(line.where());
            where.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
            var reason =
                    new Label(text.get("import.outcome." + line.outcome().name().toLowerCase(java.util.Locale.ROOT))
                            + (line.reason().isEmpty() ? "" : ": " + line.reason())
                            + (line.pointer().isEmpty() ? "" : "  →  " + line.pointer()));
            reason.getStyleClass().add("muted");
            reason.setWrapText(true);
            var row = new HBox(shape(line.outcome()).draw(), new VBox(2, where, reason));
            row.getStyleClass().add("report-line");
            row.setAlignment(Pos.TOP_LEFT);
            row.setMaxWidth(getListView().getWidth() - 32);
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
