package io.slipway.cli;

import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code slipway host onboard}. */
@Command(
        name = "onboard",
        description = {
            "Print a script that lets Slipway in on a Proxmox VE host with the rights it needs and no others.",
            "Read it and run it as root on the host; or let --apply run it once with root's password, which is not kept."
        },
        sortOptions = false)
final class HostOnboardCommand implements Callable<Integer> {
    private static final int TLS_PORT = 8006;

    @Mixin
    OnboardOptions options = new OnboardOptions();

    @Option(names = "--apply", paramLabel = "ADDRESS", description = "Run it there once, as root over SSH.")
    @Nullable
    String address;

    @Option(names = "--port", paramLabel = "PORT", description = "Port of its SSH server; default 22.")
    int port = 22;

    @Option(
            names = "--host-key",
            paramLabel = "SHA256:...",
            description = "The fingerprint you expect; needed when nobody can be asked.")
    @Nullable
    String hostKey;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "With --apply: register the host under this name, with the new API token.")
    @Nullable
    String name;

    @Option(
            names = {"--certificate", "--tls-fingerprint"},
            paramLabel = "AA:BB:...",
            description = "The fingerprint you expect of its web server's certificate, for --name.")
    @Nullable
    String certificate;

    @Option(
            names = "--tls-port",
            paramLabel = "PORT",
            description = "Port of its web server, for --name; default 8006.")
    @Nullable
    Integer tlsPort;

    @Mixin
    PasswordOptions password = new PasswordOptions();

    @Spec
    @Nullable
    CommandSpec spec;

    private final Shell shell;

    HostOnboardCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        var body = options.body();
        if (address == null) {
            if (password.given() || hostKey != null || name != null) {
                throw wrong("A password, a host key and a name are for --apply only");
            }
        }
        if (name == null && (certificate != null || tlsPort != null)) {
            throw wrong("--certificate and --tls-port are for --name only");
        }
        if (address == null) {
            return print(body);
        }
        var secret = password.read(shell.surroundings(), "Password of root on " + address + ", used once and not kept");
        return shell.connected(Use.LOOK, session -> {
            var contact = Json.object().put("address", address).put("port", port);
            if (tlsPort != null) {
                contact.put("tls_port", tlsPort);
            }
            var both = session.post("/hosts/fingerprint", contact);
            var shown = both.path("host_key").asString("");
            new KeyConfirmation(shell, Objects.requireNonNull(address), port).confirm(shown, hostKey);
            if (name != null) {
                registration(body, both.path("certificate").asString(""));
            }
            body.put("address", address).put("port", port).put("host_key", shown);
            body.put("root_password", secret.reveal());
            secret.close();
            var answer = session.post("/host-onboarding/apply", body);
            shell.screen().result(answer, () -> show(answer));
            return ExitCode.OK.number();
        });
    }

    private void registration(ObjectNode body, String shown) {
        int port = tlsPort == null ? TLS_PORT : tlsPort;
        if (shown.isEmpty()) {
            throw Problem.of(
                            ProblemCode.HOST_OFFLINE,
                            "No web server answers at " + address + ":" + port
                                    + ", so the host cannot be registered with" + " a token. Nothing was done.")
                    .exception();
        }
        new KeyConfirmation(shell, Objects.requireNonNull(address), port).confirmCertificate(shown, certificate);
        body.put("name", name).put("certificate", shown).put("tls_port", port);
    }

    private ParameterException wrong(String text) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), text);
    }

    /** Only the script, so that it can go into a file or another shell. */
    private int print(ObjectNode body) {
        return shell.connected(Use.LOOK, session -> {
            var answer = session.post("/host-onboarding/script", body);
            shell.screen().result(answer, () -> shell.screen()
                    .raw()
                    .print(answer.path("script").asString("")));
            return ExitCode.OK.number();
        });
    }

    private void show(JsonNode answer) {
        var screen = shell.screen();
        answer.path("messages").forEach(line -> screen.line(line.asString("")));
        var token = answer.path("token");
        if (answer.path("host").isObject()) {
            screen.line("Host " + name + " is registered with "
                    + token.path("id").asString("") + ". Next: slipway template list " + name);
        } else if (token.isObject()) {
            screen.line("The secret of " + token.path("id").asString("") + " is in the vault: "
                    + token.path("secret_label").asString(""));
        } else if (!options.kind.equals("sudo") && !options.remove) {
            screen.warning(
                    "The token was there before, so its secret cannot be told any more. To make a new one: --remove,"
                            + " then again.");
        }
    }
}
