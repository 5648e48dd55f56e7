package io.slipway.desktop.editor;

import io.slipway.desktop.look.Icon;
import io.slipway.desktop.look.Shapes;
import io.slipway.server.answer.Seed;
import io.slipway.server.base.Problem;
import io.slipway.server.disc.DiscPreview;
import io.slipway.server.disc.PreviewFile;
import io.slipway.server.disc.ProfilePreview;
import io.slipway.server.form.FormSayings;
import io.slipway.server.profile.ProfileWarning;
import io.slipway.server.schema.FormFinding;
import io.slipway.server.schema.FormModel;
import io.slipway.server.text.Text;
import io.slipway.server.words.StateShape;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * The files that the profile makes as it stands in the form: one at a time, changed lines marked, secrets as dots; below, what
 * the rules say, and the seed of what the profile leaves to chance.
 */
final class PreviewPane extends BorderPane {
    private final Text text;
    private final FormModel model;
    private final Consumer<String> reveal;
    private final Consumer<Seed> seedChosen;
    private final Runnable showOne;
    private final FlowPane tabs = new FlowPane(4, 4);
    private final ToggleGroup choice = new ToggleGroup();
    private final ListView<PreviewLine> lines = new ListView<>();
    private final TextField find = new TextField();
    private final Label hits = new Label();
    private final Button nextChange;
    private final TextField seed = new TextField();
    private final Label drawn = new Label();
    private final HBox rules = new HBox(8);
    private final VBox findings = new VBox(4);
    private final Label caption = new Label();
    private Map<String, PreviewFile> files = Map.of();
    private Map<String, BitSet> changed = Map.of();
    private String open = "";

    /**
     * An empty pane.
     *
     * @param model has the names of the fields
     * @param reveal shows the field of a JSON Pointer
     * @param seedChosen takes the seed that was typed
     * @param showOne draws another seed
     */
    PreviewPane(Text text, FormModel model, Consumer<String> reveal, Consumer<Seed> seedChosen, Runnable showOne) {
        this.text = text;
        this.model = model;
        this.reveal = reveal;
        this.seedChosen = seedChosen;
        this.showOne = showOne;
        this.nextChange = iconButton("preview-next-change", "arrow-down", "preview.nextChange", this::nextChange);
        getStyleClass().add("preview");
        setTop(top());
        setCenter(lines);
        setBottom(bottom());
        lines.setId("preview-lines");
        lines.getStyleClass().addAll("mono", "code");
        lines.setAccessibleText(text.get("preview.title"));
        lines.setCellFactory(list -> new PreviewCell(text));
        lines.setPlaceholder(quiet(text.get("preview.making")));
    }

