package io.slipway.desktop.editor;

import java.util.Map;
import javafx.scene.Node;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;

/** The keyboard of the editor. A text field keeps its own undo while it has something to take back. */
final class EditorKeys {
    private EditorKeys() {}

    static void on(Node root, ProfileEditor editor) {
        var keys = Map.<KeyCombination, Runnable>of(
                new KeyCodeCombination(KeyCode.S, KeyCombination.SHORTCUT_DOWN), editor::save,
                new KeyCodeCombination(KeyCode.ENTER, KeyCombination.SHORTCUT_DOWN), editor::save,
                new KeyCodeCombination(KeyCode.F, KeyCombination.SHORTCUT_DOWN),
                        () -> editor.form().focusSearch(),
                new KeyCodeCombination(KeyCode.F, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN),
                        () -> editor.preview().focusFind(),
                new KeyCodeCombination(KeyCode.Z, KeyCombination.SHORTCUT_DOWN), editor::undo,
                new KeyCodeCombination(KeyCode.Y, KeyCombination.SHORTCUT_DOWN), editor::redo,
                new KeyCodeCombination(KeyCode.Z, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN),
                        editor::redo);
        root.addEventFilter(
                KeyEvent.KEY_PRESSED,
                event -> keys.forEach((combination, action) -> {
                    if (combination.match(event) && !ownUndo(event)) {
                        event.consume();
                        action.run();
                    }
                }));
    }

    private static boolean ownUndo(KeyEvent event) {
        return event.getTarget() instanceof TextInputControl field
                && (event.getCode() == KeyCode.Z && !event.isShiftDown() && field.isUndoable()
                        || event.getCode() == KeyCode.Y && field.isRedoable());
    }
}
