package io.slipway.server.tenant;

import io.slipway.server.base.TenantId;
import io.slipway.server.store.Database;
import io.slipway.server.tenant.AuditVerdict.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The audit trail of an installation: a chain of rows whose end is sealed under a key of the vault. Thread-safe.
 *
 * <p>Whoever can write to the database and lacks the key cannot change, remove, insert, reorder or cut off a row unnoticed.
 * Putting back an older copy of the whole database is noticed while the program runs; across a restart only an export kept
 * elsewhere tells.
 */
public final class AuditLog {
    private final Database database;
    private volatile @Nullable AuditKeys keys;
    private volatile @Nullable Checked checked;
    /** The furthest end this process has seen; the chain may only grow beyond it. */
    private volatile AuditHead witness = new AuditHead(0, AuditRow.GENESIS, 0, AuditRow.GENESIS, null);

    /** The trail of a store; rows of earlier versions are chained now. */
    public AuditLog(Database database) {
        this.database = database;
        database.write(AuditSql::chainOldRows);
    }

    /** Whether this key has ever sealed the trail. */
    public enum Begin {
        /** The key was made just now: what is there is sealed as it is, if it is a chain. */
        NEW_KEY,
        /** The key is known: there must be a seal, and it must hold. */
        KNOWN_KEY
    }

    /**
     * Seals from now on at every append. Rows written without keys are checked and sealed first.
     *
     * @return what was found; a trail that is not intact is left as it is, and its seal stays broken
     */
    public AuditVerdict unlock(AuditKeys given, Begin begin) {
        var verdict = database.write(handle -> {
            AuditSealSql.use(handle, given);
            var head = AuditSql.head(handle);
            boolean first = head.mac() == null && begin == Begin.NEW_KEY;
            var check = first ? new AuditCheck() : new AuditCheck(head.sealedSeq(), head.sealedHash());
            if (!first && !given.fits(head.sealedSeq(), head.sealedHash(), head.mac())) {
                check.wrong(head.sealedSeq(), Kind.SEAL, "The seal of the trail does not hold.");
            } else {
                AuditSql.walk(handle, check.seq() + 1, check::accept);
                check.end(head.seq(), head.hash());
            }
            if (check.sound()) {
                AuditSql.save(handle, head.sealed(given));
            }
            return check.verdict(0, Optional.of(fingerprint(given)));
        });
        keys = given;
        return verdict;
    }

    /**
     * Notes that the keys of the seal are lost for good: the seal is taken away, and the next {@link Begin#NEW_KEY} seals what is
     * there. What was done to the rows before can no longer be told.
     */
    public void giveUpSeal(AuditEntry entry) {
        database.write(handle -> {
            var head = AuditSql.head(handle);
            AuditSql.save(handle, new AuditHead(head.seq(), head.hash(), head.sealedSeq(), head.sealedHash(), null));
            AuditSql.append(handle, entry);
            return true;
        });
    }

    /** Appends without sealing until the vault is open again. */
    public void lock() {
        keys = null;
        database.write(handle -> {
            AuditSealSql.use(handle, null);
            return true;
        });
    }

    /** Writes one line in a transaction of its own, for what has none. */
    public void append(AuditEntry entry) {
        database.write(handle -> {
            AuditSql.append(handle, entry);
            return true;
        });
    }

    /** The tenant's lines that fit, the newest first. */
    public List<AuditRow> list(TenantId tenant, AuditFilter filter) {
        return database.read(handle -> AuditSql.list(handle, tenant.value(), filter));
    }

    /**
     * What the last check of this process found.
     *
     * @param at when it was made
     */
    public record Checked(AuditVerdict verdict, Instant at) {}

    /** The last check that somebody asked for since the program started. */
    public Optional<Checked> checked() {
        return Optional.ofNullable(checked);
    }

    /** Checks the whole chain and its seal, and keeps in mind what was found. */
    public AuditVerdict verify(Instant now) {
        var verdict = verify();
        checked = new Checked(verdict, now);
        return verdict;
    }

    /** Checks the whole chain and its seal. */
    public AuditVerdict verify() {
        var known = keys;
        var seen = witness;
        return database.read(handle -> {
            var head = AuditSql.head(handle);
            var check = new AuditCheck();
            AuditSql.walk(handle, 0, row -> {
                boolean go = check.accept(row);
                if (row.seq() == seen.seq() && !row.hash().equals(seen.hash())) {
                    check.wrong(row.seq(), Kind.CHANGED, "Row " + row.seq() + " was another one before.");
                }
                if (row.seq() == head.sealedSeq() && !row.hash().equals(head.sealedHash())) {
                    check.wrong(row.seq(), Kind.CHANGED, "Row " + row.seq() + " is not the one that was sealed.");
                }
                return go;
            });
            check.end(head.seq(), head.hash());
            if (check.sound() && head.seq() < seen.seq()) {
                check.wrong(head.seq() + 1, Kind.TRUNCATED, "The chain was longer before: " + seen.seq() + " rows.");
            }
            checkSeal(check, head, known);
            if (check.sound()) {
                witness = head;
            }
            return check.verdict(
                    head.seq() - head.sealedSeq(), Optional.ofNullable(known).map(AuditLog::fingerprint));
        });
    }

    private static void checkSeal(AuditCheck check, AuditHead head, @Nullable AuditKeys known) {
        if (head.sealedSeq() > head.seq()) {
            check.wrong(head.seq() + 1, Kind.TRUNCATED, "The seal reaches beyond the end of the chain.");
        }
        if (known == null || !check.sound()) {
            return;
        }
        if (!known.fits(head.sealedSeq(), head.sealedHash(), head.mac())) {
            check.wrong(head.sealedSeq(), Kind.SEAL, "The seal of the trail does not hold.");
        } else if (head.sealedSeq() < head.seq()) {
            // With keys at hand every append seals, unless the seal before it did not hold.
            check.wrong(head.sealedSeq() + 1, Kind.SEAL, "Rows after " + head.sealedSeq() + " are not sealed.");
        }
    }

    /**
     * Writes the chain as JSON lines, with its end signed. Lines of other tenants keep their place in the chain and show nothing
     * of their content.
     *
     * @return how many lines were written
     */
    public long export(TenantId tenant, Instant now, OutputStream out) throws IOException {
        var known = keys;
        return new AuditExport(tenant, out).write(database, known, now);
    }

    private static String fingerprint(AuditKeys given) {
        return AuditKeys.fingerprint(given.publicKey());
    }
}
