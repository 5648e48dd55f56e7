package io.slipway.desktop.jobs;

import io.slipway.desktop.look.Icon;
import io.slipway.server.job.LogLine;
import io.slipway.server.text.Text;
import io.slipway.server.words.Times;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** A job's log: grows at its end, follows it or stays where one reads, filters, finds, copies. Only lines in sight are drawn. */
final class LogPane {
    private static final double LINE_HEIGHT = 20;

    private final Text text;
    private final Times times;
    private final ObservableList<LogLine> all = FXCollections.observableArrayList();
    private final FilteredList<LogLine> fitting = new FilteredList<>(all);
    private final ListView<LogLine> lines = new ListView<>(fitting);
    private final ComboBox<Choice<String>> vm = new ComboBox<>();
    private final ComboBox<Choice<LogLine.Level>> level = new ComboBox<>();
    private final ToggleButton follow = new ToggleButton();
    private final Label count = Parts.word("", "muted", "figures");
    private final Label ended = Parts.words("", "muted");
    private final Label empty = Parts.words("", "muted");
    private final LogFind find;
    private final Set<String> vms = new LinkedHashSet<>();
    private final VBox view;

    /** What can be chosen, with its words. */
    private record Choice<T>(T value, String words) {
        @Override
        public String toString() {
            return words;
        }
    }

    LogPane(Text text, Times times) {
        this.text = text;
        this.times = times;
        this.find = new LogFind(text, this::contains, this::reveal);
        lines.setId("log");
        lines.setAccessibleText(text.get("log.title"));
        lines.setFixedCellSize(LINE_HEIGHT);
        lines.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        lines.getStyleClass().add("log");
        lines.setCellFactory(list -> new LogCell(times, vms, find));
        lines.setContextMenu(menu());
        lines.addEventHandler(KeyEvent.KEY_PRESSED, this::key);
        lines.addEventFilter(ScrollEvent.SCROLL, event -> looked(event.getDeltaY() > 0));
        lines.addEventFilter(MouseEvent.MOUSE_PRESSED, event -> looked(inScrollBar(event.getTarget())));
        lines.setPlaceholder(empty);
        var body = new StackPane(lines);
        VBox.setVgrow(body, Priority.ALWAYS);
        ended.setId("log-ended");
        var below = new HBox(12, count, ended);
        below.getStyleClass().add("row");
        view = new VBox(8, bar(), body, below);
        view.getStyleClass().add("log-pane");
        view.addEventFilter(KeyEvent.KEY_PRESSED, this::shortcut);
        clear();
    }

    Node view() {
        return view;
    }

    /** Another job's log begins. */
    void clear() {
        all.clear();
        vms.clear();
        vm.getItems().setAll(new Choice<>("", text.get("log.all")));
        vm.getSelectionModel().selectFirst();
        level.getSelectionModel().selectFirst();
        follow.setSelected(true);
        find.clear();
        over(false);
        counted();
    }

    /** The position after which lines are still to come. */
    long last() {
        return all.isEmpty() ? 0 : all.getLast().seq();
    }

    /** Adds what came. */
    void append(List<LogLine> fresh) {
        if (fresh.isEmpty()) {
            return;
        }
        fresh.stream().flatMap(line -> line.subject().stream()).filter(vms::add).forEach(name -> vm.getItems()
                .add(new Choice<>(name, name)));
        all.addAll(fresh);
        counted();
        find.look(fitting, true);
        if (follow.isSelected()) {
            toEnd();
        }
    }

    /** Says whether anything can still come; following what is over makes no sense. */
    void over(boolean over) {
        ended.setText(over ? text.get("log.ended") : "");
        Parts.show(ended, over);
        if (over) {
            follow.setSelected(false);
        }
        follow.setDisable(over);
    }

