package io.slipway.server.web.ui.secrets;

import io.slipway.server.host.Host;
import io.slipway.server.text.Text;
import io.slipway.server.web.ui.frame.PageFrame;
import java.util.List;

/**
 * One secret in the operator's words.
 *
 * @param takers hosts that sign in with a secret and may take this one
 */
record SecretView(SecretRow row, List<Host> takers, Text text, Text own) {
    static SecretView of(PageFrame frame, SecretRow row, List<Host> takers) {
        return new SecretView(row, takers, frame.text("settings"), frame.text("websecrets"));
    }

    String say(String key, Object... arguments) {
        return text.get(key, arguments);
    }

    String own(String key, Object... arguments) {
        return own.get(key, arguments);
    }

    /** Tells one reader from the others on this page. */
    int number(SecretRow.Reader reader) {
        return row.readers().indexOf(reader);
    }
}
