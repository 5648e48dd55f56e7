package io.slipway.cli;

import io.slipway.cli.client.HostView;
import io.slipway.server.base.Json;
import io.slipway.server.base.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** {@code slipway host add}. */
@Command(
        name = "add",
        description = {
            "Register a Proxmox VE host. Shows the host's key and asks whether it is the right one.",
            "With --api-token-id the host is driven by its REST API instead of SSH: its certificate is shown then, and"
                    + " the token's secret is asked or read as a password is."
        },
        sortOptions = false)
final class HostAddCommand implements Callable<Integer> {
    private static final int SSH_PORT = 22;

    @Parameters(index = "0", paramLabel = "NAME", description = "How you want to call it.")
    String name = "";

    @Parameters(index = "1", paramLabel = "ADDRESS", description = "Its DNS name or IP address.")
    String address = "";

    @Option(names = "--port", paramLabel = "PORT", description = "Port of its SSH server; default 22.")
    @Nullable
    Integer port;

    @Option(names = "--user", paramLabel = "USER", description = "Login name; default root, or slipway with --sudo.")
    @Nullable
    String user;

    @Option(
            names = "--sudo",
            description = "The user is not root and runs what it needs by sudo; see slipway host onboard --kind sudo.")
    boolean sudo;

    @Option(names = "--key-file", paramLabel = "FILE", description = "Private SSH key instead of a password.")
    @Nullable
    Path keyFile;

    @Option(
            names = "--api-token-id",
            paramLabel = "USER@REALM!NAME",
            description = "Sign in to the REST API with this token; see slipway host onboard.")
    @Nullable
    String apiTokenId;

    @Mixin
    PasswordOptions password = new PasswordOptions();

    @Option(
            names = "--host-key",
            paramLabel = "SHA256:...",
            description = "The fingerprint you expect; needed when nobody can be asked.")
    @Nullable
    String hostKey;

    @Option(
            names = {"--certificate", "--tls-fingerprint"},
            paramLabel = "AA:BB:...",
            description = "The fingerprint you expect of its web server's certificate.")
    @Nullable
    String certificate;

    @Option(names = "--tls-port", paramLabel = "PORT", description = "Port of its web server; default 8006.")
    int tlsPort = 8006;

    @Option(names = "--replace-key", description = "The host is registered and has a new key; pin that one.")
    boolean replaceKey;

    @Mixin
    HostLimitOptions limits = new HostLimitOptions();

    @Spec
    @Nullable
    CommandSpec spec;

    private final Shell shell;

    HostAddCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        if (apiTokenId != null) {
            return addApi(apiTokenId);
        }
        var body = body();
        var secret = secret();
        int port = this.port != null ? this.port : SSH_PORT;
        return shell.connected(Use.LOOK, session -> {
            var contact =
                    Json.object().put("address", address).put("port", port).put("tls_port", tlsPort);
            var shown = session.post("/hosts/fingerprint", contact);
            var key = shown.path("host_key").asString("");
            var web = certificate != null
                    ? certificate
                    : shown.path("certificate").asString("");
            new KeyConfirmation(shell, address, port).confirm(key, hostKey, web);
            body.put("host_key", key);
            if (!web.isEmpty() && (hostKey == null || certificate != null)) {
                body.put("certificate", web);
            }
            secret.ifPresent(value -> body.put("password", value.reveal()));
            var answer = session.post("/hosts", body);
            var host = HostView.of(answer);
            shell.screen().result(answer, () -> {
                shell.screen()
                        .line("Host " + host.name() + " is registered: node " + host.node() + " at " + host.address()
                                + ":" + host.port() + ", key " + host.hostKey());
                if (!body.has("certificate") && !web.isEmpty()) {
                    shell.screen()
                            .notice("Its certificate is not pinned. To pin it: slipway host repin " + host.name()
                                    + " --fingerprint " + web.substring(web.lastIndexOf(' ') + 1));
                }
                shell.screen().line("Next: slipway template list " + host.name());
            });
            return ExitCode.OK.number();
        });
    }

    /** What belongs to SSH would have no effect, so it is refused. */
    private int addApi(String tokenId) throws IOException {
        if (port != null || user != null || sudo || keyFile != null || hostKey != null) {
            throw wrong("--port, --user, --sudo, --key-file and --host-key are for SSH; with --api-token-id there are"
                    + " --tls-port and --certificate");
        }
        var body = common().put("tls_port", tlsPort).put("api_token_id", tokenId);
        var secret = password.read(shell.surroundings(), "Secret of the API token " + tokenId);
        return shell.connected(Use.LOOK, session -> {
            var contact = Json.object()
                    .put("address", address)
                    .put("tls_port", tlsPort)
                    .put("kind", "api");
            var shown = session.post("/hosts/fingerprint", contact)
                    .path("certificate")
                    .asString("");
            new KeyConfirmation(shell, address, tlsPort).confirmCertificate(shown, certificate);
            body.put("certificate", shown).put("api_token_secret", secret.reveal());
            var answer = session.post("/hosts", body);
            var host = HostView.of(answer);
            shell.screen().result(answer, () -> {
                shell.screen()
                        .line("Host " + host.name() + " is registered: node " + host.node() + " at " + host.address()
                                + ":" + host.port() + ", certificate " + shown);
                shell.screen().line("Next: slipway template list " + host.name());
            });
            return ExitCode.OK.number();
        });
    }

    private String login() {
        if (user == null) {
            return sudo ? "slipway" : "root";
        }
        if (sudo && user.equals("root")) {
            throw wrong("With --sudo the user is not root");
        }
        return user;
    }

    private ObjectNode body() throws IOException {
        var body = common().put("port", port != null ? port : SSH_PORT)
                .put("tls_port", tlsPort)
                .put("user_name", login());
        if (keyFile != null) {
            if (!Files.isRegularFile(keyFile)) {
                throw new NoSuchFileException(keyFile.toString());
            }
            Exposure.check(keyFile, shell.surroundings().home());
            body.put("key_file", keyFile.toAbsolutePath().normalize().toString());
        }
        return body;
    }

    private ObjectNode common() {
        var body = Json.object().put("name", name).put("address", address).put("replace_key", replaceKey);
        var wanted = limits.json();
        if (!wanted.isEmpty()) {
            body.set("limits", wanted);
        }
        return body;
    }

    private Optional<Secret> secret() throws IOException {
        if (keyFile == null) {
            return Optional.of(password.read(shell.surroundings(), "Password of " + login() + " on " + address));
        }
        if (password.given()) {
            throw wrong("Give either --key-file or a password");
        }
        return Optional.empty();
    }

    private ParameterException wrong(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }
}