    private FlowPane bar() {
        vm.setId("log-vm");
        vm.setAccessibleText(text.get("log.vm"));
        vm.valueProperty().addListener((seen, before, now) -> filter());
        level.setId("log-level");
        level.setAccessibleText(text.get("log.level"));
        for (var one : LogLine.Level.values()) {
            level.getItems()
                    .add(new Choice<>(one, text.get("log.level." + one.name().toLowerCase(java.util.Locale.ROOT))));
        }
        level.valueProperty().addListener((seen, before, now) -> filter());
        follow.setText(text.get("log.follow"));
        follow.setGraphic(Icon.of("arrow-down", 16));
        follow.setId("log-follow");
        follow.setMinWidth(ToggleButton.USE_PREF_SIZE);
        follow.setOnAction(event -> {
            if (follow.isSelected()) {
                toEnd();
            }
        });
        var copy = Parts.icon("log-copy", "copy", text.get("log.copy"), this::copy);
        var bar = new FlowPane(8, 8, vm, level);
        bar.getChildren().addAll(find.controls());
        bar.getChildren().addAll(follow, copy);
        bar.getStyleClass().add("log-bar");
        return bar;
    }

    private ContextMenu menu() {
        var selection = new MenuItem(text.get("log.copySelection"));
        selection.setOnAction(event -> copySelection());
        var everything = new MenuItem(text.get("log.copyAll"));
        everything.setOnAction(event -> copyAll());
        return new ContextMenu(selection, everything);
    }

    private void filter() {
        var name = vm.getValue() == null ? "" : vm.getValue().value();
        var least =
                level.getValue() == null ? LogLine.Level.INFO : level.getValue().value();
        fitting.setPredicate(
                line -> (name.isEmpty() || line.subject().filter(name::equals).isPresent())
                        && line.level().compareTo(least) >= 0);
        counted();
        find.look(fitting, false);
    }

    private void counted() {
        count.setText(text.count("log.lines", fitting.size()));
        empty.setText(text.get(all.isEmpty() ? "log.empty" : "log.nothing"));
    }

    private boolean contains(LogLine line, String words) {
        return line.text().toLowerCase(text.language()).contains(words)
                || line.subject()
                        .filter(name -> name.toLowerCase(text.language()).contains(words))
                        .isPresent();
    }

    /** Takes the reader to a line; reading there, nobody wants to be pulled to the end. */
    private void reveal(int position) {
        follow.setSelected(false);
        lines.getSelectionModel().clearAndSelect(position);
        lines.scrollTo(Math.max(0, position - 3));
        lines.refresh();
    }

    private void toEnd() {
        if (!fitting.isEmpty()) {
            lines.scrollTo(fitting.size() - 1);
        }
    }

    private void looked(boolean back) {
        if (back) {
            follow.setSelected(false);
        }
    }

    private static boolean inScrollBar(Object target) {
        var node = target instanceof Node hit ? hit : null;
        while (node != null && !(node instanceof ScrollBar)) {
            node = node.getParent();
        }
        return node != null;
    }

    private void key(KeyEvent event) {
        if (new KeyCodeCombination(KeyCode.C, KeyCombination.SHORTCUT_DOWN).match(event)) {
            copySelection();
            event.consume();
        }
        looked(event.getCode() == KeyCode.UP || event.getCode() == KeyCode.PAGE_UP || event.getCode() == KeyCode.HOME);
    }

    private void shortcut(KeyEvent event) {
        if (new KeyCodeCombination(KeyCode.F, KeyCombination.SHORTCUT_DOWN).match(event)) {
            find.focus();
            event.consume();
        }
    }

    private void copy() {
        if (lines.getSelectionModel().getSelectedItems().size() > 1) {
            copySelection();
        } else {
            copyAll();
        }
    }

    private void copySelection() {
        Parts.copy(asText(List.copyOf(lines.getSelectionModel().getSelectedItems())));
    }

    private void copyAll() {
        Parts.copy(asText(fitting));
    }

    private String asText(List<LogLine> chosen) {
        return chosen.stream()
                .map(line -> times.clock(line.at()) + "  "
                        + line.subject().map(name -> name + "  ").orElse("") + line.text())
                .collect(Collectors.joining("\n", "", "\n"));
    }
}
