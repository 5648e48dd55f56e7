package io.slipway.server.tenant;

import org.jspecify.annotations.Nullable;

/**
 * Where the chain ends, and how far it is sealed.
 *
 * @param seq of the last row, 0 before the first
 * @param hash of the last row
 * @param sealedSeq up to which row the seal reaches
 * @param sealedHash hash of that row
 * @param mac the seal, null before the first one
 */
record AuditHead(
        long seq,
        String hash,
        long sealedSeq,
        String sealedHash,
        @Nullable String mac) {
    boolean sealedToTheEnd() {
        return mac != null && sealedSeq == seq && sealedHash.equals(hash);
    }

    AuditHead after(AuditRow row) {
        return new AuditHead(row.seq(), row.hash(), sealedSeq, sealedHash, mac);
    }

    AuditHead sealed(AuditKeys keys) {
        return new AuditHead(seq, hash, seq, hash, keys.seal(seq, hash));
    }
}
