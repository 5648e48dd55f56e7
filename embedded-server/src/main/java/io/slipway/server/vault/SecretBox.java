package io.slipway.server.vault;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Seals and opens small values with AES-256-GCM (NIST SP 800-38D) under the vault key. Thread-safe.
 *
 * <p>While the vault is not open, everything is refused with VAULT_LOCKED or VAULT_KEY_LOST.
 *
 * <p>Nonces are random; at 2^32 values per key a repeat has a chance of 2^-32, and an installation seals thousands.
 */
public final class SecretBox {
    /** Name of the algorithm, as in RFC 7518 section 5.1. */
    public static final String ALGORITHM = "A256GCM";

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final KeySlot slot;
    private final SecureRandom random;
    private final RecordRegisterSql records;

    /** A box under a copy of the given 32 bytes, which never closes. */
    public SecretBox(byte[] key, SecureRandom random) {
        this(new KeySlot(Problem.of(ProblemCode.VAULT_LOCKED, "The key was never there.")), random);
        slot.open(key);
    }

    /** A box under the key that the slot holds at each use. */
    SecretBox(KeySlot slot, SecureRandom random) {
        this.slot = slot;
        this.random = random;
        this.records = new RecordRegisterSql(slot);
    }

    /** Vouches for rows of the database under the same key. */
    public RecordRegisterSql records() {
        return records;
    }

    /**
     * Names the key without telling anything about it: a truncated HMAC of a constant.
     *
     * @throws SlipwayException VAULT_LOCKED, VAULT_KEY_LOST
     */
    public String keyId() {
        try {
            return slot.use((key, keyId) -> keyId);
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    /** Whether what lies under that key opens now, or will when a locked vault is unlocked; after a loss it does not. */
    boolean opens(String sealedUnder) {
        return !sealedUnder.isEmpty() && sealedUnder.equals(slot.expected());
    }

    /**
     * Refuses when the key is not there, for whoever must not begin what he cannot finish.
     *
     * @throws SlipwayException VAULT_LOCKED, VAULT_KEY_LOST
     */
    public void requireOpen() {
        var unused = keyId();
    }

    /**
     * Seals the bytes for one place; the caller wipes its own copy.
     *
     * @throws SlipwayException VAULT_LOCKED, VAULT_KEY_LOST
     */
    public Sealed seal(SealContext context, byte[] plain) {
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            return slot.use((key, keyId) -> {
                var base64 = Base64.getEncoder();
                var sealed = cipher(Cipher.ENCRYPT_MODE, key, nonce, context.aad(keyId))
                        .doFinal(plain);
                return new Sealed(ALGORITHM, keyId, base64.encodeToString(nonce), base64.encodeToString(sealed));
            });
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    /**
     * Opens a value that was sealed for the same place.
     *
     * @throws SlipwayException VAULT_LOCKED, VAULT_KEY_LOST; SECRET_REENTRY_REQUIRED when it was sealed under a key that is
     *     lost; CONFIG_ERROR when it was altered or moved
     */
    public byte[] open(SealContext context, Sealed sealed) {
        try {
            return slot.use((key, keyId) -> {
                if (!sealed.alg().equals(ALGORITHM) || !sealed.keyId().equals(keyId)) {
                    throw otherKey(context);
                }
                var nonce = Base64.getDecoder().decode(sealed.nonce());
                return cipher(Cipher.DECRYPT_MODE, key, nonce, context.aad(keyId))
                        .doFinal(Base64.getDecoder().decode(sealed.ciphertext()));
            });
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new SlipwayException(
                    Problem.of(
                            ProblemCode.CONFIG_ERROR,
                            "The secret \"" + context.label() + "\" does not open: it was altered or moved.",
                            "Restore the data folder from a backup, or enter the secret again."),
                    e);
        }
    }

    private static SlipwayException otherKey(SealContext context) {
        return Problem.of(
                        ProblemCode.SECRET_REENTRY_REQUIRED,
                        "The secret \"" + context.label() + "\" was sealed under a vault key that is lost.")
                .exception();
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] nonce, byte[] aad) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(aad);
        return cipher;
    }

    private static IllegalStateException missing(GeneralSecurityException e) {
        return new IllegalStateException("AES-256-GCM is missing in this runtime", e);
    }
}
