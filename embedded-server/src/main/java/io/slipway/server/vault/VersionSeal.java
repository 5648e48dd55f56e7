package io.slipway.server.vault;

import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.base.TenantId;
import java.security.SecureRandom;

/** Seals and opens versions of operators' secrets where they lie outside the store, for example in a backup. Thread-safe. */
public final class VersionSeal {
    private final SecretEnvelope envelope;

    public VersionSeal(SecretBox box, SecureRandom random) {
        this.envelope = new SecretEnvelope(box, random);
    }

    /** Seals a value as that version of the secret; the caller wipes its own copy. */
    public SealedSecret seal(TenantId tenant, SecretRef ref, String label, byte[] plain) {
        return envelope.seal(new SecretPlace(tenant, ref.id(), ref.version(), label), plain);
    }

    /**
     * The value of a newest or former version, which the caller wipes.
     *
     * @throws io.slipway.server.base.SlipwayException SECRET_REENTRY_REQUIRED when it was sealed under another key,
     *     CONFIG_ERROR when it was altered or moved
     */
    public byte[] open(TenantId tenant, SecretRef ref, String label, SealedSecret sealed) {
        var place = new SecretPlace(tenant, ref.id(), ref.version(), label);
        try {
            return envelope.open(place, sealed, true);
        } catch (SlipwayException e) {
            if (e.problem().code() != ProblemCode.CONFIG_ERROR) {
                throw e;
            }
            return envelope.open(place, sealed, false);
        }
    }
}
