package io.slipway.iso.cli;

import io.slipway.iso.IsoException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Builds, lists and verifies images from the command line.
 *
 * <p>Exit codes: 0 done and good; 1 the image is refused, cannot be read or does not match; 2 the command line cannot be
 * understood; 3 reading or writing failed.
 */
public final class IsoTool {
    /** Done, and nothing is wrong. */
    public static final int OK = 0;

    /** The image is refused, corrupt, or differs from the folder. */
    public static final int REFUSED = 1;

    /** The command line cannot be understood. */
    public static final int USAGE = 2;

    /** A file cannot be read or written. */
    public static final int FAILED = 3;

    /** How to call it. */
    public static final String HELP = """
            Usage:
              build FOLDER -o IMAGE [--volume-id ID] [--profile NAME] [--timestamp SECONDS] [--mangle]
                    [--fast-key] [--bios PATH [--bios-sectors N] [--boot-info-table]] [--uefi PATH]
              list IMAGE [--view iso|joliet|rock-ridge|udf]
              verify IMAGE [FOLDER]

            Profiles: data (default), windows-config, nocloud, windows-installer, linux-installer.
            The timestamp is in seconds since 1970; without it SOURCE_DATE_EPOCH is used, else 1980-01-01.
            --mangle renames what a view cannot show, and says so; otherwise such names are refused.
            --fast-key reads files once: the digest in the descriptors covers names, sizes and dates only.
            """;

    private final PrintStream out;
    private final PrintStream err;
    private final Map<String, String> environment;

    /**
     * Creates a tool.
     *
     * @param environment variables; only SOURCE_DATE_EPOCH is used
     */
    public IsoTool(PrintStream out, PrintStream err, Map<String, String> environment) {
        this.out = out;
        this.err = err;
        this.environment = Map.copyOf(environment);
    }

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        var out =
                new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), true, StandardCharsets.UTF_8);
        var err =
                new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.err), true, StandardCharsets.UTF_8);
        System.exit(new IsoTool(out, err, System.getenv()).run(arguments));
    }

    /** Runs one command and gives its exit code; nothing is thrown for bad input. */
    public int run(String... arguments) {
        List<String> rest = Arrays.asList(arguments);
        String command = rest.isEmpty() ? "" : rest.getFirst();
        try {
            return switch (command) {
                case "build" -> new BuildCommand(out, environment).run(rest.subList(1, rest.size()));
                case "list" -> new ListCommand(out).run(rest.subList(1, rest.size()));
                case "verify" -> new VerifyCommand(out).run(rest.subList(1, rest.size()));
                case "help", "--help", "-h" -> {
                    out.print(HELP);
                    yield OK;
                }
                default ->
                    throw new Arguments.UsageException(
                            command.isEmpty() ? "A command is missing." : "Unknown command: " + command + ".");
            };
        } catch (Arguments.UsageException e) {
            err.println("error: " + e.getMessage());
            err.print(HELP);
            return USAGE;
        } catch (InvalidPathException e) {
            err.println("error: this is not a path: " + e.getInput());
            return USAGE;
        } catch (IsoException e) {
            err.println("error: " + e.getMessage());
            return REFUSED;
        } catch (NoSuchFileException e) {
            err.println("error: there is no file " + e.getFile());
            return FAILED;
        } catch (IOException e) {
            err.println("error: " + e.getMessage());
            return FAILED;
        }
    }
}
