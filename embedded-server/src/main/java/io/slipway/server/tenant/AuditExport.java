package io.slipway.server.tenant;

import io.slipway.server.base.Json;
import io.slipway.server.base.TenantId;
import io.slipway.server.store.Database;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes the chain line by line; what {@link AuditFile} reads. Not thread-safe. */
final class AuditExport {
    private final TenantId tenant;
    private final OutputStream out;
    private long lines;

    AuditExport(TenantId tenant, OutputStream out) {
        this.tenant = tenant;
        this.out = out;
    }

    long write(Database database, @Nullable AuditKeys keys, Instant now) throws IOException {
        try {
            var head = database.read(handle -> {
                AuditSql.walk(handle, 0, row -> {
                    line(json(row));
                    return true;
                });
                return AuditSql.head(handle);
            });
            line(Json.object().set("head", head(head, keys, now.toEpochMilli())));
            return lines;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void line(JsonNode json) {
        try {
            out.write((Json.write(json) + "\n").getBytes(StandardCharsets.UTF_8));
            lines++;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ObjectNode json(AuditRow row) {
        var json = Json.object().put("seq", row.seq());
        if (row.tenant().equals(tenant.value())) {
            json.put("id", row.id())
                    .put("tenant", row.tenant())
                    .put("actor", row.actor())
                    .put("action", row.action())
                    .put("object", row.object())
                    .put("outcome", row.outcome())
                    .put("detail", row.detail())
                    .put("at", row.at());
        } else {
            json.put("withheld", true);
        }
        return json.put("previous", row.previous()).put("hash", row.hash());
    }

    private static ObjectNode head(AuditHead head, @Nullable AuditKeys keys, long now) {
        var json = Json.object().put("seq", head.seq()).put("hash", head.hash()).put("exported_at", now);
        if (keys != null) {
            json.put("key", keys.publicKey()).put("signature", keys.sign(head.seq(), head.hash(), now));
        }
        return json;
    }
}
