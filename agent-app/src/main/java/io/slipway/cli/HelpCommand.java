package io.slipway.cli;

import io.slipway.cli.view.Table;
import io.slipway.server.base.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code slipway help [TOPIC]}. */
@Command(name = "help", description = "Explain a command, or: exit-codes.")
final class HelpCommand implements Callable<Integer> {
    private static final String EXIT_CODES = "exit-codes";

    @Parameters(paramLabel = "TOPIC", arity = "0..*", description = "A command such as `host add`, or exit-codes.")
    List<String> topic = new ArrayList<>();

    @Spec
    @org.jspecify.annotations.Nullable
    CommandSpec spec;

    private final Shell shell;

    HelpCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        if (topic.equals(List.of(EXIT_CODES))) {
            exitCodes();
            return ExitCode.OK.number();
        }
        var at = java.util.Objects.requireNonNull(spec).root().commandLine();
        for (var word : topic) {
            CommandLine next = at.getSubcommands().get(word);
            if (next == null) {
                throw new ParameterException(at, "There is no command or topic '" + String.join(" ", topic) + "'");
            }
            at = next;
        }
        shell.screen().raw().print(at.getUsageMessage());
        return ExitCode.OK.number();
    }

    private void exitCodes() {
        var table = Table.of("#EXIT CODE", "MEANING");
        var json = Json.object();
        var list = json.putArray("exit_codes");
        for (var code : ExitCode.values()) {
            table.row(code.number(), code.meaning());
            list.addObject()
                    .put("number", code.number())
                    .put("name", code.name())
                    .put("meaning", code.meaning());
        }
        shell.screen().result(json, () -> shell.screen().table(table, ""));
    }
}
