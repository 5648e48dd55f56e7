package io.slipway.server.vault;

import io.slipway.server.base.Problem;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.vault.key.KeyProtector;
import io.slipway.server.vault.key.KeyWrap;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * The one place where the vault key lies in memory, or the reason why it does not. Thread-safe.
 *
 * <p>Closing waits for the uses in progress and overwrites the key. The runtime's cipher objects keep expanded copies until
 * they are collected; Java offers no way to wipe those.
 */
final class KeySlot {
    private static final String AES = "AES";

    /** Uses share the lock, opening and closing own it: a key is never wiped under a use. */
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

    private final AtomicLong uses = new AtomicLong();
    private @Nullable Held held;
    private Problem closed;
    private String expected = "";

    KeySlot(Problem closed) {
        this.closed = closed;
    }

    /** What is done with the key; it must not keep it. */
    @FunctionalInterface
    interface Use<T> {
        T with(SecretKey key, String keyId) throws GeneralSecurityException;
    }

    /**
     * Uses the key.
     *
     * @throws SlipwayException the reason why it is not there
     */
    <T> T use(Use<T> use) throws GeneralSecurityException {
        lock.readLock().lock();
        try {
            if (held != null) {
                uses.incrementAndGet();
            }
            return look(use);
        } finally {
            lock.readLock().unlock();
        }
    }

    /** As {@link #use} for a look that does not count as one: a vault that is only looked at still locks by itself. */
    <T> T look(Use<T> use) throws GeneralSecurityException {
        lock.readLock().lock();
        try {
            if (held == null) {
                throw new SlipwayException(closed);
            }
            return use.with(held, held.keyId);
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Why the key is not there; empty while it is. */
    Optional<Problem> shut() {
        lock.readLock().lock();
        try {
            return held == null ? Optional.of(closed) : Optional.empty();
        } finally {
            lock.readLock().unlock();
        }
    }

    /** A copy of the key's bytes, which the caller wipes. */
    byte[] copy() {
        try {
            return use((key, id) -> key.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("copying bytes needs no cipher", e);
        }
    }

    /** Takes a copy of the key. */
    void open(byte[] key) {
        lock.writeLock().lock();
        try {
            wipe();
            held = new Held(key.clone(), KeyWrap.keyId(key));
            expected = held.keyId;
        } finally {
            lock.writeLock().unlock();
        }
    }

    /**
     * Overwrites the key; whoever asks for it is told the reason.
     *
     * @param keyId of the key that comes back when the vault is opened again, empty when none does
     */
    void close(Problem why, String keyId) {
        lock.writeLock().lock();
        try {
            wipe();
            closed = why;
            expected = keyId;
        } finally {
            lock.writeLock().unlock();
        }
    }

    private void wipe() {
        if (held != null) {
            held.destroy();
            held = null;
        }
    }

    /** The key that is there, or that comes back; empty when it is lost or was never made. */
    String expected() {
        lock.readLock().lock();
        try {
            return expected;
        } finally {
            lock.readLock().unlock();
        }
    }

    /** How often the key was used; tells whether the vault is idle. */
    long uses() {
        return uses.get();
    }

    /** A key that can be overwritten, which the runtime's own cannot. */
    private static final class Held implements SecretKey {
        private static final long serialVersionUID = 1L;

        private final transient byte[] bytes;
        private final String keyId;
        private boolean destroyed;

        Held(byte[] bytes, String keyId) {
            if (bytes.length != KeyProtector.KEY_BYTES) {
                throw new IllegalArgumentException("the key has " + bytes.length + " bytes");
            }
            this.bytes = bytes;
            this.keyId = keyId;
        }

        @Override
        public String getAlgorithm() {
            return AES;
        }

        @Override
        public String getFormat() {
            return "RAW";
        }

        @Override
        public byte[] getEncoded() {
            return bytes.clone();
        }

        @Override
        public void destroy() {
            Arrays.fill(bytes, (byte) 0);
            destroyed = true;
        }

        @Override
        public boolean isDestroyed() {
            return destroyed;
        }

        @Override
        public String toString() {
            return "***";
        }
    }
}
