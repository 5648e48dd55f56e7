package io.slipway.cli;

import io.slipway.cli.client.ProfileView;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.store.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway profile export}. */
@Command(name = "export", description = "Write a stored profile to a file or to the standard output.")
final class ProfileExportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "PROFILE", description = "Name or id.")
    String profile = "";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "The file, readable by you alone; default: the standard output.")
    @Nullable
    Path output;

    @Option(names = "--with-passwords", description = "Write the passwords too, for another Slipway; needs --output.")
    boolean withPasswords;

    @Option(names = "--force", description = "Replace the file if it exists.")
    boolean force;

    private final Shell shell;

    ProfileExportCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        if (withPasswords && output == null) {
            throw Problem.of(
                            ProblemCode.BAD_REQUEST,
                            "Passwords are written only to a file that nobody else can read.",
                            "Add --output FILE.")
                    .exception();
        }
        if (output != null && Files.exists(output) && !force) {
            throw new FileAlreadyExistsException(output.toString());
        }
        return shell.connected(Use.LOOK, session -> {
            var view = ProfileView.of(Profiles.row(session, profile, withPasswords));
            var document = Json.object().put("name", view.name()).put("is_default", view.isDefault());
            document.set("config", view.config());
            if (output == null) {
                shell.screen().raw().println(Json.pretty(document));
            } else {
                write(output, Json.pretty(document) + "\n");
                var told = Json.object().put("file", output.toString()).put("passwords", withPasswords);
                shell.screen().result(told, () -> shell.screen().line("Profile " + view.name() + " is in " + output));
            }
            if (!withPasswords && !shell.screen().isJson()) {
                shell.screen()
                        .warning("Passwords are masked; `profile import --replace` keeps the stored ones,"
                                + " another Slipway needs --with-passwords.");
            }
            return ExitCode.OK.number();
        });
    }

    private static void write(Path file, String text) {
        try {
            PrivateFiles.write(file.toAbsolutePath(), text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
