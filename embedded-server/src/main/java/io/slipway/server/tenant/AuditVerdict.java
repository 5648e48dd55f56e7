package io.slipway.server.tenant;

import java.util.Optional;

/**
 * What checking a chain found.
 *
 * @param rows that were checked
 * @param seq where the chain ends
 * @param hash of its end
 * @param unsealed rows at the end that no seal covers, because they were written while the vault was locked
 * @param key fingerprint of the key that seals and signs, empty when it was not at hand
 * @param fault the first thing that is wrong, empty when nothing is
 */
public record AuditVerdict(
        long rows, long seq, String hash, long unsealed, Optional<String> key, Optional<Fault> fault) {

    /**
     * What is wrong.
     *
     * @param seq the row at or before which it is
     * @param kind what kind of change
     * @param text one sentence for people
     */
    public record Fault(long seq, Kind kind, String text) {}

    /** Kinds of damage, as far as the chain can tell them apart. */
    public enum Kind {
        /** The content of a row is not what was written. */
        CHANGED,
        /** A row is missing, or stands at another place. */
        MISSING,
        /** A row that was not written by the chain stands in it. */
        INSERTED,
        /** The end of the chain is not where it was. */
        TRUNCATED,
        /** The seal was made under another key, or was tampered with. */
        SEAL
    }

    /** Whether the trail is as it was written. */
    public boolean intact() {
        return fault.isEmpty();
    }
}
