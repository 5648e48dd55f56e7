package io.slipway.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The tree of commands. */
final class Commands {
    private Commands() {}

    static CommandLine tree(RootCommand root, Shell shell) {
        var line = new CommandLine(root);
        line.addSubcommand(group(
                "iso",
                "Build, list and verify ISO images; make an answer ISO without a host.",
                List.of(new IsoBuildCommand(shell), new IsoListCommand(shell), new IsoVerifyCommand(shell))));
        line.addSubcommand(new HelpCommand(shell));
        helpful(line);
        return line;
    }

    /** A command that only has commands of its own. */
    private static CommandLine group(String name, String description, List<Object> commands) {
        var spec = CommandSpec.create().name(name);
        spec.usageMessage().description(description).synopsisSubcommandLabel("COMMAND");
        var line = new CommandLine(spec);
        commands.forEach(line::addSubcommand);
        return line;
    }

    /** Every command explains itself; done here, because an inherited annotation would repeat the root's texts too. */
    private static void helpful(CommandLine line) {
        line.getCommandSpec().mixinStandardHelpOptions(true).versionProvider(new Version());
        line.getSubcommands().values().forEach(Commands::helpful);
    }
}
