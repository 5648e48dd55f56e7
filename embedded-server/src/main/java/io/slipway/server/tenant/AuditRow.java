package io.slipway.server.tenant;

import io.slipway.server.base.Json;
import io.slipway.server.base.Sha256;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A line of the audit trail as the chain holds it.
 *
 * @param seq 1 for the first row of the installation, then without a gap
 * @param tenant whose line it is
 * @param detail JSON, kept letter by letter because it is hashed
 * @param at epoch milliseconds
 * @param previous hash of the row before, {@link #GENESIS} for the first
 * @param hash over everything above
 */
public record AuditRow(
        long seq,
        String id,
        String tenant,
        String actor,
        String action,
        String object,
        String outcome,
        String detail,
        long at,
        String previous,
        String hash) {
    /** What stands for the hash before the first row. */
    public static final String GENESIS = "0".repeat(64);

    private static final String FORMAT = "slipway-audit-1";

    static AuditRow next(long seq, String previous, AuditEntry entry) {
        var open = new AuditRow(
                seq,
                entry.id(),
                entry.caller().tenant().value(),
                entry.caller().userId(),
                entry.action(),
                entry.object(),
                entry.outcome(),
                Json.write(entry.detail()),
                entry.at().toEpochMilli(),
                previous,
                "");
        return open.hashed();
    }

    /** The same content at another place of the chain. */
    AuditRow after(long newSeq, String newPrevious) {
        return new AuditRow(newSeq, id, tenant, actor, action, object, outcome, detail, at, newPrevious, "").hashed();
    }

    private AuditRow hashed() {
        return new AuditRow(seq, id, tenant, actor, action, object, outcome, detail, at, previous, digest());
    }

    /** SHA-256 over all fields but the hash, each with its length, so that no two rows give the same bytes. */
    String digest() {
        var out = new ByteArrayOutputStream();
        var numbers = ByteBuffer.allocate(2 * Long.BYTES).putLong(seq).putLong(at);
        out.writeBytes(numbers.array());
        for (var part : new String[] {FORMAT, id, tenant, actor, action, object, outcome, detail, previous}) {
            var bytes = part.getBytes(StandardCharsets.UTF_8);
            out.writeBytes(
                    ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
            out.writeBytes(bytes);
        }
        return Sha256.hex(out.toByteArray());
    }
}
