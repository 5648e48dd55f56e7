package io.slipway.cli;

import io.slipway.cli.view.Units;
import io.slipway.server.base.Json;
import io.slipway.server.store.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** {@code slipway iso answer}. */
@Command(
        name = "answer",
        description = "Make the config ISO of one VM without a host, for any hypervisor or real machine.",
        sortOptions = false)
final class IsoAnswerCommand implements Callable<Integer> {
    @Option(names = "--vm", paramLabel = "NAME", required = true, description = "The VM's name.")
    String name = "";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "IMAGE",
            required = true,
            description = "The image to write, readable by you alone: it holds passwords.")
    @Nullable
    Path output;

    @Option(names = "--force", description = "Replace the image if it exists.")
    boolean force;

    @Option(names = "--profile", paramLabel = "PROFILE", description = "Name or id of a stored or built-in profile.")
    @Nullable
    String profile;

    @Option(names = "--profile-file", paramLabel = "FILE", description = "A profile document that is not stored.")
    @Nullable
    Path profileFile;

    @Option(names = "--kind", paramLabel = "KIND", description = "autounattend, unattend-clone or nocloud.")
    @Nullable
    String kind;

    @Option(names = "--address", paramLabel = "ADDRESS/BITS", description = "Fixed address; default: DHCP.")
    @Nullable
    String address;

    @Option(names = "--gateway", paramLabel = "ADDRESS", description = "Router.")
    @Nullable
    String gateway;

    @Option(names = "--dns", paramLabel = "ADDRESS", split = ",", description = "Name servers.")
    List<String> dns = new ArrayList<>();

    @Option(names = "--mac", paramLabel = "MAC", description = "Of the adapter that gets the address.")
    @Nullable
    String mac;

    @Option(names = "--playbook", paramLabel = "PLAYBOOK", description = "Name or id.")
    @Nullable
    String playbook;

    @Option(names = "--token", description = "Add a token, so that the machine reports to a running `slipway serve`.")
    boolean token;

    @Spec
    @Nullable
    CommandSpec spec;

    private final Shell shell;

    IsoAnswerCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        var target = Objects.requireNonNull(output);
        if (Files.exists(target) && !force) {
            throw new FileAlreadyExistsException(target.toString());
        }
        var body = body();
        return shell.connected(Use.LOOK, session -> {
            Detached.check(token, "--token", session);
            var image = session.download("/provisioning/iso", body);
            try {
                PrivateFiles.write(target.toAbsolutePath(), image);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            var told = Json.object().put("image", target.toString()).put("size_bytes", image.length);
            shell.screen().result(told, () -> shell.screen()
                    .line(target + ": " + Units.bytes(image.length)
                            + ", readable by you alone. Attach it as a second CD drive."));
            return ExitCode.OK.number();
        });
    }

    private ObjectNode body() throws IOException {
        var body = Json.object().put("vm_name", name).put("token", token);
        put(body, "profile", profile);
        put(body, "kind", kind);
        put(body, "mac", mac);
        put(body, "playbook", playbook);
        if (profileFile != null) {
            body.set("profile_config", ProfileImportCommand.read(profileFile));
        }
        if (address != null) {
            body.set("network", network(address));
        } else if (gateway != null || !dns.isEmpty()) {
            throw wrong("--gateway and --dns need --address");
        }
        return body;
    }

    private ObjectNode network(String text) {
        var parts = text.split("/", -1);
        var network = Json.object().put("mode", "static").put("address", parts[0]);
        if (parts.length > 2 || parts.length == 2 && !parts[1].matches("[12]?\\d|3[0-2]")) {
            throw wrong("--address takes something like 10.0.0.50/24, not '" + text + "'");
        }
        if (parts.length == 2) {
            network.put("netmask", netmask(Integer.parseInt(parts[1])));
        }
        put(network, "gateway", gateway);
        if (!dns.isEmpty()) {
            dns.forEach(network.putArray("dns")::add);
        }
        return network;
    }

    static String netmask(int bits) {
        long mask = bits == 0 ? 0 : 0xffff_ffffL << (32 - bits) & 0xffff_ffffL;
        return (mask >> 24) + "." + (mask >> 16 & 255) + "." + (mask >> 8 & 255) + "." + (mask & 255);
    }

    private static void put(ObjectNode body, String field, @Nullable String value) {
        if (value != null) {
            body.put(field, value);
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }
}
