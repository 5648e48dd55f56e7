package io.slipway.desktop.os;

import io.slipway.desktop.os.linux.GnomeLook;
import io.slipway.desktop.os.windows.WindowsBar;
import java.util.Locale;
import java.util.Map;

/** Whether the user wants programs dark. */
public final class SystemLook {
    private SystemLook() {}

    /** As the system of this process says at this moment; takes a second at most. */
    public static boolean dark() {
        return dark(System.getProperty("os.name", ""), System.getenv());
    }

    /**
     * As the system says at this moment. Where it does not say, it is light.
     *
     * @param system name of the operating system, as Java gives it
     */
    public static boolean dark(String system, Map<String, String> environment) {
        var name = system.toLowerCase(Locale.ROOT);
        if (name.startsWith("windows")) {
            return WindowsBar.darkPrograms();
        }
        return name.startsWith("linux") && new GnomeLook(environment).dark();
    }
}
