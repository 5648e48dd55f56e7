package io.slipway.server.answer.nocloud;

import io.slipway.server.base.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * The {@code $6$} password hash of crypt(3) (Drepper, "Unix crypt using SHA-256 and SHA-512"), 5000 rounds.
 *
 * <p>A hash rather than the password goes onto the disc, which an eavesdropper cannot log on with.
 */
final class Sha512Crypt {
    private static final String ALPHABET = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int ROUNDS = 5000;
    private static final int SALT_LENGTH = 16;
    // The order in which the digest's bytes are taken, three at a time; the last byte stands alone.
    private static final int GROUPS = 21;

    private Sha512Crypt() {}

    /**
     * With a salt made from the VM's id, so that the same request gives the same bytes. Not from the password: such a salt
     * would be a fast hash of it.
     */
    static String hash(Secret password, String vmUuid) {
        var key = password.reveal().getBytes(StandardCharsets.UTF_8);
        var derived = sha512().digest(("slipway salt\n" + vmUuid).getBytes(StandardCharsets.UTF_8));
        var salt = new StringBuilder();
        for (int i = 0; i < SALT_LENGTH; i++) {
            salt.append(ALPHABET.charAt(derived[i] & 63));
        }
        var hash = hash(key, salt.toString());
        Arrays.fill(key, (byte) 0);
        return hash;
    }

    static String hash(byte[] key, String saltText) {
        var salt = saltText.getBytes(StandardCharsets.US_ASCII);
        var first = first(key, salt);
        var keySequence = repeat(repeated(key, key.length), key.length);
        var saltSequence = repeat(repeated(salt, 16 + (first[0] & 0xFF)), salt.length);
        var digest = first;
        for (int round = 0; round < ROUNDS; round++) {
            var sha = sha512();
            sha.update(round % 2 == 1 ? keySequence : digest);
            if (round % 3 != 0) {
                sha.update(saltSequence);
            }
            if (round % 7 != 0) {
                sha.update(keySequence);
            }
            sha.update(round % 2 == 1 ? digest : keySequence);
            digest = sha.digest();
        }
        return "$6$" + saltText + "$" + encode(digest);
    }

    private static byte[] first(byte[] key, byte[] salt) {
        var inner = sha512();
        inner.update(key);
        inner.update(salt);
        inner.update(key);
        var second = inner.digest();
        var sha = sha512();
        sha.update(key);
        sha.update(salt);
        sha.update(repeat(second, key.length));
        for (int bits = key.length; bits > 0; bits >>= 1) {
            sha.update((bits & 1) == 1 ? second : key);
        }
        return sha.digest();
    }

    private static byte[] repeated(byte[] text, int times) {
        var sha = sha512();
        for (int i = 0; i < times; i++) {
            sha.update(text);
        }
        return sha.digest();
    }

    private static byte[] repeat(byte[] digest, int length) {
        var out = new byte[length];
        for (int i = 0; i < length; i++) {
            out[i] = digest[i % digest.length];
        }
        return out;
    }

    private static String encode(byte[] digest) {
        var out = new StringBuilder();
        int a = 0;
        int b = GROUPS;
        int c = 2 * GROUPS;
        for (int i = 0; i < GROUPS; i++) {
            int bits = ((digest[a] & 0xFF) << 16) | ((digest[b] & 0xFF) << 8) | (digest[c] & 0xFF);
            append(out, bits, 4);
            int next = a;
            a = b + 1;
            b = c + 1;
            c = next + 1;
        }
        append(out, digest[63] & 0xFF, 2);
        return out.toString();
    }

    private static void append(StringBuilder out, int bits, int characters) {
        int left = bits;
        for (int i = 0; i < characters; i++) {
            out.append(ALPHABET.charAt(left & 63));
            left >>= 6;
        }
    }

    private static MessageDigest sha512() {
        try {
            return MessageDigest.getInstance("SHA-512");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
