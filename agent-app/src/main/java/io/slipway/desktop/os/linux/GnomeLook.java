package io.slipway.desktop.os.linux;

import java.util.List;
import java.util.Map;

/** The colour scheme that GNOME, and with it most desktops, keep for programs (org.gnome.desktop.interface). */
public final class GnomeLook {
    private final ShortCommand gsettings;

    public GnomeLook(Map<String, String> environment) {
        this.gsettings = new ShortCommand(environment);
    }

    /** Whether dark is preferred; no answer is light. */
    public boolean dark() {
        return gsettings
                .ask("gsettings", List.of("get", "org.gnome.desktop.interface", "color-scheme"))
                .filter("'prefer-dark'"::equals)
                .isPresent();
    }
}
