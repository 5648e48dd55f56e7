package io.slipway.server.tenant;

import io.slipway.server.tenant.AuditVerdict.Fault;
import io.slipway.server.tenant.AuditVerdict.Kind;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Follows a chain row by row and remembers the first thing that is wrong. Not thread-safe. */
final class AuditCheck {
    private long seq;
    private String hash;
    private long rows;
    private @Nullable Fault fault;

    /** From the first row on. */
    AuditCheck() {
        this(0, AuditRow.GENESIS);
    }

    /** From the row after the given one on. */
    AuditCheck(long seq, String hash) {
        this.seq = seq;
        this.hash = hash;
    }

    /** Looks at the next row; false when looking further makes no sense. */
    boolean accept(AuditRow row) {
        if (row.seq() == seq + 1 && !row.digest().equals(row.hash())) {
            return wrong(row.seq(), Kind.CHANGED, "Row " + row.seq() + " is not as it was written.");
        }
        return link(row.seq(), row.previous(), row.hash());
    }

    /** As {@link #accept}, for a row whose content is withheld. */
    boolean link(long next, String previous, String own) {
        if (next <= seq) {
            return wrong(next, Kind.INSERTED, "Row " + next + " stands in the chain twice.");
        }
        if (next > seq + 1) {
            return wrong(seq + 1, Kind.MISSING, "Row " + (seq + 1) + " is missing.");
        }
        if (!previous.equals(hash)) {
            return wrong(next, Kind.INSERTED, "Row " + next + " does not follow the row before it.");
        }
        seq = next;
        hash = own;
        rows++;
        return true;
    }

    /** Compares the end that was reached with the end that was noted. */
    void end(long notedSeq, String notedHash) {
        if (fault != null) {
            return;
        }
        if (seq < notedSeq) {
            wrong(seq + 1, Kind.TRUNCATED, "The chain ends at row " + seq + " instead of " + notedSeq + ".");
        } else if (seq > notedSeq) {
            wrong(notedSeq + 1, Kind.INSERTED, "Row " + (notedSeq + 1) + " comes after the end of the chain.");
        } else if (!hash.equals(notedHash)) {
            wrong(seq, Kind.CHANGED, "Row " + seq + " is not the one the chain ended with.");
        }
    }

    boolean wrong(long at, Kind kind, String text) {
        if (fault == null) {
            fault = new Fault(at, kind, text);
        }
        return false;
    }

    boolean sound() {
        return fault == null;
    }

    long seq() {
        return seq;
    }

    String hash() {
        return hash;
    }

    AuditVerdict verdict(long unsealed, Optional<String> key) {
        return new AuditVerdict(rows, seq, hash, unsealed, key, Optional.ofNullable(fault));
    }
}
