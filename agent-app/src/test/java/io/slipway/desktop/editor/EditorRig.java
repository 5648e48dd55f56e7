package io.slipway.desktop.editor;

import io.slipway.desktop.Fx;
import io.slipway.desktop.look.Theme;
import io.slipway.desktop.shell.Background;
import io.slipway.desktop.shell.Desk;
import io.slipway.desktop.shell.Place;
import io.slipway.server.base.Caller;
import io.slipway.server.boot.AgentAssembly;
import io.slipway.server.boot.AgentConfig;
import io.slipway.server.profile.BuiltInProfiles;
import io.slipway.server.profile.Profiles;
import io.slipway.server.profile.StoredProfile;
import io.slipway.server.schema.Field;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Labeled;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextInputControl;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The page of profiles in a real window, over a real agent in a folder of its own. */
final class EditorRig implements AutoCloseable {
    final AgentAssembly agent;
    final ProfilesPage page;
    final Scene scene;
    final Caller caller = Caller.localOperator();

    /** The file that the next file dialog answers with; none is a cancelled dialog. */
    @Nullable
    Path file;

    private final Background background = new Background();
    private final Stage stage;

    EditorRig(Path folder, Theme theme, Locale language) {
        Fx.start(theme);
        this.agent = AgentAssembly.open(AgentConfig.of(folder, Optional.empty()));
        var desk = new Desk(agent.parts(), language, background, place -> {}, false);
        this.page = Fx.get(() -> new ProfilesPage(desk, new Answering()));
        this.scene = Fx.get(() -> new Scene((javafx.scene.Parent) page.view(), 1280, 800));
        this.stage = Fx.get(() -> {
            theme.dress(scene);
            var made = new Stage();
            made.setScene(scene);
            made.show();
            return made;
        });
    }

    private final class Answering implements FileDialogs {
        @Override
        public Optional<Path> save(@Nullable Window owner, String title, String suggested) {
            return Optional.ofNullable(file);
        }

        @Override
        public Optional<Path> open(@Nullable Window owner, String title, String ending) {
            return Optional.ofNullable(file);
        }
    }

    Profiles profiles() {
        return agent.parts().profiles();
    }

    StoredProfile store(String name) {
        var document = BuiltInProfiles.all().getFirst().stored();
        return profiles().create(caller, name, false, document);
    }

    void list() {
        Fx.run(() -> page.shown(new Place.Profiles(Optional.empty())));
        until("the list", () -> !page.view().lookupAll(".row-card").isEmpty());
    }

    ProfileEditor open(StoredProfile profile) {
        Fx.run(() -> page.shown(new Place.Profiles(Optional.of(profile.id()))));
        until("the editor", () -> page.editor().flatMap(ProfileEditor::id).equals(Optional.of(profile.id())));
        var editor = page.editor().orElseThrow();
        quiet(editor);
        return editor;
    }

    /** Waits until the preview is that of the newest document. */
    void quiet(ProfileEditor editor) {
        until("the preview", () -> editor.previewer().idle() && editor.preview().openFile() != null);
    }

    void until(String what, java.util.function.BooleanSupplier condition) {
        Fx.until(what, condition);
    }

    boolean has(String id) {
        return Fx.get(() -> page.view().lookup("#" + id) != null);
    }

    <T extends Node> T node(String id, Class<T> type) {
        until("#" + id, () -> page.view().lookup("#" + id) != null);
        return type.cast(Fx.get(() -> page.view().lookup("#" + id)));
    }

    void press(String id) {
        var button = node(id, ButtonBase.class);
        Fx.run(button::fire);
    }

    void type(String id, String text) {
        var field = node(id, TextInputControl.class);
        Fx.run(() -> field.setText(text));
    }

    /** Chooses an entry of a menu. */
    void choose(String menuId, String itemId) {
        var menu = node(menuId, MenuButton.class);
        Fx.run(() -> menu.getItems().stream()
                .filter(item -> itemId.equals(item.getId()))
                .findFirst()
                .ifPresentOrElse(MenuItem::fire, () -> {
                    throw new AssertionError("no entry " + itemId);
                }));
    }

    String words(String id) {
        var label = node(id, Labeled.class);
        return Fx.get(label::getText);
    }

    /** Changes a setting by the control that the form shows for it. */
    void edit(ProfileEditor editor, String pointer, JsonNode value) {
        Fx.run(() -> editor.form().reveal(pointer));
        Fx.run(() -> {
            switch (scene.getFocusOwner()) {
                case TextInputControl field -> field.setText(value.asString());
                case CheckBox box -> {
                    if (box.isSelected() != value.booleanValue()) {
                        box.fire();
                    }
                }
                case ComboBox<?> box -> {
                    for (int i = 0; i < box.getItems().size(); i++) {
                        if (box.getItems().get(i) instanceof Field.Option option
                                && option.value().equals(value)) {
                            box.getSelectionModel().select(i);
                        }
                    }
                }
                default -> throw new AssertionError("no control for " + pointer);
            }
        });
    }

    /** Everything that can be read on the page. */
    String allWords() {
        return Fx.get(() -> {
            var said = new StringBuilder();
            for (var node : (Set<Node>) page.view().lookupAll(".label")) {
                if (node instanceof Labeled label && label.getText() != null) {
                    said.append(label.getText()).append('\n');
                }
            }
            return said.toString();
        });
    }

    Path picture(String name) {
        return Fx.picture(scene, "editor-" + name);
    }

    @Override
    public void close() {
        Fx.run(() -> {
            page.hidden();
            stage.close();
        });
        background.close();
        agent.close();
    }
}
