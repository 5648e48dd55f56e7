package io.slipway.cli;

import io.slipway.server.base.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** Whom to let in on a host, and to what. */
final class OnboardOptions {
    @Option(
            names = "--kind",
            paramLabel = "KIND",
            description = "api-token (default): least rights. sudo: a user of the system, nearly root.")
    String kind = "api-token";

    @Option(names = "--user", paramLabel = "USER", description = "Default slipway@pve, or slipway for sudo.")
    @Nullable
    String user;

    @Option(names = "--token", paramLabel = "NAME", description = "Name of the API token; default agent.")
    @Nullable
    String token;

    @Option(names = "--template", paramLabel = "ID", split = ",", description = "Templates it may clone; default all.")
    List<String> templates = List.of();

    @Option(
            names = "--iso-storage",
            paramLabel = "STORAGE",
            split = ",",
            description = "Storages for config ISOs; default all.")
    List<String> discStorages = List.of();

    @Option(
            names = "--disk-storage",
            paramLabel = "STORAGE",
            split = ",",
            description = "Storages for the disks of VMs; default all.")
    List<String> diskStorages = List.of();

    @Option(names = "--bridge", paramLabel = "BRIDGE", split = ",", description = "Bridges VMs may use; default all.")
    List<String> bridges = List.of();

    @Option(names = "--guest-commands", description = "Orders may run commands in guests.")
    boolean guestCommands;

    @Option(names = "--press-keys", description = "Orders may press a key when an installer asks for one.")
    boolean pressKeys;

    @Option(names = "--public-key", paramLabel = "FILE", description = "Public SSH key of the sudo user.")
    @Nullable
    Path publicKey;

    @Option(names = "--remove", description = "The script that takes it all back.")
    boolean remove;

    ObjectNode body() throws IOException {
        var body = Json.object()
                .put("kind", kind)
                .put("guest_commands", guestCommands)
                .put("press_keys", pressKeys)
                .put("remove", remove);
        put(body, "user", user);
        put(body, "token", token);
        put(
                body,
                "public_key",
                publicKey == null ? null : Files.readString(publicKey).strip());
        templates.forEach(body.putArray("templates")::add);
        discStorages.forEach(body.putArray("disc_storages")::add);
        diskStorages.forEach(body.putArray("disk_storages")::add);
        bridges.forEach(body.putArray("bridges")::add);
        return body;
    }

    private static void put(ObjectNode body, String name, @Nullable String value) {
        if (value != null) {
            body.put(name, value);
        }
    }
}
