package io.slipway.cli;

import java.io.PrintWriter;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The whole command line; one object runs one command. */
public final class Slipway {
    private static final int WIDEST_HELP = 110;
    private static final int NARROWEST_HELP = 60;

    private final Surroundings surroundings;

    public Slipway(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Runs one command and gives its exit code; nothing is thrown. */
    public int run(String... arguments) {
        var root = new RootCommand();
        var shell = new Shell(surroundings, root);
        var line = Commands.tree(root, shell);
        var terminal = surroundings.terminal();
        line.setOut(new PrintWriter(surroundings.out(), true));
        line.setErr(new PrintWriter(surroundings.err(), true));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(terminal.colour() ? Ansi.ON : Ansi.OFF));
        line.setUsageHelpWidth(Math.clamp(terminal.columns(), NARROWEST_HELP, WIDEST_HELP));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setAbbreviatedOptionsAllowed(false);
        line.setOverwrittenOptionsAllowed(false);
        line.setExecutionExceptionHandler((failure, command, parsed) -> complain(shell.screen(), failure));
        line.setParameterExceptionHandler((failure, given) -> {
            // The options may not have been read when reading them failed.
            boolean json = Arrays.asList(given).contains("--json");
            var complaint = Complaints.of(failure);
            new Screen(surroundings, json, true).complain(complaint);
            return complaint.exitCode();
        });
        return line.execute(arguments);
    }

    private static int complain(Screen screen, Exception failure) {
        if (failure instanceof Stopped) {
            return ExitCode.INTERRUPTED.number();
        }
        var complaint = Complaints.of(failure);
        screen.complain(complaint);
        return complaint.exitCode();
    }
}
