package io.slipway.cli;

import io.slipway.cli.client.ProfileView;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code slipway profile import}. */
@Command(
        name = "import",
        description =
                "Store a profile from a file: a profile document, what `profile export` wrote, or an answer file.",
        sortOptions = false)
final class ProfileImportCommand implements Callable<Integer> {
    private static final long LARGEST = 4L << 20;
    private static final Set<String> ROW = Set.of("name", "is_default", "config");

    @Parameters(paramLabel = "FILE", description = "JSON, or XML with --xml.")
    @Nullable
    Path file;

    @Option(names = "--name", paramLabel = "NAME", description = "Default: the name in the file, else the file's.")
    @Nullable
    String name;

    @Option(names = "--default", description = "Make it the profile of orders that name none.")
    boolean isDefault;

    @Option(names = "--replace", description = "Change the stored profile of that name; masked passwords stay.")
    boolean replace;

    @Option(
            names = "--xml",
            description =
                    "The file is an answer file of Windows Setup; nothing of it is run, and a report says what was taken.")
    boolean xml;

    private final Shell shell;

    ProfileImportCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        if (xml) {
            return importXml(Objects.requireNonNull(file));
        }
        var body = body(read(Objects.requireNonNull(file)));
        return shell.connected(Use.LOOK, session -> {
            var present = replace
                    ? Profiles.find(session, body.path("name").asString(""))
                    : java.util.Optional.<ProfileView>empty();
            var answer = present.isPresent()
                    ? session.put(Profiles.path(present.get()), body)
                    : session.post("/unattend-profiles", body);
            var stored = ProfileView.of(answer);
            shell.screen().result(answer, () -> shell.screen()
                    .line("Profile " + stored.name() + " is stored, version " + stored.version()
                            + (stored.isDefault() ? ", the default." : ".")));
            if (!shell.screen().isJson()) {
                stored.warnings().forEach(shell.screen()::warning);
            }
            return ExitCode.OK.number();
        });
    }

    private int importXml(Path answerFile) throws IOException {
        if (replace) {
            throw Problem.of(ProblemCode.USAGE, "--xml makes a new profile; it replaces none.")
                    .exception();
        }
        var body = Json.object().put("name", chosenName("")).put("xml", text(answerFile));
        if (isDefault) {
            body.put("is_default", true);
        }
        return shell.connected(Use.LOOK, session -> {
            var answer = session.post("/unattend-profiles/import", body);
            var stored = ProfileView.of(answer);
            shell.screen().result(answer, () -> {
                for (var line : answer.path("report")) {
                    report(line);
                }
                shell.screen().line("Profile " + stored.name() + " is stored. What is not in the list above is in it.");
            });
            if (!shell.screen().isJson()) {
                stored.warnings().forEach(shell.screen()::warning);
            }
            return ExitCode.OK.number();
        });
    }

    /** What was left out or made into something else; the rest is as it was. */
    private void report(JsonNode line) {
        var outcome = line.path("outcome").asString("");
        if (outcome.equals("left") || outcome.equals("adapted")) {
            shell.screen()
                    .line((outcome.equals("left") ? "left out  " : "adapted   ")
                            + line.path("where").asString("") + ": "
                            + line.path("reason").asString(""));
        }
    }

    /** The file as text, in the encoding that its beginning tells. */
    private static String text(Path file) throws IOException {
        if (Files.size(file) > LARGEST) {
            throw tooLarge(file);
        }
        var bytes = Files.readAllBytes(file);
        boolean wide = bytes.length > 1
                && ((bytes[0] & 0xff) == 0xff && (bytes[1] & 0xff) == 0xfe
                        || (bytes[0] & 0xff) == 0xfe && (bytes[1] & 0xff) == 0xff);
        if (!wide) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
        // The text goes on as UTF-8, so what the declaration says about UTF-16 is no longer so.
        return new String(bytes, StandardCharsets.UTF_16)
                .replaceFirst("(?i)encoding=[\"']utf-16[\"']", "encoding=\"utf-8\"");
    }

    private static RuntimeException tooLarge(Path file) {
        return Problem.of(ProblemCode.PAYLOAD_TOO_LARGE, file + " has more than 4 MiB.")
                .exception();
    }

    static ObjectNode read(Path file) throws IOException {
        if (Files.size(file) > LARGEST) {
            throw tooLarge(file);
        }
        return Json.parseObject(Files.readString(file));
    }

    private ObjectNode body(ObjectNode document) {
        boolean exported = document.path("config").isObject()
                && document.propertyNames().stream().allMatch(ROW::contains);
        JsonNode config = exported ? document.path("config") : document;
        var body = Json.object()
                .put("name", chosenName(exported ? document.path("name").asString("") : ""));
        if (isDefault || document.path("is_default").asBoolean(false) && exported) {
            body.put("is_default", true);
        }
        body.set("config", config);
        return body;
    }

    private String chosenName(String written) {
        if (name != null) {
            return name;
        }
        var fileName = String.valueOf(Objects.requireNonNull(file).getFileName());
        int dot = fileName.lastIndexOf('.');
        return written.isEmpty() ? (dot > 0 ? fileName.substring(0, dot) : fileName) : written;
    }
}
