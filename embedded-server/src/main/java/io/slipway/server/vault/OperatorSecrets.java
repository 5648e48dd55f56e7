package io.slipway.server.vault;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Ids;
import io.slipway.server.base.LiveSecret;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Redactor;
import io.slipway.server.base.Secret;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.base.TenantId;
import io.slipway.server.store.Database;
import io.slipway.server.vault.OperatorSecretsSql.Row;
import java.nio.charset.CharacterCodingException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The secrets that operators give names: sealed in versions, bound to what reads them. Thread-safe.
 *
 * <p>Another tenant's secret does not exist for the caller. No method here tells a value to a caller of the API; {@link #open}
 * is for the work that needs it. Each use and each change is in the audit trail in the same transaction.
 */
public final class OperatorSecrets {
    /** Longest label in characters (requirements B.6). */
    public static final int LONGEST_LABEL = 200;

    private final Database database;
    private final SecretEnvelope envelope;
    private final SecretChangesSql changes;
    private final RecordRegisterSql register;
    private final List<Runnable> rebound = new CopyOnWriteArrayList<>();
    private final Ids ids;
    private final Redactor redactor;

    public OperatorSecrets(
            Database database, SecretBox box, Ids ids, InstantSource clock, SecureRandom random, Redactor redactor) {
        this.database = database;
        this.envelope = new SecretEnvelope(box, random);
        this.ids = ids;
        this.changes = new SecretChangesSql(ids, clock, box.records());
        this.register = box.records();
        this.redactor = redactor;
    }

    /** Vouches for the rows that say where these secrets go. */
    public RecordRegisterSql records() {
        return register;
    }

    /** Seals a value as the first version of a new secret; the caller wipes its own. */
    public SecretMeta create(Caller caller, String label, Secret value) {
        var id = ids.next();
        var sealed = seal(new SecretPlace(caller.tenant(), id, 1, label), value);
        return database.write(handle -> {
            changes.insert(handle, caller, id, label, sealed, false);
            return meta(SecretChangesSql.require(handle, caller.tenant(), id));
        });
    }

    /**
     * Takes over a value that this vault sealed elsewhere, for example on a backup, as a new secret.
     *
     * @throws SlipwayException BAD_REQUEST when it was not sealed by this vault for this tenant and label, or was altered
     */
    public SecretMeta adopt(Caller caller, String label, SealedSecret given) {
        try (var value = opened(caller, label, given)) {
            return create(caller, label, value);
        }
    }

    /** As {@link #adopt} for the next version of a secret. */
    public SecretMeta rotate(Caller caller, String idOrLabel, SealedSecret given) {
        var label = require(caller.tenant(), idOrLabel).label();
        try (var value = opened(caller, label, given)) {
            return rotate(caller, idOrLabel, value);
        }
    }

    private Secret opened(Caller caller, String label, SealedSecret given) {
        var aad = given.aadMeta();
        boolean ours =
                aad.tenant().equals(caller.tenant().value()) && aad.label().equals(label);
        if (ours && given.keyId().equals(envelope.keyId())) {
            try {
                var place = new SecretPlace(caller.tenant(), aad.secretId(), aad.version(), label);
                return secret(envelope.open(place, given, true));
            } catch (SlipwayException e) {
                if (e.problem().code() != ProblemCode.CONFIG_ERROR) {
                    throw e;
                }
            }
        }
        throw Problem.of(
                        ProblemCode.BAD_REQUEST,
                        "The ciphertext was not sealed by this vault for this tenant and label, so it cannot be opened here.",
                        "Send the value itself in `value`; it is sealed on this machine.")
                .exception();
    }

