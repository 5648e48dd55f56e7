package io.slipway.cli.client;

import io.slipway.server.base.Json;
import io.slipway.server.base.Secret;
import io.slipway.server.base.SlipwayException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a running control plane leaves in its data folder so that commands find it.
 *
 * @param url of its loopback listener
 * @param token of the operator
 * @param pid of its process
 */
public record AdminFile(URI url, Secret token, long pid) {
    private static final String NAME = "admin.json";
    private static final int LARGEST = 4096;

    /** Reads the file; empty when there is none, or when it is not one of ours. */
    public static Optional<AdminFile> read(Path dataFolder) {
        var file = dataFolder.resolve(NAME);
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
                return Optional.empty();
            }
            var json = Json.parseObject(Files.readString(file));
            var url = URI.create(json.path("url").asString(""));
            var token = json.path("token").asString("");
            if (!loopback(url) || token.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(
                    new AdminFile(url, Secret.of(token), json.path("pid").asLong(0)));
        } catch (IOException | SlipwayException | IllegalArgumentException e) {
            // Half-written or foreign: whoever holds the data folder's lock writes it anew.
            return Optional.empty();
        }
    }

    /** The token leaves this machine under no circumstances. */
    private static boolean loopback(URI url) {
        return "http".equals(url.getScheme()) && ("127.0.0.1".equals(url.getHost()) || "[::1]".equals(url.getHost()));
    }
}
