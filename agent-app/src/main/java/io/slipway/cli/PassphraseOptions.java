package io.slipway.cli;

import io.slipway.server.base.Json;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Where the vault's present passphrase comes from, for the commands that may need it. */
final class PassphraseOptions {
    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description = "File with the present passphrase in its first line; refused when others can read it.")
    @Nullable
    Path file;

    @Option(names = "--passphrase-stdin", description = "Read the present passphrase from the standard input.")
    boolean stdin;

    /** Puts the passphrase into a request when the vault has one. Asks for it at most once. */
    ObjectNode into(ObjectNode body, String field, JsonNode standing, Surroundings surroundings) throws IOException {
        if (standing.path("protector").asString("").equals("passphrase")) {
            try (var secret = PasswordOptions.read(file, stdin, surroundings, "Passphrase of the vault")) {
                body.put(field, secret.reveal());
            }
        }
        return body;
    }

    /**
     * Opens a locked vault that a command of its own meets, so that the command can change it.
     *
     * @param proof a request that carries the present passphrase under {@code current_passphrase}, if there is one
     */
    static void open(Session session, JsonNode standing, ObjectNode proof) {
        if (standing.path("state").asString("").equals("locked")) {
            var body = Json.object();
            if (proof.has("current_passphrase")) {
                body.set("passphrase", proof.get("current_passphrase"));
            }
            session.post("/vault/unlock", body);
        }
    }
}
