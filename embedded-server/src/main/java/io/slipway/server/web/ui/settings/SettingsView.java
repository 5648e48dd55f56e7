package io.slipway.server.web.ui.settings;

import io.slipway.server.text.ProblemWords;
import io.slipway.server.text.Text;
import io.slipway.server.web.ui.frame.PageFrame;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * What every page of the settings shows around its subject.
 *
 * @param part the subject
 * @param words that a subject is looked for by
 */
record SettingsView(PageFrame frame, SettingsPart part, String words) {
    /** The subjects that fit the words. */
    List<SettingsPart> parts() {
        return SettingsPart.found(frame, words.toLowerCase(Locale.ROOT));
    }

    /** The pages' own texts. */
    Text own() {
        return frame.text("websettings");
    }

    /** The texts that the window says too. */
    Text text() {
        return frame.text("settings");
    }

    String say(String key, Object... arguments) {
        return own().get(key, arguments);
    }

    String both(String key, Object... arguments) {
        return text().get(key, arguments);
    }

    String moment(Instant at) {
        return frame.times().moment(at, frame.now());
    }

    String ago(Instant at) {
        return frame.times().ago(at, frame.now());
    }

    ProblemWords problems() {
        return ProblemWords.of(frame.look().language());
    }
}
