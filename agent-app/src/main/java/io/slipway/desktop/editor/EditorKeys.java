package io.slipway.desktop.editor;

import java.util.Map;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;

/** The keyboard of the editor; searching settings, undo and redo are the form's own. */
final class EditorKeys {
    private EditorKeys() {}

    static void on(Node root, ProfileEditor editor) {
        var keys = Map.<KeyCombination, Runnable>of(
                new KeyCodeCombination(KeyCode.S, KeyCombination.SHORTCUT_DOWN),
                editor::save,
                new KeyCodeCombination(KeyCode.ENTER, KeyCombination.SHORTCUT_DOWN),
                editor::save,
                new KeyCodeCombination(KeyCode.F, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN),
                () -> editor.preview().focusFind());
        root.addEventFilter(
                KeyEvent.KEY_PRESSED,
                event -> keys.forEach((combination, action) -> {
                    if (combination.match(event)) {
                        event.consume();
                        action.run();
                    }
                }));
    }
}
