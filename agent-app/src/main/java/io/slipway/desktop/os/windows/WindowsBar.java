package io.slipway.desktop.os.windows;

import com.sun.jna.platform.win32.Advapi32Util;
import com.sun.jna.platform.win32.Win32Exception;
import com.sun.jna.platform.win32.WinReg;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The colours of the taskbar and of programs, which have a setting each. */
public final class WindowsBar {
    private static final String KEY = "Software\\Microsoft\\Windows\\CurrentVersion\\Themes\\Personalize";
    private static final String VALUE = "SystemUsesLightTheme";
    private static final String PROGRAMS = "AppsUseLightTheme";
    private static final Logger LOG = LoggerFactory.getLogger(WindowsBar.class);

    private WindowsBar() {}

    /** Whether the taskbar is light; Windows before the setting had dark ones only. */
    public static boolean light() {
        return set(VALUE, 1);
    }

    /** Whether programs shall be dark; they are light until somebody chose. */
    public static boolean darkPrograms() {
        return set(PROGRAMS, 0);
    }

    private static boolean set(String value, int wanted) {
        try {
            return Advapi32Util.registryValueExists(WinReg.HKEY_CURRENT_USER, KEY, value)
                    && Math.min(1, Advapi32Util.registryGetIntValue(WinReg.HKEY_CURRENT_USER, KEY, value)) == wanted;
        } catch (Win32Exception | ClassCastException e) {
            // ClassCastException: somebody wrote the value with another type.
            LOG.debug("the system's colour cannot be read value={}", value, e);
            return false;
        }
    }
}
