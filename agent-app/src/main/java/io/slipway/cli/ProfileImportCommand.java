package io.slipway.cli;

import io.slipway.cli.client.ProfileView;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import java.io.IOException;
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
        description = "Store a profile from a file: a profile document, or what `profile export` wrote.",
        sortOptions = false)
final class ProfileImportCommand implements Callable<Integer> {
    private static final long LARGEST = 4L << 20;
    private static final Set<String> ROW = Set.of("name", "is_default", "config");

    @Parameters(paramLabel = "FILE", description = "JSON.")
    @Nullable
    Path file;

    @Option(names = "--name", paramLabel = "NAME", description = "Default: the name in the file, else the file's.")
    @Nullable
    String name;

    @Option(names = "--default", description = "Make it the profile of orders that name none.")
    boolean isDefault;

    @Option(names = "--replace", description = "Change the stored profile of that name; masked passwords stay.")
    boolean replace;

    private final Shell shell;

    ProfileImportCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
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

    static ObjectNode read(Path file) throws IOException {
        if (Files.size(file) > LARGEST) {
            throw Problem.of(ProblemCode.PAYLOAD_TOO_LARGE, file + " has more than 4 MiB.")
                    .exception();
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
