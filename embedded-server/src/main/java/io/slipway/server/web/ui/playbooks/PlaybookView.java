package io.slipway.server.web.ui.playbooks;

import io.slipway.server.base.FieldError;
import io.slipway.server.base.Sha256;
import io.slipway.server.form.FormSayings;
import io.slipway.server.profile.Playbook;
import io.slipway.server.profile.PlaybookCheck;
import io.slipway.server.profile.Playbooks;
import io.slipway.server.profile.ProfileForms;
import io.slipway.server.profile.ProfileWarning;
import io.slipway.server.text.Text;
import io.slipway.server.web.ui.frame.PageFrame;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One playbook with its text, or the beginning of one.
 *
 * @param stored empty for one that is not stored yet
 * @param warnings what a reader of the text should look at
 */
record PlaybookView(PageFrame frame, Optional<Playbook> stored, String content, List<FieldError> warnings) {
    /** Longest name, in characters. */

    /** Length of {@link #seen}. */
    static final int DIGEST = 64;

    static final int MOST_FINDINGS = 20;

    PlaybookView {
        warnings = List.copyOf(warnings);
    }

    /** A new one begins with the text that comes with the product. */
    static PlaybookView fresh(PageFrame frame) {
        return of(frame, Optional.empty(), Playbooks.builtIn());
    }

    static PlaybookView of(PageFrame frame, Playbook playbook) {
        return of(frame, Optional.of(playbook), playbook.content());
    }

    private static PlaybookView of(PageFrame frame, Optional<Playbook> stored, String content) {
        return new PlaybookView(
                frame, stored, content, PlaybookCheck.check(content).warnings());
    }

    Text own() {
        return frame.text("webplaybooks");
    }

    String say(String key, Object... arguments) {
        return own().get(key, arguments);
    }

    String path() {
        return stored.map(playbook -> PageFrame.Place.PLAYBOOKS.path() + "/" + playbook.id())
                .orElse(PageFrame.Place.PLAYBOOKS.path());
    }

    String name() {
        return stored.map(Playbook::name).orElse("");
    }

    boolean usual() {
        return stored.filter(Playbook::isDefault).isPresent();
    }

    /** Which name and text the reader saw: others in the store are somebody else's. */
    String seen() {
        return stored.map(PlaybookView::digest).orElse("");
    }

    static String digest(Playbook playbook) {
        return Sha256.hex(playbook.name() + "\n" + playbook.content());
    }

    String changed() {
        return stored.map(playbook -> say("changed", frame.times().moment(playbook.updatedAt(), frame.now())))
                .orElse("");
    }

    /** Those that are shown; of very many the first. */
    List<String> told() {
        return warnings.stream()
                .limit(MOST_FINDINGS)
                .map(warning -> line(warning, frame.look().language()))
                .toList();
    }

    /** What was found in the text, with its place there, in the reader's language. */
    static String line(FieldError found, Locale language) {
        var said = ProfileForms.said(new ProfileWarning(found.pointer(), found.message()), language);
        return found.pointer().isEmpty() ? FormSayings.capital(said) : found.pointer() + ": " + said;
    }
}
