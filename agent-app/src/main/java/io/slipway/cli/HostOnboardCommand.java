package io.slipway.cli;

import io.slipway.server.base.Json;
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
            if (password.given() || hostKey != null) {
                throw new ParameterException(
                        Objects.requireNonNull(spec).commandLine(), "A password and a host key are for --apply only");
            }
            return print(body);
        }
        var secret = password.read(shell.surroundings(), "Password of root on " + address + ", used once and not kept");
        return shell.connected(Use.LOOK, session -> {
            var contact = Json.object().put("address", address).put("port", port);
            var shown =
                    session.post("/hosts/fingerprint", contact).path("host_key").asString("");
            new KeyConfirmation(shell, Objects.requireNonNull(address), port).confirm(shown, hostKey);
            body.put("address", address).put("port", port).put("host_key", shown);
            body.put("root_password", secret.reveal());
            secret.close();
            var answer = session.post("/host-onboarding/apply", body);
            shell.screen().result(answer, () -> show(answer));
            return ExitCode.OK.number();
        });
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
        if (token.isObject()) {
            screen.line("The secret of " + token.path("id").asString("") + " is in the vault: "
                    + token.path("secret_label").asString(""));
        } else if (!options.kind.equals("sudo") && !options.remove) {
            screen.warning(
                    "The token was there before, so its secret cannot be told any more. To make a new one: --remove,"
                            + " then again.");
        }
    }
}
