package io.slipway.server.vault;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Locks the vault when its key was not used for a while and no job needs it. One daemon thread looks every ten seconds.
 * Thread-safe.
 */
public final class AutoLock implements AutoCloseable {
    /** Minutes for a vault with a passphrase when nobody has set anything. */
    public static final int USUAL_MINUTES = 30;

    private static final Logger LOG = LoggerFactory.getLogger(AutoLock.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);

    private final Vault vault;
    private final InstantSource clock;
    private final BooleanSupplier busy;
    private final ScheduledExecutorService looker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("vault-auto-lock").factory());
    private long uses = -1;
    private Instant idleSince = Instant.MIN;

    private AutoLock(Vault vault, InstantSource clock, BooleanSupplier busy) {
        this.vault = vault;
        this.clock = clock;
        this.busy = busy;
    }

    /**
     * Watches a vault until it is closed.
     *
     * @param busy whether work that needs the key has not ended
     */
    public static AutoLock start(Vault vault, InstantSource clock, BooleanSupplier busy) {
        var autoLock = new AutoLock(vault, clock, busy);
        autoLock.looker.scheduleWithFixedDelay(
                autoLock::lookSafely, BETWEEN_LOOKS.toSeconds(), BETWEEN_LOOKS.toSeconds(), TimeUnit.SECONDS);
        return autoLock;
    }

    /** A look that throws would be the last one. */
    private void lookSafely() {
        try {
            look();
        } catch (RuntimeException e) {
            LOG.error("auto-lock could not look", e);
        }
    }

    /** Locks when it is time. */
    synchronized void look() {
        var now = clock.instant();
        long used = vault.uses();
        if (!vault.isOpen() || used != uses || busy.getAsBoolean()) {
            uses = used;
            idleSince = now;
            return;
        }
        int minutes = vault.autoLockMinutes();
        if (minutes > 0 && !now.isBefore(idleSince.plus(Duration.ofMinutes(minutes)))) {
            LOG.info("vault not used for {} minutes", minutes);
            vault.lock();
        }
    }

    @Override
    public void close() {
        looker.shutdownNow();
    }
}
