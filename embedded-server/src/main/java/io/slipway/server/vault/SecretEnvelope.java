package io.slipway.server.vault;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.vault.SealedSecret.AadMeta;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Seals each version of a secret under a random 32-byte data key of its own, and the data key under the vault key; both with
 * AES-256-GCM (NIST SP 800-38D). Thread-safe.
 *
 * <p>A version that was replaced is marked as a former one by sealing its data key anew, so that nobody without the vault key
 * can make it the newest again; whoever put back a whole older copy of the rows would be noticed by the audit trail only.
 *
 * <p>A new vault key or protector needs only the data keys sealed again, and one data key that leaked opens one version.
 */
final class SecretEnvelope {
    /** Name of the algorithm in the interface of requirements B.6. */
    static final String ALGORITHM = "AES-256-GCM";

    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretBox box;
    private final SecureRandom random;

    SecretEnvelope(SecretBox box, SecureRandom random) {
        this.box = box;
        this.random = random;
    }

    /** Whether a version under that vault key opens, now or when a locked vault is unlocked. */
    boolean opens(String sealedUnder) {
        return box.opens(sealedUnder);
    }

    /** Which vault key seals now. */
    String keyId() {
        return box.keyId();
    }

    /** Seals a value for one place as the secret's newest version; the caller wipes its own copy. */
    SealedSecret seal(SecretPlace place, byte[] plain) {
        return seal(place, plain, true);
    }

    /** As {@link #seal(SecretPlace, byte[])}, also as a former version. */
    SealedSecret seal(SecretPlace place, byte[] plain, boolean newest) {
        var dataKey = new byte[KEY_BYTES];
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(dataKey);
        random.nextBytes(nonce);
        try {
            var wrapped = box.seal(place.dataKey(newest), dataKey);
            var sealed = cipher(Cipher.ENCRYPT_MODE, dataKey, nonce, place.aad(wrapped.keyId()))
                    .doFinal(plain);
            var base64 = Base64.getEncoder();
            return new SealedSecret(
                    ALGORITHM,
                    wrapped.keyId(),
                    base64.encodeToString(nonce),
                    base64.encodeToString(sealed),
                    aad(place, wrapped.nonce(), wrapped.ciphertext()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM is missing in this runtime", e);
        } finally {
            Arrays.fill(dataKey, (byte) 0);
        }
    }

    /**
     * Opens a value that was sealed for the same place; the caller wipes it.
     *
     * @param newest whether it is the secret's newest version
     * @throws SlipwayException SECRET_REENTRY_REQUIRED when it was sealed under a lost key, CONFIG_ERROR when it was altered
     *     or moved, or is not the newest version or not a former one
     */
    byte[] open(SecretPlace place, SealedSecret sealed, boolean newest) {
        var dataKey = dataKey(place, sealed, newest);
        try {
            var base64 = Base64.getDecoder();
            return cipher(Cipher.DECRYPT_MODE, dataKey, base64.decode(sealed.nonce()), place.aad(sealed.keyId()))
                    .doFinal(base64.decode(sealed.ciphertext()));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw altered(place.label(), e);
        } finally {
            Arrays.fill(dataKey, (byte) 0);
        }
    }

    private byte[] dataKey(SecretPlace place, SealedSecret sealed, boolean newest) {
        if (!sealed.keyId().equals(box.keyId())) {
            throw reentry(place.label());
        }
        var aad = sealed.aadMeta();
        if (!sealed.alg().equals(ALGORITHM) || !aad.equals(aad(place, aad.dataKeyNonce(), aad.dataKey()))) {
            throw altered(place.label(), null);
        }
        var wrapped = new Sealed(SecretBox.ALGORITHM, sealed.keyId(), aad.dataKeyNonce(), aad.dataKey());
        return box.open(place.dataKey(newest), wrapped);
    }

    private static AadMeta aad(SecretPlace place, String dataKeyNonce, String dataKey) {
        return new AadMeta(
                place.tenant().value(), place.secretId(), place.version(), place.label(), dataKeyNonce, dataKey);
    }

    /** The newest version as a former one, empty when it does not open: then nobody can pass it off as the newest either. */
    Optional<SealedSecret> former(SecretPlace place, SealedSecret newest) {
        byte[] dataKey;
        try {
            dataKey = dataKey(place, newest, true);
        } catch (SlipwayException e) {
            if (e.problem().code() == ProblemCode.SECRET_REENTRY_REQUIRED
                    || e.problem().code() == ProblemCode.CONFIG_ERROR) {
                return Optional.empty();
            }
            throw e;
        }
        try {
            var wrapped = box.seal(place.dataKey(false), dataKey);
            return Optional.of(new SealedSecret(
                    newest.alg(),
                    wrapped.keyId(),
                    newest.nonce(),
                    newest.ciphertext(),
                    aad(place, wrapped.nonce(), wrapped.ciphertext())));
        } finally {
            Arrays.fill(dataKey, (byte) 0);
        }
    }

    private static Cipher cipher(int mode, byte[] key, byte[] nonce, byte[] aad) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(aad);
        return cipher;
    }

    static SlipwayException reentry(String label) {
        return Problem.of(
                        ProblemCode.SECRET_REENTRY_REQUIRED,
                        "The secret \"" + label + "\" was sealed under a vault key that is lost.")
                .exception();
    }

    private static SlipwayException altered(String label, @Nullable Exception cause) {
        var problem = Problem.of(
                ProblemCode.CONFIG_ERROR,
                "The secret \"" + label + "\" does not open: it was altered or moved.",
                "Restore the data folder from a backup, or rotate the secret.");
        return cause == null ? new SlipwayException(problem) : new SlipwayException(problem, cause);
    }
}
