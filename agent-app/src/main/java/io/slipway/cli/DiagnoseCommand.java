package io.slipway.cli;

import io.slipway.cli.client.RemoteProblem;
import io.slipway.cli.view.Style;
import io.slipway.cli.view.Units;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Redactor;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.diagnose.DiagnosticBundle;
import io.slipway.server.diagnose.Diagnostics;
import io.slipway.server.store.PrivateFiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code slipway diagnose}. */
@Command(
        name = "diagnose",
        description = "Pack what is needed to find a fault into one file, without secrets. Nothing is sent anywhere."
                + " Works when the server does not start, too.")
final class DiagnoseCommand implements Callable<Integer> {
    private static final int LARGEST_CONTENTS = 1 << 20;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "The bundle; without it, slipway-diagnostics-ID.zip in the current folder.")
    @Nullable
    Path output;

    @Option(names = "--without", paramLabel = "NAME", description = "Leave an entry or a folder of entries out.")
    List<String> without = List.of();

    @Option(
            names = "--with",
            paramLabel = "NAME",
            description = "Take what is left out otherwise: host-names, the names and addresses of hosts.")
    List<String> with = List.of();

    @Option(names = "--list", description = "Show what would be packed, and pack nothing.")
    boolean list;

    private final Shell shell;

    DiagnoseCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        if (output != null && !list && Files.exists(output)) {
            throw new FileAlreadyExistsException(output.toString());
        }
        var zip = zip();
        var contents = contents(zip);
        if (list) {
            shell.screen().result(contents, () -> show(contents));
            return ExitCode.OK.number();
        }
        var file = output == null ? Path.of(contents.path("file_name").asString("slipway-diagnostics.zip")) : output;
        if (Files.exists(file)) {
            throw new FileAlreadyExistsException(file.toString());
        }
        PrivateFiles.write(file.toAbsolutePath(), zip);
        var told = contents.deepCopy();
        ((ObjectNode) told).put("file", file.toString()).put("file_bytes", zip.length);
        shell.screen().result(told, () -> {
            show(contents);
            shell.screen()
                    .line("The bundle " + contents.path("id").asString("") + " is in " + file + ", "
                            + Units.bytes(zip.length) + ". Look into it before you send it to anybody.");
        });
        return ExitCode.OK.number();
    }

    /** From the server; from the folder alone when there is none to ask. */
    private byte[] zip() throws IOException {
        var packed = new ByteArrayOutputStream();
        try {
            shell.connected(Use.LOOK, session -> {
                var asked = Json.object();
                without.forEach(asked.putArray("without")::add);
                with.forEach(asked.putArray("with")::add);
                packed.writeBytes(session.download("/diagnostics/bundle", asked));
                return ExitCode.OK.number();
            });
        } catch (RemoteProblem e) {
            if (e.complaint().code().equals(ProblemCode.BAD_REQUEST.name())) {
                throw e;
            }
            offline(
                    packed,
                    Problem.of(
                            ProblemCode.SERVICE_UNAVAILABLE,
                            e.complaint().code() + ": " + e.complaint().detail()));
        } catch (SlipwayException e) {
            offline(packed, e.problem());
        } catch (UncheckedIOException e) {
            offline(
                    packed,
                    Problem.of(ProblemCode.CONFIG_ERROR, Complaints.of(e).detail()));
        }
        return packed.toByteArray();
    }

    private void offline(ByteArrayOutputStream packed, Problem reason) throws IOException {
        shell.screen()
                .warning("No server could be asked (" + reason.code() + ": " + reason.detail()
                        + "). The bundle holds what can be read without one.");
        var setting = new Diagnostics.Setting(
                shell.dataFolder(),
                Version.text(),
                new Redactor(),
                shell.surroundings().clock(),
                new SecureRandom());
        var bundle = Diagnostics.offline(setting, reason);
        bundle.write(packed, bundle.ticked(Set.copyOf(without), Set.copyOf(with)));
    }

    private static JsonNode contents(byte[] zip) throws IOException {
        try (var in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (entry.getName().equals(DiagnosticBundle.CONTENTS)) {
                    return Json.parse(in.readNBytes(LARGEST_CONTENTS));
                }
            }
        }
        throw new IOException("the bundle does not say what is in it");
    }

    private void show(JsonNode contents) {
        var screen = shell.screen();
        for (var entry : contents.path("entries")) {
            long bytes = entry.path("bytes").asLong();
            screen.line(String.format(
                    Locale.ROOT,
                    "[%s] %-44s %10s  %s",
                    entry.path("ticked").asBoolean() ? "x" : " ",
                    entry.path("name").asString(),
                    bytes == 0 ? "" : Units.bytes(bytes),
                    entry.path("what").asString()));
        }
        for (var gone : contents.path("missing")) {
            screen.line(
                    Style.WARN,
                    "missing: " + gone.path("name").asString() + ": "
                            + gone.path("why").asString());
        }
    }
}
