package io.slipway.desktop.os;

import io.slipway.desktop.os.windows.WindowsBar;
import java.util.Locale;

/** The bar that the system shows icons on. */
public final class SystemBar {
    private SystemBar() {}

    /**
     * Whether it is light at this moment. Where the system does not say, it is taken for dark: the panels of GNOME and Xfce are.
     *
     * @param system name of the operating system, as Java gives it
     */
    public static boolean light(String system) {
        return system.toLowerCase(Locale.ROOT).startsWith("windows") && WindowsBar.light();
    }
}
