package io.slipway.cli;

import io.slipway.cli.view.Style;
import io.slipway.server.base.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code slipway vault recovery-words}. */
@Command(
        name = "recovery-words",
        description =
                "Make 24 words that open the vault when its key is lost, and show them this once. Earlier words are void.")
final class VaultRecoveryWordsCommand implements Callable<Integer> {
    private static final int COLUMNS = 4;

    @Option(names = "--yes", description = "Do not ask.")
    boolean yes;

    @Mixin
    PassphraseOptions present = new PassphraseOptions();

    private final Shell shell;

    VaultRecoveryWordsCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        return shell.connected(Use.LOOK, session -> {
            try {
                return make(session);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private int make(Session session) throws IOException {
        var before = session.get("/vault");
        if (before.path("recovery_words").asBoolean(false)) {
            shell.confirm(yes, "The earlier recovery words will open nothing any more. Make new ones?");
        }
        var proof = present.into(Json.object(), "current_passphrase", before, shell.surroundings());
        PassphraseOptions.open(session, before, proof);
        var answer = session.post("/vault/recovery-words", proof);
        shell.screen().result(answer, () -> show(answer.path("words")));
        return ExitCode.OK.number();
    }

    private void show(JsonNode words) {
        var screen = shell.screen();
        var line = new StringBuilder();
        for (int i = 0; i < words.size(); i++) {
            line.append(String.format(
                    Locale.ROOT, "%2d %-10s ", i + 1, words.path(i).asString("")));
            if (i % COLUMNS == COLUMNS - 1) {
                screen.line(line.toString().stripTrailing());
                line.setLength(0);
            }
        }
        screen.line(
                Style.WARN, "Write them down on paper, in this order. They are stored nowhere and not shown again.");
        screen.line("Whoever has them and this data folder reads every stored secret.");
    }
}
