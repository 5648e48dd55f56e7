package io.slipway.server.vault;

import io.slipway.server.base.Ids;
import io.slipway.server.base.Secret;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.base.TenantId;
import io.slipway.server.store.Database;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;

/** The sealed secrets of the database, by id. Plain text exists only in the caller's hands. Thread-safe. */
public final class Secrets {
    private final Database database;
    private final SecretBox box;
    private final Ids ids;
    private final InstantSource clock;
    private final SecureRandom random;

    Secrets(Database database, SecretBox box, Ids ids, InstantSource clock, SecureRandom random) {
        this.database = database;
        this.box = box;
        this.ids = ids;
        this.clock = clock;
        this.random = random;
    }

    /** Seals and stores a new secret and returns its id, which is no secret. */
    public String put(TenantId tenant, String label, Secret secret) {
        var id = ids.next();
        put(tenant, id, label, secret);
        return id;
    }

    /** Seals and stores a secret under a given id, replacing what that id held. */
    public void put(TenantId tenant, String id, String label, Secret secret) {
        var context = new SealContext(tenant, label, id);
        var plain = secret.reveal().getBytes(StandardCharsets.UTF_8);
        var sealed = box.seal(context, plain);
        Arrays.fill(plain, (byte) 0);
        database.write(handle -> {
            SecretsSql.save(handle, context, sealed, clock.instant());
            return id;
        });
    }

    /**
     * The secret of that id, or empty when there is none for this tenant.
     *
     * @throws SlipwayException VAULT_LOCKED, VAULT_KEY_LOST; SECRET_REENTRY_REQUIRED when it was sealed under a lost key;
     *     CONFIG_ERROR when it was altered
     */
    public Optional<Secret> get(TenantId tenant, String id) {
        return database.read(handle -> SecretsSql.find(handle, tenant, id)).map(row -> {
            return opened(box.open(new SealContext(tenant, row.label(), id), row.sealed()));
        });
    }

    /**
     * As {@link #get}, and puts something else in its place in the same transaction: of several at the same instant, one gets
     * what was there.
     *
     * @param next what to keep from now on, empty to leave it as it is
     */
    public Optional<Secret> exchange(TenantId tenant, String id, Function<Secret, Optional<Secret>> next) {
        return database.write(handle -> SecretsSql.find(handle, tenant, id).map(row -> {
            var context = new SealContext(tenant, row.label(), id);
            var secret = opened(box.open(context, row.sealed()));
            next.apply(secret).ifPresent(kept -> {
                var plain = kept.utf8();
                try (kept) {
                    SecretsSql.save(handle, context, box.seal(context, plain), clock.instant());
                } finally {
                    Arrays.fill(plain, (byte) 0);
                }
            });
            return secret;
        }));
    }

    private static Secret opened(byte[] plain) {
        try {
            return Secret.of(new String(plain, StandardCharsets.UTF_8));
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    /**
     * Refuses while the vault is not open.
     *
     * @throws SlipwayException VAULT_LOCKED, VAULT_KEY_LOST
     */
    public void requireOpen() {
        box.requireOpen();
    }

    /** Forgets a secret; gone already is success. */
    public void remove(TenantId tenant, String id) {
        database.write(handle -> {
            SecretsSql.delete(handle, tenant, id);
            return id;
        });
    }

    /**
     * A random key of this installation, made at first use and the same ever after. Only when the vault key itself was given up
     * as lost, a new one is made in its place.
     *
     * @param name which key; also the row's id, so that two starts cannot make two
     * @param bytes its length when it is made
     */
    public byte[] key(TenantId tenant, String name, int bytes) {
        var context = new SealContext(tenant, name, tenant + "/" + name);
        var fresh = new byte[bytes];
        random.nextBytes(fresh);
        var base64 = Base64.getEncoder().encode(fresh);
        var keyId = box.keyId();
        var row = database.write(handle -> {
            var there = SecretsSql.find(handle, tenant, context.id());
            if (there.filter(found -> found.sealed().keyId().equals(keyId)).isEmpty()) {
                SecretsSql.save(handle, context, box.seal(context, base64), clock.instant());
            }
            return SecretsSql.find(handle, tenant, context.id());
        });
        return Base64.getDecoder().decode(box.open(context, row.orElseThrow().sealed()));
    }
}
