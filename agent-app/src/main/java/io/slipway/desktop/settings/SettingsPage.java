package io.slipway.desktop.settings;

import io.slipway.desktop.cards.Card;
import io.slipway.desktop.jobs.Parts;
import io.slipway.desktop.notify.NotificationMemory;
import io.slipway.desktop.os.Autostart;
import io.slipway.desktop.prefs.PreferencesFile;
import io.slipway.desktop.shell.Desk;
import io.slipway.desktop.shell.Page;
import io.slipway.desktop.shell.Place;
import io.slipway.server.text.Text;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** The settings: subjects at the left, found by any word of theirs; the chosen one at the right. Every change counts at once. */
public final class SettingsPage implements Page {
    private final Text text;
    private final List<Part> parts;
    private final ListView<Part> list = new ListView<>();
    private final TextField search = new TextField();
    private final ScrollPane right = new ScrollPane();
    private final VBox view;
    private Optional<Part> inSight = Optional.empty();
    private boolean visible;

    /** @param restyle builds the window anew in the language and theme of now */
    public SettingsPage(Desk desk, PreferencesFile preferences, Runnable restyle) {
        this(desk, preferences, restyle, Autostart.ofThisProcess());
    }

    SettingsPage(Desk desk, PreferencesFile preferences, Runnable restyle, Autostart autostart) {
        this.text = desk.text("settings");
        this.parts = List.of(
                new GeneralPart(desk, preferences, restyle, autostart),
                new NotificationsPart(desk, NotificationMemory.of(preferences)),
                new NetworkPart(desk),
                new VaultPart(desk),
                new BackupPart(desk),
                new SecretsPart(desk),
                new AccessPart(desk),
                new WorkPart(desk),
                new LogsPart(desk));
        search.setId("settings-search");
        search.setPromptText(text.get("search"));
        search.setAccessibleText(text.get("search"));
        search.textProperty().addListener((seen, before, now) -> find());
        list.setId("settings-parts");
        list.getStyleClass().add("parts");
        list.setAccessibleText(text.get("title"));
        list.setCellFactory(unused -> new Named());
        list.setPlaceholder(Parts.words(text.get("search.none"), "muted"));
        list.getItems().setAll(parts);
        list.getSelectionModel().selectedItemProperty().addListener((seen, before, now) -> chosen(now));
        list.setMinWidth(200);
        list.setPrefWidth(220);
        VBox.setVgrow(list, Priority.ALWAYS);
        right.setFitToWidth(true);
        right.getStyleClass().add("plain-scroll");
        right.setId("settings-part");
        HBox.setHgrow(right, Priority.ALWAYS);
        var left = new VBox(12, search, list);
        left.setMinWidth(220);
        var both = new HBox(16, left, right);
        VBox.setVgrow(both, Priority.ALWAYS);
        view = new VBox(Parts.words(text.get("title"), "title"), both);
        view.getStyleClass().addAll("page", "settings-page");
        view.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (new KeyCodeCombination(KeyCode.F, KeyCombination.SHORTCUT_DOWN).match(event)) {
                search.requestFocus();
                event.consume();
            }
        });
        Parts.dress(view);
        Card.dress(view);
    }

    @Override
    public Node view() {
        return view;
    }

    @Override
    public void shown(Place place) {
        visible = true;
        if (place instanceof Place.Settings settings) {
            settings.part().ifPresent(this::choose);
        }
        if (list.getSelectionModel().isEmpty()) {
            list.getSelectionModel().selectFirst();
        } else {
            list.getSelectionModel().getSelectedItem().shown();
        }
    }

    @Override
    public void hidden() {
        visible = false;
        inSight.ifPresent(Part::hidden);
    }

    private void choose(String key) {
        search.clear();
        parts.stream().filter(part -> part.key().equals(key)).findFirst().ifPresent(list.getSelectionModel()::select);
    }

    private void chosen(@Nullable Part part) {
        if (part == null) {
            return;
        }
        inSight.filter(before -> before != part).ifPresent(Part::hidden);
        inSight = Optional.of(part);
        right.setContent(part.view());
        right.setVvalue(0);
        if (visible) {
            part.shown();
        }
    }

    private void find() {
        var words = search.getText().strip().toLowerCase(Locale.ROOT);
        var found = parts.stream()
                .filter(part -> words.isEmpty()
                        || text.get("part." + part.key())
                                .toLowerCase(Locale.ROOT)
                                .contains(words)
                        || text.get("part." + part.key() + ".words")
                                .toLowerCase(Locale.ROOT)
                                .contains(words)
                        || says(part.view(), words))
                .toList();
        var was = list.getSelectionModel().getSelectedItem();
        list.getItems().setAll(found);
        if (was != null && found.contains(was)) {
            list.getSelectionModel().select(was);
        } else {
            list.getSelectionModel().selectFirst();
        }
    }

    private static boolean says(Node node, String words) {
        if (node instanceof Labeled labeled
                && labeled.getText() != null
                && labeled.getText().toLowerCase(Locale.ROOT).contains(words)) {
            return true;
        }
        if (node instanceof ScrollPane scroll && scroll.getContent() != null) {
            return says(scroll.getContent(), words);
        }
        return node instanceof Parent parent
                && parent.getChildrenUnmodifiable().stream().anyMatch(child -> says(child, words));
    }

    /** A subject by its name. */
    private final class Named extends ListCell<Part> {
        @Override
        protected void updateItem(@Nullable Part part, boolean nothing) {
            super.updateItem(part, nothing);
            setText(nothing || part == null ? "" : text.get("part." + part.key()));
        }
    }
}
