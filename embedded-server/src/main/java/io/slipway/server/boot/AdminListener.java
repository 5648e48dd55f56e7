package io.slipway.server.boot;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.store.PrivateFiles;
import io.slipway.server.tenant.ApiTokens;
import io.slipway.server.tenant.AuditEntry;
import io.slipway.server.web.admin.AdminParts;
import io.slipway.server.web.admin.AdminServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The loopback listener, and the private file by which programs of the same user find it.
 *
 * <p>The file's token lives as long as the listener: its row is deleted at the end, or at the next start after a kill.
 */
final class AdminListener implements AutoCloseable {
    private static final String FILE = "admin.json";
    private static final String LABEL = "this machine's own programs";

    private final AdminServer server;
    private final ApiTokens tokens;
    private final Path file;

    private AdminListener(AdminServer server, ApiTokens tokens, Path file) {
        this.server = server;
        this.tokens = tokens;
        this.file = file;
    }

    /** @param command what it serves alone; empty when it serves until it is stopped */
    static AdminListener start(AdminParts parts, int port, Optional<String> command) {
        var tokens = parts.apiTokens();
        var server = AdminServer.start(parts, port);
        try {
            var created = tokens.openLocal(Caller.localOperator(), LABEL, opening(parts, command));
            var file = parts.dataFolder().resolve(FILE);
            var json = Json.object()
                    .put("url", server.url().toString())
                    .put("token", created.text().reveal())
                    .put("pid", ProcessHandle.current().pid())
                    .put("started_at", parts.clock().millis());
            PrivateFiles.write(file, Json.write(json).getBytes(StandardCharsets.UTF_8));
            return new AdminListener(server, tokens, file);
        } catch (IOException e) {
            server.close();
            throw new SlipwayException(
                    Problem.of(ProblemCode.CONFIG_ERROR, "The data folder cannot be written: " + e.getMessage()), e);
        }
    }

    /** One row for all that a command does with its own listener; its changes have rows of their own. */
    private static AuditEntry opening(AdminParts parts, Optional<String> command) {
        var local = Caller.localOperator();
        var actor = command.isPresent() ? new Caller(local.tenant(), "cli", local.role()) : local;
        return new AuditEntry(
                parts.ids().next(),
                actor,
                command.isPresent() ? "cli.command" : "local-access.open",
                command.orElse(LABEL),
                Map.of(),
                parts.clock().instant());
    }

    int port() {
        return server.port();
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
        server.close();
        tokens.closeLocal();
    }
}