    /**
     * Gives a secret its next version. Whoever opens it from now on gets this one; who has opened it keeps the old one.
     *
     * @throws SlipwayException SECRET_NOT_FOUND; WRONG_STATE when somebody else rotated it at the same moment
     */
    public SecretMeta rotate(Caller caller, String idOrLabel, Secret value) {
        var present = require(caller.tenant(), idOrLabel);
        var next = new SecretRef(present.id(), present.version() + 1);
        var sealed = seal(new SecretPlace(caller.tenant(), next.id(), next.version(), present.label()), value);
        var replaced = new SecretPlace(caller.tenant(), present.id(), present.version(), present.label());
        var former = database.read(handle -> OperatorSecretsSql.version(
                        handle, caller.tenant(), new SecretRef(present.id(), present.version())))
                .flatMap(version -> envelope.former(replaced, version));
        return database.write(handle -> {
            changes.rotate(handle, caller, next, sealed, former);
            return meta(SecretChangesSql.require(handle, caller.tenant(), next.id()));
        });
    }

    /** All secrets by label. */
    public List<SecretMeta> list(TenantId tenant) {
        return database.read(handle -> OperatorSecretsSql.list(handle, tenant)).stream()
                .map(this::meta)
                .toList();
    }

    /**
     * By id or label.
     *
     * @throws SlipwayException SECRET_NOT_FOUND; BAD_REQUEST when several have the label
     */
    public SecretMeta require(TenantId tenant, String idOrLabel) {
        return meta(database.read(handle -> SecretChangesSql.named(handle, tenant, idOrLabel)));
    }

    /**
     * Deletes a secret with all its versions.
     *
     * @throws SlipwayException SECRET_NOT_FOUND; WRONG_STATE while something reads it
     */
    public void delete(Caller caller, String idOrLabel) {
        database.write(handle -> {
            var row = SecretChangesSql.named(handle, caller.tenant(), idOrLabel);
            var readers = SecretChangesSql.readers(handle, caller.tenant(), row.id());
            if (!readers.isEmpty()) {
                var first = readers.getFirst().target();
                throw Problem.of(
                                ProblemCode.WRONG_STATE,
                                "The secret \"" + row.label() + "\" is bound to " + first.field() + " of "
                                        + first.scope().word() + " " + first.scopeId()
                                        + (readers.size() == 1 ? "." : " and " + (readers.size() - 1) + " more."),
                                "Bind another secret there, or remove the binding; then delete it.")
                        .exception();
            }
            changes.delete(handle, caller, row.id());
            return row.id();
        });
    }

    /**
     * Fills a field from a secret; a field that was bound before is bound anew.
     *
     * @throws SlipwayException SECRET_NOT_FOUND also for another tenant's secret
     */
    public SecretBinding bind(Caller caller, SecretTarget target, String idOrLabel) {
        var bound = database.write(handle -> {
            var row = SecretChangesSql.named(handle, caller.tenant(), idOrLabel);
            return changes.bind(handle, caller, target, row.id());
        });
        told();
        return bound;
    }

    /** Takes a binding back. @return whether there was one */
    public boolean unbind(Caller caller, SecretTarget target) {
        boolean was = database.write(handle -> changes.unbind(handle, caller, target));
        told();
        return was;
    }

    /** Told after bindings were made or taken back. */
    public void onRebound(Runnable listener) {
        rebound.add(listener);
    }

    private void told() {
        rebound.forEach(Runnable::run);
    }

    /** What is bound, by target. */
    public List<SecretBinding> bindings(TenantId tenant) {
        return database.read(handle -> OperatorSecretsSql.bindings(handle, tenant));
    }

    /**
     * The secret that fills the field, in its newest version, for the work that needs it.
     *
     * @throws SlipwayException SECRET_BINDING_ALTERED when something else than Slipway made or changed the binding;
     *     VAULT_LOCKED, VAULT_KEY_LOST
     */
    public Optional<SecretRef> bound(TenantId tenant, SecretTarget target) {
        return database.read(handle -> BindingRecordsSql.bound(handle, register, tenant, target));
    }

    /** The secret that a field is said to be filled from, for people to look at; nobody has vouched for it. */
    public Optional<SecretRef> said(TenantId tenant, SecretTarget target) {
        return database.read(handle -> OperatorSecretsSql.bound(handle, tenant, target));
    }

