package io.slipway.server.vault.key;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.jspecify.annotations.Nullable;

/**
 * Wraps a key under another secret: HKDF-SHA-256 (RFC 5869) gives the wrapping key, AES-256-GCM (NIST SP 800-38D) wraps. Pure.
 *
 * <p>The blob is 12 bytes of nonce, the ciphertext, and 16 bytes of tag.
 */
public final class KeyWrap {
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int KEY_ID_BYTES = 8;
    private static final int BLOB_BYTES = NONCE_BYTES + KeyProtector.KEY_BYTES + TAG_BITS / 8;

    private KeyWrap() {}

    /**
     * Wraps 32 bytes.
     *
     * @param secret at least 128 bits of entropy; a passphrase goes through a slow function first
     * @param purpose tells wrapping keys from the same secret apart
     * @param aad authenticated with the key, not stored
     */
    public static byte[] wrap(byte[] secret, String purpose, byte[] aad, byte[] key, SecureRandom random) {
        if (key.length != KeyProtector.KEY_BYTES) {
            throw new IllegalArgumentException("the key has " + key.length + " bytes");
        }
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            var sealed =
                    cipher(Cipher.ENCRYPT_MODE, secret, purpose, nonce, aad).doFinal(key);
            var blob = Arrays.copyOf(nonce, nonce.length + sealed.length);
            System.arraycopy(sealed, 0, blob, nonce.length, sealed.length);
            return blob;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM is missing in this runtime", e);
        }
    }

    /** The key, or empty when secret, purpose, authenticated data or blob do not fit each other. */
    public static Optional<byte[]> unwrap(byte[] secret, String purpose, byte[] aad, byte[] blob) {
        if (blob.length != BLOB_BYTES) {
            return Optional.empty();
        }
        try {
            var nonce = Arrays.copyOf(blob, NONCE_BYTES);
            return Optional.of(cipher(Cipher.DECRYPT_MODE, secret, purpose, nonce, aad)
                    .doFinal(blob, NONCE_BYTES, blob.length - NONCE_BYTES));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM is missing in this runtime", e);
        }
    }

    private static Cipher cipher(int mode, byte[] secret, String purpose, byte[] nonce, byte[] aad)
            throws GeneralSecurityException {
        var wrapping = derive(secret, null, "slipway wrap " + purpose);
        try {
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(wrapping, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(aad);
            return cipher;
        } finally {
            Arrays.fill(wrapping, (byte) 0);
        }
    }

    private static byte[] derive(byte[] secret, byte @Nullable [] salt, String info) {
        var hkdf = new HKDFBytesGenerator(new SHA256Digest());
        hkdf.init(new HKDFParameters(secret, salt, info.getBytes(StandardCharsets.US_ASCII)));
        var derived = new byte[KeyProtector.KEY_BYTES];
        hkdf.generateBytes(derived, 0, derived.length);
        return derived;
    }

    /** The key of one backup file, by the random salt in it; 32 bytes, which the caller wipes. */
    public static byte[] fileKey(byte[] key, byte[] salt) {
        return derive(key, salt, "slipway backup file");
    }

    /** Authenticates a text by the vault key; 32 bytes. */
    public static byte[] authenticate(byte[] key, byte[] text) {
        return code(key, "slipway keyring", text);
    }

    /** Authenticates a row of the database, or the register of all, by the vault key; 32 bytes. */
    public static byte[] recordCode(byte[] key, byte[] text) {
        return code(key, "slipway record register", text);
    }

    private static byte[] code(byte[] key, String purpose, byte[] text) {
        var derived = derive(key, null, purpose);
        try {
            return hmac(derived, text);
        } finally {
            Arrays.fill(derived, (byte) 0);
        }
    }

    /** Names a key without telling anything about it: 16 hex digits of an HMAC of a constant. */
    public static String keyId(byte[] key) {
        var digest = hmac(key, "slipway vault key id".getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().formatHex(Arrays.copyOf(digest, KEY_ID_BYTES));
    }

    private static byte[] hmac(byte[] key, byte[] text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is missing in this runtime", e);
        }
    }
}
