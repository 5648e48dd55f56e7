package io.slipway.server.web.ui.settings;

import io.slipway.server.text.Text;
import io.slipway.server.web.ui.frame.PageFrame;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One subject of the settings; each has an address. */
public enum SettingsPart {
    GENERAL,
    NETWORK,
    VAULT,
    BACKUP(true),
    ACCESS(true),
    WORK,
    SYNCTHING,
    RETENTION,
    DIAGNOSTICS;

    private final boolean forAdministrators;

    SettingsPart() {
        this(false);
    }

    SettingsPart(boolean forAdministrators) {
        this.forAdministrators = forAdministrators;
    }

    /** The text in the address. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String path() {
        return this == GENERAL ? PageFrame.Place.SETTINGS.path() : PageFrame.Place.SETTINGS.path() + "/" + word();
    }

    static Optional<SettingsPart> find(String word) {
        return Arrays.stream(values()).filter(part -> part.word().equals(word)).findFirst();
    }

    /** Whether the session may see it. */
    boolean shownIn(PageFrame frame) {
        return !forAdministrators || frame.administers();
    }

    public String name(Text settings) {
        return settings.get("part." + word());
    }

    /** Whether its name, or a word that people look for it by, has these words. */
    boolean fits(Text settings, String words) {
        return words.isEmpty()
                || name(settings).toLowerCase(Locale.ROOT).contains(words)
                || settings.get("part." + word() + ".words").contains(words);
    }

    /** Those that the session may see and that fit some words, in lower case. */
    public static List<SettingsPart> found(PageFrame frame, String words) {
        var text = frame.text("websettings");
        return Arrays.stream(values())
                .filter(part -> part.shownIn(frame))
                .filter(part -> part.fits(text, words))
                .toList();
    }
}
