package io.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class CommandLineTest {
    @TempDir
    Path home;

    private CommandRun cli;

    @BeforeEach
    void open() {
        cli = new CommandRun(home);
    }

    @ParameterizedTest
    @CsvSource({
        "'', Missing required subcommand",
        "bild, did you mean",
        "host, Missing required subcommand",
        "'host add', Missing required parameters",
        "'iso build --nonsense x -o y', Unknown option",
        "'provision --memory lots', no amount",
        "'provision --cores two', cores",
        "'iso list --view flat x.iso', view",
        "'demo --vms 0', 1 to 50",
        "'help nonsense', no command"
    })
    void aCommandLineThatCannotBeUnderstoodEndsWith2AndSaysWhy(String line, String why) {
        var outcome = cli.run(line.isEmpty() ? new String[0] : line.split(" "));

        outcome.refusedWith("USAGE", 2);
        assertThat(outcome.err()).containsIgnoringCase(why).contains("--help");
        assertThat(outcome.out()).isEmpty();
    }

    @Test
    void withJsonAProblemIsTheOneDocumentOnTheStandardOutput() {
        var outcome = cli.run("iso", "list", "missing.iso", "--json");

        assertThat(outcome.exitCode()).isEqualTo(4);
        assertThat(outcome.err()).isEmpty();
        var problem = outcome.json().path("problem");
        assertThat(problem.path("code").asString()).isEqualTo("FILE_NOT_FOUND");
        assertThat(problem.path("exit_code").asInt()).isEqualTo(4);
        assertThat(problem.path("detail").asString()).contains("missing.iso");
        assertThat(problem.path("next_step").asString()).isNotEmpty();
    }

    @Test
    void withJsonAUsageProblemIsADocumentToo() {
        var outcome = cli.run("iso", "list", "--json", "--nonsense");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.code()).isEqualTo("USAGE");
    }

    @Test
    void theExitCodesAreExplainedForPeopleAndPrograms() {
        assertThat(cli.run("help", "exit-codes").done().out()).contains("130").contains("Ctrl-C");

        var codes = cli.run("help", "exit-codes", "--json").done().json().path("exit_codes");
        assertThat(codes.size()).isEqualTo(ExitCode.values().length);
        assertThat(codes.path(0).path("number").asInt()).isZero();
    }

    @Test
    void everyCommandExplainsItselfAndEachOfItsOptions() {
        var root = new RootCommand();
        var line = Commands.tree(
                root,
                new Shell(
                        cli.surroundings(new java.io.ByteArrayOutputStream(), new java.io.ByteArrayOutputStream()),
                        root));

        for (var command : all(line, new ArrayList<>())) {
            var spec = command.getCommandSpec();
            var text = List.of(spec.usageMessage().description());
            var header = List.of(spec.usageMessage().header());
            assertThat(text.isEmpty() && header.isEmpty())
                    .as(spec.qualifiedName())
                    .isFalse();
            assertThat(spec.options()).allSatisfy(option -> assertThat(option.description())
                    .as(spec.qualifiedName() + " " + option.longestName())
                    .isNotEmpty());
            assertThat(command.getUsageMessage()).contains("--json").contains("--help");
        }
    }

    @Test
    void noOptionTakesAPasswordItself() {
        var root = new RootCommand();
        var line = Commands.tree(
                root,
                new Shell(
                        cli.surroundings(new java.io.ByteArrayOutputStream(), new java.io.ByteArrayOutputStream()),
                        root));

        assertThat(all(line, new ArrayList<>()))
                .flatMap(command -> command.getCommandSpec().options())
                .filteredOn(option -> option.longestName().contains("password"))
                .allSatisfy(option -> assertThat(option.typeInfo().getType())
                        .as(option.longestName())
                        .isIn(Path.class, boolean.class));
    }

    private static List<CommandLine> all(CommandLine line, List<CommandLine> found) {
        found.add(line);
        line.getSubcommands().values().forEach(sub -> all(sub, found));
        return found;
    }
}
