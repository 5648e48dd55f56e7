package io.slipway.cli;

import io.slipway.cli.client.HostView;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
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
        description = "Register a Proxmox VE host. Shows the host's key and asks whether it is the right one.",
        sortOptions = false)
final class HostAddCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "NAME", description = "How you want to call it.")
    String name = "";

    @Parameters(index = "1", paramLabel = "ADDRESS", description = "Its DNS name or IP address.")
    String address = "";

    @Option(names = "--port", paramLabel = "PORT", description = "Port of its SSH server; default 22.")
    int port = 22;

    @Option(names = "--user", paramLabel = "USER", description = "Login name; default root.")
    String user = "root";

    @Option(names = "--key-file", paramLabel = "FILE", description = "Private SSH key instead of a password.")
    @Nullable
    Path keyFile;

    @Mixin
    PasswordOptions password = new PasswordOptions();

    @Option(
            names = "--host-key",
            paramLabel = "SHA256:...",
            description = "The fingerprint you expect; needed when nobody can be asked.")
    @Nullable
    String hostKey;

    @Option(names = "--replace-key", description = "The host is registered and has a new key; pin that one.")
    boolean replaceKey;

    @Option(names = "--slots", paramLabel = "N", description = "VMs cloned and started at the same time; default 2.")
    @Nullable
    Integer slots;

    @Option(
            names = {"--ids", "--vm-ids"},
            paramLabel = "FIRST-LAST",
            description = "VM ids to take; default 1000-8999.")
    @Nullable
    String vmIds;

    @Spec
    @Nullable
    CommandSpec spec;

    private final Shell shell;

    HostAddCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        var body = body();
        var secret = secret();
        return shell.connected(Use.LOOK, session -> {
            var shown = Json.object().put("address", address).put("port", port);
            var key = session.post("/hosts/fingerprint", shown).path("host_key").asString("");
            confirm(key);
            body.put("host_key", key);
            secret.ifPresent(value -> body.put("password", value.reveal()));
            var answer = session.post("/hosts", body);
            var host = HostView.of(answer);
            shell.screen().result(answer, () -> {
                shell.screen()
                        .line("Host " + host.name() + " is registered: node " + host.node() + " at " + host.address()
                                + ":" + host.port() + ", key " + host.hostKey());
                shell.screen().line("Next: slipway template list " + host.name());
            });
            return ExitCode.OK.number();
        });
    }

    private ObjectNode body() throws IOException {
        var body = Json.object()
                .put("name", name)
                .put("address", address)
                .put("port", port)
                .put("user_name", user)
                .put("replace_key", replaceKey);
        var limits = Json.object();
        if (slots != null) {
            limits.put("slots", slots);
        }
        if (vmIds != null) {
            var parts = vmIds.split("-", -1);
            if (!vmIds.matches("\\d{3,9}-\\d{3,9}")) {
                throw wrong("--ids takes two numbers such as 1000-8999, not '" + vmIds + "'");
            }
            limits.put("first_vm_id", Integer.parseInt(parts[0])).put("last_vm_id", Integer.parseInt(parts[1]));
        }
        if (!limits.isEmpty()) {
            body.set("limits", limits);
        }
        if (keyFile != null) {
            if (!Files.isRegularFile(keyFile)) {
                throw new NoSuchFileException(keyFile.toString());
            }
            Exposure.check(keyFile, shell.surroundings().home());
            body.put("key_file", keyFile.toAbsolutePath().normalize().toString());
        }
        return body;
    }

    private Optional<Secret> secret() throws IOException {
        if (keyFile == null) {
            return Optional.of(password.read(shell.surroundings(), "Password of " + user + " on " + address));
        }
        if (password.given()) {
            throw wrong("Give either --key-file or a password");
        }
        return Optional.empty();
    }

    /** Nobody is trusted unseen: the operator compares the key, or has told it beforehand. */
    private void confirm(String shown) {
        var fingerprint = shown.substring(shown.lastIndexOf(' ') + 1);
        if (hostKey != null) {
            if (!hostKey.equals(fingerprint) && !hostKey.equals(shown)) {
                throw Problem.of(
                                ProblemCode.HOST_KEY_CHANGED,
                                "The host " + address + " shows the key " + shown + ", and you expect " + hostKey + ".",
                                "Compare both with the host's console; somebody may be in between.")
                        .with("fingerprint", fingerprint)
                        .exception();
            }
            return;
        }
        var surroundings = shell.surroundings();
        if (!surroundings.prompt().available() || shell.screen().isJson()) {
            throw Problem.of(
                            ProblemCode.HOST_KEY_UNKNOWN,
                            "The host " + address + " shows the key " + shown + ", which nobody has confirmed.",
                            "Compare it with the host's console and add --host-key " + fingerprint + ".")
                    .with("fingerprint", fingerprint)
                    .exception();
        }
        shell.screen().line("The host " + address + ":" + port + " shows this key:");
        shell.screen().line("  " + shown);
        shell.screen()
                .line("On the host's console: ssh-keygen -lf /etc/ssh/ssh_host_ecdsa_key.pub (or _ed25519_, _rsa_)");
        shell.confirm(false, "Is this the host's key?");
    }

    private ParameterException wrong(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }
}
