package io.slipway.cli;

import io.slipway.cli.view.Terminal;
import io.slipway.server.base.Sleeper;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;

/**
 * All that the program touches outside its own objects, so that tests run it whole in their own process.
 *
 * @param environment variables
 * @param home the user's folder
 * @param system name of the operating system
 * @param terminal what {@code out} can show
 * @param errorTerminal what {@code err} can show
 * @param zone in which times are shown
 */
public record Surroundings(
        Map<String, String> environment,
        Path home,
        String system,
        InputStream in,
        PrintStream out,
        PrintStream err,
        Terminal terminal,
        Terminal errorTerminal,
        Prompt prompt,
        Interrupts interrupts,
        InstantSource clock,
        Sleeper sleeper,
        ZoneId zone) {

    public Surroundings {
        environment = Map.copyOf(environment);
    }

    /**
     * Those of this process. The launcher says in the property {@code slipway.tty} which of the standard streams (0, 1, 2) are
     * terminals, because Java cannot tell them apart; without it, a console means all of them.
     */
    static Surroundings ofThisProcess() {
        var environment = System.getenv();
        var terminals = System.getProperty("slipway.tty", System.console() == null ? "" : "012");
        return new Surroundings(
                environment,
                Path.of(System.getProperty("user.home")),
                System.getProperty("os.name"),
                System.in,
                utf8(FileDescriptor.out),
                utf8(FileDescriptor.err),
                Terminal.of(terminals.contains("1"), environment),
                Terminal.of(terminals.contains("2"), environment),
                Prompt.console(),
                Interrupts.ofThisProcess(),
                InstantSource.system(),
                Sleeper.system(),
                ZoneId.systemDefault());
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
