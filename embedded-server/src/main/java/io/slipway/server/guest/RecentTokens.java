package io.slipway.server.guest;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The tokens whose signature was found good lately, by the hash of their text: a VM sends the same one with every request.
 *
 * <p>Only what was verified comes in, so a stranger cannot fill it, and it says nothing of a token's state: the row decides at
 * every request. The signing key never changes while the program runs. Thread-safe.
 */
final class RecentTokens {
    private final Map<String, PresentedToken> tokens;
    /** Guards the map, which changes its order at every look. */
    private final ReentrantLock lock = new ReentrantLock();

    RecentTokens(int most) {
        this.tokens = new LinkedHashMap<>(64, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, PresentedToken> eldest) {
                return size() > most;
            }
        };
    }

    @Nullable
    PresentedToken get(String hash) {
        lock.lock();
        try {
            return tokens.get(hash);
        } finally {
            lock.unlock();
        }
    }

    void add(PresentedToken token) {
        lock.lock();
        try {
            tokens.put(token.hash(), token);
        } finally {
            lock.unlock();
        }
    }
}
