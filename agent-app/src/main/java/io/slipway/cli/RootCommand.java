package io.slipway.cli;

import java.nio.file.Path;
import java.util.Objects;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The options that every command takes. */
@Command(
        name = "slipway",
        versionProvider = Version.class,
        sortOptions = false,
        synopsisSubcommandLabel = "COMMAND",
        header = "Provisions fully set-up virtual machines on your own Proxmox VE hosts.",
        footer = {
            "",
            "Start here:  slipway demo      three simulated Windows VMs on a built-in laboratory, in a minute",
            "             slipway help exit-codes",
            ""
        })
final class RootCommand {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "Data folder. Default: $SLIPWAY_DATA, else the system's place for application data.")
    @Nullable
    Path data;

    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            description = "One JSON document on the standard output: the result, or {\"problem\":...}.")
    boolean json;

    @Option(names = "--no-color", scope = ScopeType.INHERIT, description = "No colours; $NO_COLOR says the same.")
    boolean noColor;

    @Spec
    @Nullable
    CommandSpec spec;

    /** The command as it was called, without what was given to it: that may be secret. */
    String command() {
        var words = new StringJoiner(" ");
        var parsed = Objects.requireNonNull(spec).commandLine().getParseResult();
        while (parsed != null && parsed.hasSubcommand()) {
            parsed = parsed.subcommand();
            words.add(parsed.commandSpec().name());
        }
        return words.toString();
    }
}
