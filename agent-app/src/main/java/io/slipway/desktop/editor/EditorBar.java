package io.slipway.desktop.editor;

import io.slipway.desktop.look.Icon;
import io.slipway.desktop.look.Shapes;
import io.slipway.server.profile.StoredProfile;
import io.slipway.server.text.Text;
import io.slipway.server.words.StateShape;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The line above the form: which profile, whether it is saved, and what can be done with it. */
final class EditorBar {
    private final ProfileEditor editor;
    private final Text text;
    private final Label title = new Label();
    private final Label version = ProfileList.pill("", "");
    private final Label modified;
    private final Button compare;
    private final Button save;
    private final Button files;
    private final MenuItem history;
    private final MenuItem share;
    private final HBox banner = new HBox();
    private final VBox root = new VBox();

    EditorBar(ProfileEditor editor) {
        this.editor = editor;
        this.text = editor.page().text();
        this.modified = ProfileList.pill(text.get("bar.unsaved"), "warn");
        this.compare = button("editor-compare", text.get("bar.compare"), editor::compare);
        this.save = button("editor-save", "", editor::save);
        this.history = item("editor-history", "bar.history", editor::history);
        this.share = item("editor-share", "menu.share", editor::share);
        this.files = button("editor-files", text.get("bar.files.hide"), editor::toggleFiles);
        title.getStyleClass().add("title");
        title.setId("editor-title");
        title.setMinWidth(0);
        title.setMaxWidth(420);
        title.setTextOverrun(OverrunStyle.ELLIPSIS);
        version.setId("editor-version");
        modified.setId("editor-modified");
        save.getStyleClass().add("accent");
        var more = new MenuButton("", Icon.of("dots"));
        more.setId("editor-more");
        more.setAccessibleText(text.get("bar.more"));
        more.getStyleClass().addAll("flat", "no-arrow");
        more.setMinWidth(Region.USE_PREF_SIZE);
        more.getItems().setAll(history, item("editor-save-as", "bar.saveAs", () -> editor.saveAs(() -> {})), share);
        var iso = button("editor-iso", text.get("bar.iso"), editor::iso);
        var room = new Region();
        HBox.setHgrow(room, Priority.ALWAYS);
        var back = icon("editor-back", "arrow-left", "bar.back", editor::back);
        var line = new HBox(back, title, version, modified, room, files, compare, iso, more, save);
        line.getStyleClass().add("editor-bar");
        banner.getStyleClass().add("editor-banner");
        banner.setId("editor-banner");
        root.getChildren().setAll(line);
    }

    Node view() {
        return root;
    }

    /** What the button for the files does next. */
    void files(boolean shown) {
        files.setText(text.get(shown ? "bar.files.hide" : "bar.files.show"));
    }

    void refresh() {
        root.setDisable(editor.saving());
        var state = editor.state();
        var stored = editor.stored();
        title.setText(editor.name().isEmpty() ? text.get("draft.name") : editor.name());
        version.setText(stored.map(profile -> "v" + profile.version()).orElse(text.get("draft.version")));
        show(modified, state.isModified());
        compare.setDisable(stored.isEmpty() || !state.isModified());
        save.setText(stored.map(profile -> text.get("bar.save", profile.version() + 1))
                .orElse(text.get("bar.saveNew")));
        save.setDisable(!editor.unsaved());
        history.setDisable(stored.isEmpty());
        share.setDisable(stored.isEmpty());
        stored.ifPresent(this::banner);
    }

    private void banner(StoredProfile stored) {
        var newer = editor.newer();
        if (newer.isEmpty()) {
            root.getChildren().remove(banner);
            return;
        }
        var words = new Label(text.get("bar.newer", newer.get(), stored.version()));
        var load = button("editor-load-newer", text.get("bar.newer.load"), this::loadNewer);
        banner.getChildren().setAll(Shapes.draw(StateShape.NEEDS_YOU), words, load);
        banner.setAlignment(Pos.CENTER_LEFT);
        if (!root.getChildren().contains(banner)) {
            root.getChildren().add(banner);
        }
    }

    private void loadNewer() {
        editor.id()
                .ifPresent(id -> editor.leave(
                        () -> editor.page().work(() -> editor.page().services().get(id), editor::reload)));
    }

    private static void show(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }

    private MenuItem item(String id, String key, Runnable action) {
        var item = new MenuItem(text.get(key));
        item.setId(id);
        item.setOnAction(event -> action.run());
        return item;
    }

    private static Button button(String id, String words, Runnable action) {
        var button = new Button(words);
        button.setId(id);
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(event -> action.run());
        return button;
    }

    private Button icon(String id, String icon, String key, Runnable action) {
        var button = button(id, "", action);
        button.setGraphic(Icon.of(icon));
        button.setAccessibleText(text.get(key));
        button.setTooltip(new Tooltip(text.get(key)));
        button.getStyleClass().add("flat");
        return button;
    }
}
