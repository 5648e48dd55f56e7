package io.slipway.cli;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway artifact add}. */
@Command(name = "add", description = "Take a file over and make a release of it. VMs get it once it is assigned.")
final class ArtifactAddCommand implements Callable<Integer> {
    private static final int CHUNK = 128 << 10;

    @Parameters(index = "0", paramLabel = "MODULE", description = "What it is, such as app or bootstrap.")
    String module = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "The file, at most 8 GiB.")
    Path file = Path.of("");

    @Option(names = "--release", paramLabel = "VERSION", required = true, description = "The version it is.")
    String release = "";

    @Option(names = "--name", paramLabel = "NAME", description = "What a download is called; default the file's name.")
    @Nullable
    String name;

    @Option(names = "--draft", description = "Nobody gets it until its status is active.")
    boolean draft;

    @Mixin
    ArtifactScopeOptions scope = new ArtifactScopeOptions();

    private final Shell shell;

    ArtifactAddCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString());
        }
        if (Files.size(file) == 0) {
            throw Problem.of(ProblemCode.FILE_ERROR, "The file " + file + " is empty.")
                    .exception();
        }
        var digest = digest();
        var key = name == null ? String.valueOf(file.getFileName()) : name;
        return shell.connected(Use.LOOK, session -> {
            var stored = session.send("/artifacts/objects?sha256=" + digest, file);
            var order = scope.document(module)
                    .put("version", release)
                    .put("object_key", key)
                    .put("sha256", digest)
                    .put("size_bytes", stored.path("size_bytes").asLong())
                    .put("status", draft ? "draft" : "active");
            var made = session.post("/artifacts/releases", order);
            shell.screen().result(made, () -> {
                shell.screen()
                        .line("Release " + release + " of " + module + " is there, id "
                                + made.path("id").asString() + ".");
                shell.screen().line("SHA-256 " + digest);
                shell.screen()
                        .line("Next: slipway artifact assign " + module + " --release "
                                + made.path("id").asString());
            });
            return ExitCode.OK.number();
        });
    }

    /** Read here too, so that a file that changes on its way is noticed. */
    private String digest() throws IOException {
        try (var in = Files.newInputStream(file)) {
            var digest = MessageDigest.getInstance("SHA-256");
            var chunk = new byte[CHUNK];
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                digest.update(chunk, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
