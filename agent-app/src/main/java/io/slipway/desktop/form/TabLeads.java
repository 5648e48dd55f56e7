package io.slipway.desktop.form;

import javafx.event.EventHandler;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/** Makes the Tab key leave a text of several lines, as it leaves every other field. */
final class TabLeads implements EventHandler<KeyEvent> {
    private final TextArea area;

    TabLeads(TextArea area) {
        this.area = area;
    }

    @Override
    public void handle(KeyEvent event) {
        boolean tab = event.getCode() == KeyCode.TAB && !event.isControlDown() && !event.isAltDown();
        if (tab && event.getTarget().equals(area)) {
            event.consume();
            // The control itself leaves on Ctrl+Tab; this is the same key with the same meaning.
            area.fireEvent(new KeyEvent(
                    area, area, KeyEvent.KEY_PRESSED, "", "", KeyCode.TAB, event.isShiftDown(), true, false, false));
        }
    }
}
