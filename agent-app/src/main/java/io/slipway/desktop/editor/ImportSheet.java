package io.slipway.desktop.editor;

import io.slipway.desktop.editor.Sheets.Choice;
import io.slipway.desktop.look.Shapes;
import io.slipway.server.answer.importing.ImportLine;
import io.slipway.server.answer.importing.ImportLine.Outcome;
import io.slipway.server.answer.importing.ImportedProfile;
import io.slipway.server.profile.ProfileForms;
import io.slipway.server.schema.FormModel;
import io.slipway.server.text.Languages;
import io.slipway.server.text.Text;
import io.slipway.server.words.StateShape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    private static final Map<String, String> REASONS = reasons();

    private final ProfilesPage page;
    private final Text text;
    private final String name;
    private final String file;
    private final ImportedProfile imported;
    private final FormModel model;

    ImportSheet(ProfilesPage page, String name, String file, ImportedProfile imported) {
        this.page = page;
        this.text = page.text();
        this.name = name;
        this.file = file;
        this.imported = imported;
        this.model = ProfileForms.of(imported.document().stored(), page.desk().language());
    }

    void show() {
        var list = new ListView<ImportLine>();
        list.setId("import-lines");
        list.getItems().setAll(ordered());
        list.setCellFactory(view -> new Cell());
        var parts = new ArrayList<String>();
        for (var outcome : Outcome.values()) {
            if (outcome == Outcome.LEFT || count(outcome) > 0) {
                parts.add(text.count("import." + name(outcome), count(outcome)));
            }
        }
        var counts = ProfileActions.wrapped(String.join("  ·  ", parts));
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

    private static String name(Outcome outcome) {
        return outcome.name().toLowerCase(java.util.Locale.ROOT);
    }

    /** The import speaks English, as the API does; the bundle has its sentences in every language. */
    static String said(String reason, Text text) {
        var key = REASONS.get(reason.replace('\'', '’'));
        return key == null ? reason : text.get(key);
    }

    private static Map<String, String> reasons() {
        var english = Text.of("editor", Languages.ENGLISH);
        var reasons = new HashMap<String, String>();
        english.keys().stream()
                .filter(key -> key.startsWith("reason."))
                .forEach(key -> reasons.put(english.get(key), key));
        return Map.copyOf(reasons);
    }

    private long count(Outcome outcome) {
        return imported.lines(outcome).size();
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
            var reason = new Label(text.get("import.outcome." + ImportSheet.name(line.outcome()))
                    + (line.reason().isEmpty() ? "" : ": " + said(line.reason(), text))
                    + (line.pointer().isEmpty() ? "" : "  →  " + Differences.label(line.pointer(), model)));
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
