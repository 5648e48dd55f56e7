package io.slipway.server.vault;

import io.slipway.server.base.TenantId;
import java.security.SecureRandom;
import java.util.Optional;

/** Seals and opens versions of operators' secrets where they lie outside the store, for example in a backup. Thread-safe. */
public final class VersionSeal {
    private final SecretEnvelope envelope;

    public VersionSeal(SecretBox box, SecureRandom random) {
        this.envelope = new SecretEnvelope(box, random);
    }

    /**
     * Seals a value as that version of the secret; the caller wipes its own copy.
     *
     * @param newest whether it is the newest one
     */
    public SealedSecret seal(TenantId tenant, SecretRef ref, String label, byte[] plain, boolean newest) {
        return envelope.seal(place(tenant, ref, label), plain, newest);
    }

    /**
     * The value of a version, which the caller wipes.
     *
     * @param newest whether it is the newest one
     * @throws io.slipway.server.base.SlipwayException SECRET_REENTRY_REQUIRED when it was sealed under another key,
     *     CONFIG_ERROR when it was altered or moved, or is not the newest version or not a former one
     */
    public byte[] open(TenantId tenant, SecretRef ref, String label, SealedSecret sealed, boolean newest) {
        return envelope.open(place(tenant, ref, label), sealed, newest);
    }

    /** The newest version as a former one, empty when it does not open. */
    public Optional<SealedSecret> former(TenantId tenant, SecretRef ref, String label, SealedSecret newest) {
        return envelope.former(place(tenant, ref, label), newest);
    }

    private static SecretPlace place(TenantId tenant, SecretRef ref, String label) {
        return new SecretPlace(tenant, ref.id(), ref.version(), label);
    }
}
