package io.slipway.desktop.os.windows;

import com.sun.jna.platform.win32.Advapi32Util;
import com.sun.jna.platform.win32.WinReg;
import io.slipway.desktop.os.Autostart;
import io.slipway.desktop.os.Autostart.State;
import io.slipway.desktop.os.SystemLook;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** What is checked inside a Windows JVM; prints a line for each check that holds and ends with 1 at the first that does not. */
public final class RunKeyProbe {
    /** How many checks there are. */
    static final int CHECKS = 12;

    private static final String NAME = "SlipwayProbe";
    private static final String LOOK = "Software\\Microsoft\\Windows\\CurrentVersion\\Themes\\Personalize";

    private RunKeyProbe() {}

    /** @param args none */
    public static void main(String[] args) throws IOException {
        var autostart = new RunKeyAutostart(NAME, List.of("C:\\Program Files\\Slipway\\slipway.exe", "--tray"));
        check("off at first", autostart.state() == State.OFF);
        Advapi32Util.registryCreateKey(WinReg.HKEY_CURRENT_USER, RunKeyAutostart.KEY);
        Advapi32Util.registrySetStringValue(WinReg.HKEY_CURRENT_USER, RunKeyAutostart.KEY, "Boats", "boats.exe");
        autostart.switchOn();
        check("on", autostart.state() == State.ON);
        check("the launcher, hidden", value().equals("\"C:\\Program Files\\Slipway\\slipway.exe\" --tray"));
        taskManager(autostart);
        var moved = new RunKeyAutostart(NAME, List.of("D:\\slipway.exe", "--tray"));
        check("an older place is outdated", moved.state() == State.OUTDATED);
        autostart.switchOff();
        check("off again", autostart.state() == State.OFF);
        foreign(autostart);
        check(
                "other entries stay",
                Advapi32Util.registryGetStringValue(WinReg.HKEY_CURRENT_USER, RunKeyAutostart.KEY, "Boats")
                        .equals("boats.exe"));
        look();
        System.out.println("ALL DONE on " + System.getProperty("os.name"));
        System.exit(0);
    }

    private static String value() {
        return Advapi32Util.registryGetStringValue(WinReg.HKEY_CURRENT_USER, RunKeyAutostart.KEY, NAME);
    }

    private static void taskManager(Autostart autostart) throws IOException {
        var off = new byte[12];
        off[0] = 3;
        Advapi32Util.registryCreateKey(WinReg.HKEY_CURRENT_USER, RunKeyAutostart.APPROVED);
        Advapi32Util.registrySetBinaryValue(WinReg.HKEY_CURRENT_USER, RunKeyAutostart.APPROVED, NAME, off);
        check("what the task manager switched off is said", autostart.state() == State.SWITCHED_OFF_ELSEWHERE);
        autostart.switchOn();
        check("and switched on again", autostart.state() == State.ON);
    }

    private static void foreign(Autostart autostart) throws IOException {
        Advapi32Util.registrySetStringValue(WinReg.HKEY_CURRENT_USER, RunKeyAutostart.KEY, NAME, "boats.exe");
        autostart.switchOff();
        boolean refused = false;
        try {
            autostart.switchOn();
        } catch (IOException e) {
            refused = true;
        }
        check("a foreign entry of our name stays", refused && value().equals("boats.exe"));
        Advapi32Util.registryDeleteValue(WinReg.HKEY_CURRENT_USER, RunKeyAutostart.KEY, NAME);
    }

    private static void look() {
        Advapi32Util.registryCreateKey(WinReg.HKEY_CURRENT_USER, LOOK);
        Advapi32Util.registrySetIntValue(WinReg.HKEY_CURRENT_USER, LOOK, "AppsUseLightTheme", 0);
        check("dark programs", SystemLook.dark("Windows 11", Map.of()));
        Advapi32Util.registrySetIntValue(WinReg.HKEY_CURRENT_USER, LOOK, "AppsUseLightTheme", 1);
        check("light programs", !SystemLook.dark("Windows 11", Map.of()));
        Advapi32Util.registryDeleteValue(WinReg.HKEY_CURRENT_USER, LOOK, "AppsUseLightTheme");
        check("light until somebody chose", !SystemLook.dark("Windows 11", Map.of()));
    }

    private static void check(String what, boolean holds) {
        if (!holds) {
            System.out.println("FAILED " + what);
            System.exit(1);
        }
        System.out.println("OK " + what);
    }
}
