package io.slipway.server.profile;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-256-GCM with a random nonce and the context as additional data. */
public final class AesSecretBox implements SecretBox {
    private static final String PREFIX = "sealed:1:";
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final SecureRandom random;

    /** @param key 32 bytes; copied */
    public AesSecretBox(byte[] key, SecureRandom random) {
        if (key.length != 32) {
            throw new IllegalArgumentException("the key has " + key.length + " bytes, not 32");
        }
        this.key = new SecretKeySpec(key, "AES");
        this.random = random;
    }

    @Override
    public String seal(String plain, String context) {
        var nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            var sealed = cipher(Cipher.ENCRYPT_MODE, nonce, context).doFinal(plain.getBytes(StandardCharsets.UTF_8));
            var all = Arrays.copyOf(nonce, NONCE + sealed.length);
            System.arraycopy(sealed, 0, all, NONCE, sealed.length);
            return PREFIX + Base64.getEncoder().encodeToString(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String open(String sealed, String context) {
        try {
            if (!sealed.startsWith(PREFIX)) {
                throw new IllegalArgumentException("not sealed");
            }
            var all = Base64.getDecoder().decode(sealed.substring(PREFIX.length()));
            var nonce = Arrays.copyOf(all, NONCE);
            var plain = cipher(Cipher.DECRYPT_MODE, nonce, context).doFinal(all, NONCE, all.length - NONCE);
            return new String(plain, StandardCharsets.UTF_8);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new SlipwayException(
                    Problem.of(
                            ProblemCode.CONFIG_ERROR,
                            "A stored secret cannot be opened with this installation's key.",
                            "Enter the profile's passwords again."),
                    e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String context) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
