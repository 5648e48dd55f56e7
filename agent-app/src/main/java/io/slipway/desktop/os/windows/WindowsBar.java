package io.slipway.desktop.os.windows;

import com.sun.jna.platform.win32.Advapi32Util;
import com.sun.jna.platform.win32.Win32Exception;
import com.sun.jna.platform.win32.WinReg;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The colour of the taskbar, which has a setting of its own beside that of programs. */
public final class WindowsBar {
    private static final String KEY = "Software\\Microsoft\\Windows\\CurrentVersion\\Themes\\Personalize";
    private static final String VALUE = "SystemUsesLightTheme";
    private static final Logger LOG = LoggerFactory.getLogger(WindowsBar.class);

    private WindowsBar() {}

    /** Whether it is light; Windows before the setting had dark ones only. */
    public static boolean light() {
        try {
            return Advapi32Util.registryValueExists(WinReg.HKEY_CURRENT_USER, KEY, VALUE)
                    && Advapi32Util.registryGetIntValue(WinReg.HKEY_CURRENT_USER, KEY, VALUE) != 0;
        } catch (Win32Exception | ClassCastException e) {
            // ClassCastException: somebody wrote the value with another type.
            LOG.debug("the taskbar's colour cannot be read", e);
            return false;
        }
    }
}
