package io.slipway.server.vault;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.vault.key.KeyWrap;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** The vault key that a backup was made under, for as long as the backup is written or read. Closing wipes it. */
public final class BackupKey implements AutoCloseable {
    private static final Problem CLOSED = Problem.of(ProblemCode.VAULT_LOCKED, "The backup is closed already.");

    private final KeySlot slot = new KeySlot(CLOSED);
    private final SecretBox box;

    /** Under a copy of the key's bytes. */
    BackupKey(byte[] key) {
        slot.open(key);
        this.box = new SecretBox(slot, new SecureRandom());
    }

    /** Names the key. */
    public String keyId() {
        return box.keyId();
    }

    /** Opens and seals what lies under the key. */
    public SecretBox box() {
        return box;
    }

    /** The key of one file (HKDF-SHA-256 of RFC 5869). */
    public SecretKey fileKey(byte[] salt) {
        var key = bytes();
        var derived = KeyWrap.fileKey(key, salt);
        try {
            return new SecretKeySpec(derived, "AES");
        } finally {
            Arrays.fill(key, (byte) 0);
            Arrays.fill(derived, (byte) 0);
        }
    }

    /** A copy, which the caller wipes. */
    byte[] bytes() {
        try {
            return slot.use((key, keyId) -> key.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("copying bytes needs no cipher", e);
        }
    }

    @Override
    public void close() {
        slot.close(CLOSED, "");
    }

    @Override
    public String toString() {
        return "BackupKey[***]";
    }
}
