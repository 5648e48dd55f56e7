package io.slipway.desktop.editor;

import io.slipway.desktop.shell.Desk;
import io.slipway.desktop.shell.Page;
import io.slipway.desktop.shell.Place;
import io.slipway.server.profile.StoredProfile;
import io.slipway.server.text.Text;
import java.util.Objects;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The place of the profiles: their list, or one of them in the editor. */
public final class ProfilesPage implements Page {
    private final Desk desk;
    private final Text text;
    private final ProfileDesk services;
    private final FileDialogs files;
    private final StackPane layers = new StackPane();
    private final StackPane content = new StackPane();
    private final Sheets sheets;
    private final ProfileList list;
    private @Nullable ProfileEditor editor;

    public ProfilesPage(Desk desk) {
        this(desk, FileDialogs.system());
    }

    /** As {@link #ProfilesPage(Desk)} with another way to name files, for tests. */
    public ProfilesPage(Desk desk, FileDialogs files) {
        this.desk = desk;
        this.text = desk.text("editor");
        this.services = new ProfileDesk(desk);
        this.files = files;
        this.sheets = new Sheets(layers, content);
        this.list = new ProfileList(this);
        layers.getStyleClass().add("profiles");
        layers.getStylesheets()
                .add(Objects.requireNonNull(ProfilesPage.class.getResource("editor.css"), "editor.css")
                        .toExternalForm());
        content.getChildren().setAll(list.view());
    }

    @Override
    public Node view() {
        return layers;
    }

    @Override
    public void shown(Place place) {
        if (place instanceof Place.ImportProfile wanted) {
            leave(() -> {
                showList();
                new ProfileActions(this).importFile(wanted.file());
            });
            return;
        }
        var wanted = place instanceof Place.Profiles profiles ? profiles.profile() : Optional.<String>empty();
        if (wanted.isPresent()) {
            var present = editor;
            if (present == null || !present.id().equals(wanted)) {
                leave(() -> load(wanted.get()));
            }
        } else if (editor == null) {
            showList();
        } else {
            leave(this::showList);
        }
    }

    @Override
    public void hidden() {
        list.stop();
        var present = editor;
        if (present != null) {
            present.close();
            editor = null;
            content.getChildren().setAll(list.view());
        }
    }

    @Override
    public void leave(Runnable go) {
        var present = editor;
        if (present == null) {
            go.run();
        } else {
            present.leave(go);
        }
    }

    Desk desk() {
        return desk;
    }

    Text text() {
        return text;
    }

    ProfileDesk services() {
        return services;
    }

    FileDialogs files() {
        return files;
    }

    Sheets sheets() {
        return sheets;
    }

    /** Work in the background; a failure is shown over the page. */
    <T> void work(java.util.concurrent.Callable<T> task, java.util.function.Consumer<? super T> done) {
        desk.background().run(task, done, this::failed);
    }

    void failed(Throwable failure) {
        var shell = desk.text("shell");
        sheets.show(
                text.get("failed.title"),
                io.slipway.desktop.shell.ProblemView.of(shell, failure, Optional.empty()),
                java.util.List.of(Sheets.Choice.accent("failed-close", shell.get("action.close"), () -> {})));
    }

    void showList() {
        var present = editor;
        if (present != null) {
            present.close();
            editor = null;
        }
        content.getChildren().setAll(list.view());
        list.start();
    }

    void load(String id) {
        work(() -> services.get(id), this::edit);
    }

    void edit(StoredProfile profile) {
        show(ProfileEditor.stored(this, profile));
    }

    /** Opens a document that is not stored yet. */
    void draft(String name, ObjectNode document, String origin) {
        show(ProfileEditor.draft(this, name, document, origin));
    }

    private void show(ProfileEditor opened) {
        list.stop();
        var present = editor;
        if (present != null) {
            present.close();
        }
        editor = opened;
        content.getChildren().setAll(opened.view());
        opened.start();
    }

    /** What is open, for tests. */
    Optional<ProfileEditor> editor() {
        return Optional.ofNullable(editor);
    }
}
