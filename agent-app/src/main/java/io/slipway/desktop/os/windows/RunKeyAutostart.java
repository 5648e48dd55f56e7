package io.slipway.desktop.os.windows;

import com.sun.jna.platform.win32.Advapi32Util;
import com.sun.jna.platform.win32.Win32Exception;
import com.sun.jna.platform.win32.WinReg;
import io.slipway.desktop.os.Autostart;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A value of the user's {@code Run} key. Settings and the task manager switch such a value off in a key of their own
 * ({@code StartupApproved}); its state is read back too, so that this program tells the truth.
 */
public final class RunKeyAutostart implements Autostart {
    static final String KEY = "Software\\Microsoft\\Windows\\CurrentVersion\\Run";
    static final String APPROVED = "Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\StartupApproved\\Run";
    private static final String NAME = "Slipway";

    private final String name;
    private final String command;

    /** @param command the program, absolute, and its arguments */
    public RunKeyAutostart(List<String> command) {
        this(NAME, command);
    }

    /** @param name of the value; another one for tests */
    RunKeyAutostart(String name, List<String> command) {
        this.name = name;
        this.command = command.stream().map(RunKeyAutostart::quoted).collect(Collectors.joining(" "));
    }

    /** By the rules of CommandLineToArgvW. A path has neither quotes nor a backslash at its end. */
    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_.:\\\\-]+") ? word : "\"" + word + "\"";
    }

    @Override
    public State state() {
        try {
            var value = value();
            if (value.isEmpty()) {
                return State.OFF;
            }
            if (!value.get().endsWith(" " + HIDDEN)) {
                return State.FOREIGN;
            }
            if (switchedOff()) {
                return State.SWITCHED_OFF_ELSEWHERE;
            }
            return value.get().equals(command) ? State.ON : State.OUTDATED;
        } catch (Win32Exception | ClassCastException e) {
            // ClassCastException: a value of another type, which is nobody's command of ours.
            return State.FOREIGN;
        }
    }

    private Optional<String> value() {
        return Advapi32Util.registryValueExists(WinReg.HKEY_CURRENT_USER, KEY, name)
                ? Optional.of(Advapi32Util.registryGetStringValue(WinReg.HKEY_CURRENT_USER, KEY, name))
                : Optional.empty();
    }

    /** The first byte is even while it is on: what the task manager of Windows 10 and 11 writes is 2 or 6, and 3 or 7 for off. */
    private boolean switchedOff() {
        if (!approvedExists()) {
            return false;
        }
        var bytes = Advapi32Util.registryGetBinaryValue(WinReg.HKEY_CURRENT_USER, APPROVED, name);
        return bytes.length > 0 && (bytes[0] & 1) == 1;
    }

    private boolean approvedExists() {
        return Advapi32Util.registryKeyExists(WinReg.HKEY_CURRENT_USER, APPROVED)
                && Advapi32Util.registryValueExists(WinReg.HKEY_CURRENT_USER, APPROVED, name);
    }

    @Override
    public void switchOn() throws IOException {
        if (state() == State.FOREIGN) {
            throw new IOException("The entry " + name + " of the Run key is not ours and stays as it is.");
        }
        try {
            Advapi32Util.registryCreateKey(WinReg.HKEY_CURRENT_USER, KEY);
            Advapi32Util.registrySetStringValue(WinReg.HKEY_CURRENT_USER, KEY, name, command);
            if (approvedExists()) {
                Advapi32Util.registryDeleteValue(WinReg.HKEY_CURRENT_USER, APPROVED, name);
            }
        } catch (Win32Exception e) {
            throw new IOException("Windows refuses the entry (error " + e.getErrorCode() + ").", e);
        }
    }

    @Override
    public void switchOff() throws IOException {
        var state = state();
        if (state == State.FOREIGN || state == State.OFF) {
            return;
        }
        try {
            Advapi32Util.registryDeleteValue(WinReg.HKEY_CURRENT_USER, KEY, name);
        } catch (Win32Exception e) {
            throw new IOException("Windows keeps the entry (error " + e.getErrorCode() + ").", e);
        }
    }
}