    private Node top() {
        find.setId("preview-find");
        find.setPromptText(text.get("preview.find"));
        find.setAccessibleText(text.get("preview.find"));
        find.setPrefWidth(130);
        find.textProperty().addListener((seen, before, now) -> find(0));
        find.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ENTER) {
                find(lines.getSelectionModel().getSelectedIndex() + 1);
            } else if (event.getCode() == KeyCode.ESCAPE) {
                find.clear();
            }
        });
        hits.getStyleClass().add("muted");
        caption.getStyleClass().add("muted");
        caption.setMinWidth(0);
        caption.setTextOverrun(OverrunStyle.ELLIPSIS);
        var room = new Region();
        HBox.setHgrow(room, Priority.ALWAYS);
        var copy = iconButton("preview-copy", "copy", "preview.copy", this::copy);
        var tools = new HBox(8, caption, room, hits, find, nextChange, copy);
        tools.setAlignment(Pos.CENTER_LEFT);
        var top = new VBox(8, tabs, tools);
        top.getStyleClass().add("preview-top");
        return top;
    }

    private Node bottom() {
        rules.setAlignment(Pos.CENTER_LEFT);
        rules.setId("preview-rules");
        seed.setId("preview-seed");
        seed.setAccessibleText(text.get("preview.seed"));
        seed.getStyleClass().add("mono");
        seed.setOnAction(event -> seedChosen.accept(Seed.typed(seed.getText())));
        HBox.setHgrow(seed, Priority.ALWAYS);
        seed.setMinWidth(60);
        var label = new Label(text.get("preview.seed"));
        label.setMinWidth(Region.USE_PREF_SIZE);
        label.setTooltip(new Tooltip(text.get("preview.seed.hint")));
        seed.setTooltip(new Tooltip(text.get("preview.seed.hint")));
        var another = new Button(text.get("preview.showOne"), Icon.of("refresh"));
        another.setId("preview-show-one");
        another.setMinWidth(Region.USE_PREF_SIZE);
        another.setOnAction(event -> showOne.run());
        var row = new HBox(8, label, seed, another);
        row.setAlignment(Pos.CENTER_LEFT);
        drawn.getStyleClass().add("muted");
        drawn.setWrapText(true);
        drawn.setId("preview-drawn");
        findings.setVisible(false);
        findings.setManaged(false);
        var bottom = new VBox(8, rules, findings, row, drawn);
        bottom.getStyleClass().add("preview-bottom");
        return bottom;
    }

    /** Shows what came of the latest document. */
    void show(ProfilePreview.Outcome outcome) {
        switch (outcome.result()) {
            case DiscPreview.Shown shown -> shown(shown, outcome);
            case DiscPreview.Refused refused -> refused(refused.problem(), outcome.findings());
        }
    }

    private void shown(DiscPreview.Shown shown, ProfilePreview.Outcome outcome) {
        var present = new LinkedHashMap<String, PreviewFile>();
        shown.files().stream()
                .filter(file -> ProfilePreview.READ_BY_PEOPLE.contains(file.name()))
                .forEach(file -> present.put(file.name(), file));
        files = present;
        changed = outcome.changed();
        lines.setOpacity(1);
        tabs();
        fill();
        rules(shown.warnings(), outcome.findings());
        if (!seed.isFocused()) {
            seed.setText(shown.seed().hex());
        }
        drawn.setText(ProfilePreview.drawn(shown.choices(), text));
        caption.setText(
                outcome.versus() == ProfilePreview.Request.Versus.BEFORE
                        ? text.get("preview.versusBefore")
                        : text.get("preview.versusStored"));
        caption.setVisible(changed.values().stream().anyMatch(marks -> !marks.isEmpty()));
    }

    private void tabs() {
        var names = List.copyOf(files.keySet());
        if (names.stream().noneMatch(open::equals)) {
            open = names.isEmpty() ? "" : names.getFirst();
        }
        var present = tabs.getChildren().stream().map(Node::getUserData).toList();
        if (!present.equals(names)) {
            tabs.getChildren().setAll(names.stream().map(this::tab).toList());
        }
        for (var node : tabs.getChildren()) {
            if (node instanceof ToggleButton tab) {
                var name = String.valueOf(tab.getUserData());
                int count = changed.getOrDefault(name, new BitSet()).cardinality();
                tab.setText(count == 0 ? name : name + "  " + count);
                tab.setSelected(name.equals(open));
            }
        }
    }

    private ToggleButton tab(String name) {
        var tab = new ToggleButton(name);
        tab.setUserData(name);
        tab.setId("preview-tab-" + name.replace('.', '-'));
        tab.getStyleClass().add("file-tab");
        tab.setToggleGroup(choice);
        tab.setOnAction(event -> {
            open = name;
            tab.setSelected(true);
            fill();
        });
        return tab;
    }

    private void fill() {
        var file = files.get(open);
        var marks = changed.getOrDefault(open, new BitSet());
        var shown = new ArrayList<PreviewLine>();
        if (file != null) {
            for (int i = 0; i < file.lines().size(); i++) {
                shown.add(new PreviewLine(i + 1, file.lines().get(i), marks.get(i)));
            }
        }
        lines.getItems().setAll(shown);
        nextChange.setDisable(marks.isEmpty());
        if (!find.getText().isEmpty()) {
            find(0);
        } else if (!marks.isEmpty() && !seed.isFocused()) {
            lines.scrollTo(Math.max(0, marks.nextSetBit(0) - 4));
        }
    }

    private void nextChange() {
        var marks = changed.getOrDefault(open, new BitSet());
        int from = marks.nextClearBit(lines.getSelectionModel().getSelectedIndex() + 1);
        int next = marks.nextSetBit(from);
        goTo(next >= 0 ? next : marks.nextSetBit(0));
    }

    private void find(int from) {
        var word = find.getText().toLowerCase(java.util.Locale.ROOT);
        if (word.isBlank()) {
            hits.setText("");
            lines.getSelectionModel().clearSelection();
            return;
        }
        int count = 0;
        int first = -1;
        int next = -1;
        for (int i = 0; i < lines.getItems().size(); i++) {
            if (lines.getItems()
                    .get(i)
                    .text()
                    .toLowerCase(java.util.Locale.ROOT)
                    .contains(word)) {
                count++;
                first = first < 0 ? i : first;
                next = next < 0 && i >= from ? i : next;
            }
        }
        hits.setText(text.count("preview.hits", count));
        goTo(next >= 0 ? next : first);
    }

    private void goTo(int index) {
        if (index >= 0) {
            lines.getSelectionModel().clearAndSelect(index);
            lines.scrollTo(Math.max(0, index - 4));
        }
    }

    private void copy() {
        var file = files.get(open);
        if (file != null) {
            var content = new ClipboardContent();
            content.putString(file.text());
            Clipboard.getSystemClipboard().setContent(content);
        }
    }

    /** What the profile's rules say in the operator's language, then what only the finished files show. */
    private void rules(List<ProfileWarning> warnings, List<FormFinding> said) {
        var details = new ArrayList<Node>();
        said.forEach(finding -> details.add(finding(finding.pointer(), finding.message())));
        var places = said.stream().map(FormFinding::pointer).toList();
        warnings.stream()
                .filter(warning -> !places.contains(warning.pointer()))
                .forEach(warning -> details.add(finding(warning.pointer(), warning.message())));
        if (details.isEmpty()) {
            summary(StateShape.DONE, text.get("rules.clean"), details);
        } else {
            summary(StateShape.NEEDS_YOU, text.count("rules.warnings", details.size()), details);
        }
    }

    /** The files stay as they were, paler, until the mistake is gone. */
    private void refused(Problem problem, List<FormFinding> said) {
        lines.setOpacity(0.5);
        if (files.isEmpty()) {
            lines.setPlaceholder(quiet(text.get("preview.none")));
        }
        var details = new ArrayList<Node>();
        said.stream()
                .filter(finding -> finding.severity() == FormFinding.Severity.ERROR)
                .forEach(finding -> details.add(finding(finding.pointer(), finding.message())));
        if (details.isEmpty()) {
            problem.errors().forEach(error -> details.add(finding(error.pointer(), error.message())));
        }
        if (details.isEmpty()) {
            details.add(finding("", problem.detail()));
        }
        summary(StateShape.FAILED, text.count("rules.errors", details.size()), details);
        setFindingsShown(true);
    }

    private void summary(StateShape shape, String words, List<Node> details) {
        var link = new Hyperlink(words);
        link.setId("preview-rules-toggle");
        link.setOnAction(event -> setFindingsShown(!findings.isVisible()));
        link.setVisited(false);
        Node said = details.isEmpty() ? new Label(words) : link;
        rules.getChildren().setAll(Shapes.draw(shape), said);
        findings.getChildren().setAll(details);
        setFindingsShown(findings.isVisible() && !details.isEmpty());
    }

    private void setFindingsShown(boolean shown) {
        findings.setVisible(shown);
        findings.setManaged(shown);
    }

    private Node finding(String pointer, String message) {
        var words = pointer.isEmpty() ? message : FormSayings.path(pointer, model) + ": " + message;
        if (pointer.isEmpty()) {
            var label = new Label(words);
            label.setWrapText(true);
            return label;
        }
        var link = new Hyperlink(words);
        link.setWrapText(true);
        link.setOnAction(event -> {
            link.setVisited(false);
            reveal.accept(pointer);
        });
        return link;
    }

    private Button iconButton(String id, String icon, String key, Runnable action) {
        var button = new Button("", Icon.of(icon));
        button.setId(id);
        button.setAccessibleText(text.get(key));
        button.setTooltip(new Tooltip(text.get(key)));
        button.getStyleClass().add("flat");
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(event -> action.run());
        return button;
    }

    private static Label quiet(String words) {
        var label = new Label(words);
        label.getStyleClass().add("muted");
        label.setWrapText(true);
        return label;
    }

    /** For the keyboard: the search in the files. */
    void focusFind() {
        find.requestFocus();
    }

    /** The text that is shown now, for tests and for copying. */
    @Nullable
    PreviewFile openFile() {
        return files.get(open);
    }
}
