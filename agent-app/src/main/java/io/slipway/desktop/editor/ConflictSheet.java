package io.slipway.desktop.editor;

import io.slipway.desktop.editor.Sheets.Choice;
import io.slipway.server.profile.ProfileComparison;
import io.slipway.server.profile.StoredProfile;
import io.slipway.server.text.Text;
import java.util.List;
import javafx.scene.layout.VBox;

/** Somebody else saved meanwhile: shows how the two differ and lets the operator decide. Nothing is overwritten unseen. */
final class ConflictSheet {
    private final ProfileEditor editor;

    ConflictSheet(ProfileEditor editor) {
        this.editor = editor;
    }

    void show() {
        editor.id().ifPresent(id -> editor.page()
                .work(() -> editor.page().services().get(id), this::show));
    }

    private void show(StoredProfile theirs) {
        editor.current().ifPresent(mine -> {
            Text text = editor.page().text();
            var content = new VBox(
                    12,
                    ProfileActions.wrapped(text.get("conflict.words", theirs.version())),
                    Differences.of(
                            ProfileComparison.of(theirs.document(), mine),
                            editor.state().model(),
                            text));
            editor.page()
                    .sheets()
                    .show(
                            text.get("conflict.title", editor.name()),
                            content,
                            List.of(
                                    Choice.plain("conflict-stay", text.get("conflict.stay"), () -> {}),
                                    Choice.danger(
                                            "conflict-theirs",
                                            text.get("conflict.theirs", theirs.version()),
                                            () -> editor.reload(theirs)),
                                    Choice.danger(
                                            "conflict-mine",
                                            text.get("conflict.mine", theirs.version() + 1),
                                            () -> editor.store(theirs.version(), "", () -> {}))),
                            720);
        });
    }
}
