package io.slipway.server.vault;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals and opens small values with AES-256-GCM (NIST SP 800-38D) under the vault key. Thread-safe.
 *
 * <p>Nonces are random; at 2^32 values per key a repeat has a chance of 2^-32, and an installation seals thousands.
 */
public final class SecretBox {
    /** Name of the algorithm, as in RFC 7518 section 5.1. */
    public static final String ALGORITHM = "A256GCM";

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int KEY_ID_BYTES = 8;

    private final SecretKeySpec key;
    private final String keyId;
    private final SecureRandom random;

    /** A box under a copy of the given 32 bytes. */
    public SecretBox(byte[] key, SecureRandom random) {
        if (key.length != KeyProtector.KEY_BYTES) {
            throw new IllegalArgumentException("the key has " + key.length + " bytes");
        }
        this.key = new SecretKeySpec(key, "AES");
        this.keyId = keyId(key);
        this.random = random;
    }

    /** Names the key without telling anything about it: a truncated HMAC of a constant. */
    public String keyId() {
        return keyId;
    }

    /** Seals the bytes for one place; the caller wipes its own copy. */
    public Sealed seal(SealContext context, byte[] plain) {
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            var cipher = cipher(Cipher.ENCRYPT_MODE, nonce, context);
            var base64 = Base64.getEncoder();
            return new Sealed(
                    ALGORITHM, keyId, base64.encodeToString(nonce), base64.encodeToString(cipher.doFinal(plain)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM is missing in this runtime", e);
        }
    }

    /**
     * Opens a value that was sealed for the same place.
     *
     * @throws SlipwayException CONFIG_ERROR when it was sealed under another key, altered or moved
     */
    public byte[] open(SealContext context, Sealed sealed) {
        if (!sealed.alg().equals(ALGORITHM) || !sealed.keyId().equals(keyId)) {
            throw Problem.of(
                            ProblemCode.CONFIG_ERROR,
                            "The secret \"" + context.label() + "\" was sealed under another vault key.",
                            "Restore vault.key in the data folder from a backup, or enter the secret again.")
                    .exception();
        }
        try {
            var nonce = Base64.getDecoder().decode(sealed.nonce());
            return cipher(Cipher.DECRYPT_MODE, nonce, context)
                    .doFinal(Base64.getDecoder().decode(sealed.ciphertext()));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new SlipwayException(
                    Problem.of(
                            ProblemCode.CONFIG_ERROR,
                            "The secret \"" + context.label() + "\" does not open: it was altered or moved.",
                            "Restore the data folder from a backup, or enter the secret again."),
                    e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, SealContext context) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(context.aad(keyId));
        return cipher;
    }

    private static String keyId(byte[] key) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            var digest = mac.doFinal("slipway vault key id".getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(Arrays.copyOf(digest, KEY_ID_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is missing in this runtime", e);
        }
    }
}
