package io.slipway.server.boot;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.store.PrivateFiles;
import io.slipway.server.tenant.ApiTokens;
import io.slipway.server.web.admin.AdminParts;
import io.slipway.server.web.admin.AdminServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The loopback listener, and the private file by which programs of the same user find it.
 *
 * <p>The file's token lives as long as the listener: it is revoked at the end, and leftovers of a killed process are revoked at
 * the next start.
 */
final class AdminListener implements AutoCloseable {
    private static final String FILE = "admin.json";
    private static final String LABEL = "this machine's own programs";

    private final AdminServer server;
    private final ApiTokens tokens;
    private final String tokenId;
    private final Path file;

    private AdminListener(AdminServer server, ApiTokens tokens, String tokenId, Path file) {
        this.server = server;
        this.tokens = tokens;
        this.tokenId = tokenId;
        this.file = file;
    }

    static AdminListener start(AdminParts parts, int port) {
        var operator = Caller.localOperator();
        var tokens = parts.apiTokens();
        tokens.list(operator).stream()
                .filter(token ->
                        token.label().equals(LABEL) && token.revokedAt().isEmpty())
                .forEach(token -> tokens.revoke(operator, token.id()));
        var server = AdminServer.start(parts, port);
        try {
            var created = tokens.create(operator, operator, LABEL, Optional.empty());
            var file = parts.dataFolder().resolve(FILE);
            var json = Json.object()
                    .put("url", server.url().toString())
                    .put("token", created.text().reveal())
                    .put("pid", ProcessHandle.current().pid())
                    .put("started_at", parts.clock().millis());
            PrivateFiles.write(file, Json.write(json).getBytes(StandardCharsets.UTF_8));
            return new AdminListener(server, tokens, created.token().id(), file);
        } catch (IOException e) {
            server.close();
            throw new SlipwayException(
                    Problem.of(ProblemCode.CONFIG_ERROR, "The data folder cannot be written: " + e.getMessage()), e);
        }
    }

    int port() {
        return server.port();
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
        server.close();
        tokens.revoke(Caller.localOperator(), tokenId);
    }
}
