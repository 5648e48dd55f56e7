package io.slipway.server.backup;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a backup is, and what became or would become of it here.
 *
 * @param createdAt when it was made
 * @param product version of the program that made it
 * @param keyId of the vault key it was made under
 * @param anywhere whether recovery words open it on another machine
 * @param auditSeq last row of the audit trail it was made beside
 * @param auditHash hash of that row
 * @param rows how many rows of each kind it holds
 * @param items what happens to each object; empty when the file was only verified
 * @param warnings what the operator should know
 * @param key what was done for the key
 */
public record BackupReport(
        Instant createdAt,
        String product,
        String keyId,
        boolean anywhere,
        long auditSeq,
        String auditHash,
        Map<String, Integer> rows,
        List<RestoreItem> items,
        List<String> warnings,
        Key key) {
    public BackupReport {
        rows = Map.copyOf(rows);
        items = List.copyOf(items);
        warnings = List.copyOf(warnings);
    }

    /** How the backup's key and this vault's go together. */
    public enum Key {
        /** They are the same. */
        SAME,
        /** This vault has another one; values are sealed again under it. */
        SEALED_AGAIN,
        /** This machine had none, or had lost this one; it has the backup's now. */
        TAKEN_OVER
    }
}