    /**
     * Keeps a secret for an object: as the next version of the one that was made for it, otherwise as a new one. It goes away
     * with {@link #release}. A secret that the operator made, or that something else reads too, is left as it is and is bound
     * here no more: a new password for one host must not lock Slipway out of another.
     */
    public void keep(Caller caller, SecretTarget target, String label, Secret value) {
        var own = database.read(handle -> OperatorSecretsSql.bound(handle, caller.tenant(), target)
                .filter(ref -> BindingRecordsSql.fits(handle, register, caller.tenant(), target, ref.id()))
                .filter(ref -> SecretChangesSql.onlyFor(handle, caller.tenant(), ref.id())));
        if (own.isPresent()) {
            rotate(caller, own.get().id(), value);
            return;
        }
        var id = ids.next();
        var sealed = seal(new SecretPlace(caller.tenant(), id, 1, label), value);
        database.write(handle -> {
            changes.insert(handle, caller, id, label, sealed, true);
            return changes.bind(handle, caller, target, id);
        });
        told();
    }

    /**
     * Moves a secret of an earlier version of the product to where it belongs now, in one transaction; moved already is
     * success.
     *
     * @param oldId its row in {@code sealed_secret}
     */
    public void move(Caller caller, String oldId, SecretTarget target, String label, Secret value) {
        var id = ids.next();
        var sealed = seal(new SecretPlace(caller.tenant(), id, 1, label), value);
        database.write(handle -> {
            if (OperatorSecretsSql.bound(handle, caller.tenant(), target).isEmpty()) {
                changes.insert(handle, caller, id, label, sealed, true);
                changes.bind(handle, caller, target, id);
            }
            SecretsSql.delete(handle, caller.tenant(), oldId);
            return id;
        });
    }

    /** The object is gone: its bindings go, and the secrets that were made for it and that nothing else reads. */
    public void release(Caller caller, SecretScope scope, String scopeId) {
        int released = database.write(handle -> changes.release(handle, caller, scope, scopeId));
        if (released > 0) {
            told();
        }
    }

    /**
     * Opens a version for the work that needs it. The redactor knows the value until the lease is closed.
     *
     * @param purpose what for, for the audit trail
     * @throws SlipwayException SECRET_NOT_FOUND, SECRET_REENTRY_REQUIRED, CONFIG_ERROR when it was altered or moved
     */
    public LiveSecret.Lease open(Caller caller, SecretRef ref, String purpose) {
        var value = secret(database.read(handle -> {
            // One snapshot: a rotation in between would make a former version of the newest one.
            var row = SecretChangesSql.require(handle, caller.tenant(), ref.id());
            var sealed = OperatorSecretsSql.version(handle, caller.tenant(), ref)
                    .orElseThrow(() -> SecretChangesSql.unknown(ref.id()));
            var place = new SecretPlace(caller.tenant(), ref.id(), ref.version(), row.label());
            return envelope.open(place, sealed, ref.version() == row.version());
        }));
        var lease = new OpenedSecret(ref, value, redactor.hold(value));
        boolean told = false;
        try {
            database.write(handle -> {
                changes.used(handle, caller, ref, purpose);
                return ref;
            });
            told = true;
            return lease;
        } finally {
            // A use that cannot be audited does not happen.
            if (!told) {
                lease.close();
            }
        }
    }

    /** A value that is not stored yet: it is stored when the sign-in with it succeeds. */
    public LiveSecret unstored(Secret value) {
        return LiveSecret.fixed(value, redactor);
    }

    private SealedSecret seal(SecretPlace place, Secret value) {
        var plain = value.utf8();
        try {
            return envelope.seal(place, plain);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    private static Secret secret(byte[] plain) {
        try {
            return Secret.ofUtf8(plain, 0, plain.length);
        } catch (CharacterCodingException e) {
            throw new IllegalStateException("a sealed secret is not UTF-8", e);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    private SecretMeta meta(Row row) {
        return new SecretMeta(
                row.id(),
                row.label(),
                row.keyId(),
                row.version(),
                envelope.opens(row.keyId()) ? SecretMeta.State.SET : SecretMeta.State.NEEDS_REENTRY,
                row.attached(),
                row.createdAt(),
                row.rotatedAt(),
                row.usedAt());
    }
}
