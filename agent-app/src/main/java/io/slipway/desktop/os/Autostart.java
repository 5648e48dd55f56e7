package io.slipway.desktop.os;

import io.slipway.desktop.os.linux.XdgAutostart;
import io.slipway.desktop.os.windows.RunKeyAutostart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Whether the program starts when this user signs in. The operating system keeps the answer, so it is read from there each time:
 * somebody may have changed it elsewhere. Only the entry of this program is written or removed.
 *
 * <p>Calls read files or the registry; make them in the background.
 */
public interface Autostart {
    /** The option with which a start stays in the tray. */
    String HIDDEN = "--tray";

    /** How it is. */
    enum State {
        /** It does not start by itself. */
        OFF,
        /** It starts by itself, hidden. */
        ON,
        /** An entry of ours starts a program at another place; switching on puts this one in its place. */
        OUTDATED,
        /** The entry is there, but the system was told elsewhere not to follow it; switching on takes that back. */
        SWITCHED_OFF_ELSEWHERE,
        /** An entry of our name is not ours; it stays as it is. */
        FOREIGN,
        /** It cannot be chosen here: the program was not started by its launcher, or the system is not known. */
        UNAVAILABLE
    }

    /** The state at this moment. */
    State state();

    /**
     * Starts with the session from now on.
     *
     * @throws IOException when the entry cannot be written, or there is a foreign one
     */
    void switchOn() throws IOException;

    /**
     * Starts no more with the session. Off already is success; a foreign entry stays.
     *
     * @throws IOException when the entry cannot be removed
     */
    void switchOff() throws IOException;

    /** For the user of this process, started the way this process was. */
    static Autostart ofThisProcess() {
        return of(
                System.getProperty("os.name", ""),
                System.getenv(),
                Path.of(System.getProperty("user.home", "")),
                program(System::getProperty));
    }

    /**
     * For a system.
     *
     * @param system name of the operating system, as Java gives it
     * @param program what starts the desktop, absolute, and its arguments; empty when it is not known
     */
    static Autostart of(String system, Map<String, String> environment, Path home, List<String> program) {
        if (program.isEmpty()) {
            return new None();
        }
        var command = new ArrayList<>(program);
        command.add(HIDDEN);
        var name = system.toLowerCase(Locale.ROOT);
        if (name.startsWith("windows")) {
            return new RunKeyAutostart(command);
        }
        return name.startsWith("linux") ? new XdgAutostart(environment, home, command) : new None();
    }

    /**
     * What starts this program: jpackage's launcher, or our script, which starts other commands too.
     *
     * @param properties of the Java machine; empty is the answer when neither said so
     */
    static List<String> program(Function<String, @Nullable String> properties) {
        return absolute(properties.apply("jpackage.app-path"))
                .map(List::of)
                .or(() -> absolute(properties.apply("slipway.launcher")).map(script -> List.of(script, "desktop")))
                .orElse(List.of());
    }

    private static Optional<String> absolute(@Nullable String path) {
        return Optional.ofNullable(path).filter(known -> Path.of(known).isAbsolute());
    }

    /** Where it cannot be chosen. */
    final class None implements Autostart {
        @Override
        public State state() {
            return State.UNAVAILABLE;
        }

        @Override
        public void switchOn() throws IOException {
            throw new IOException("Starting with the session cannot be chosen here.");
        }

        @Override
        public void switchOff() {
            // There is nothing to switch off.
        }
    }
}
