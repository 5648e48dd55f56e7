package io.slipway.server.guest;

/**
 * Hears of guests after the commit: a wake-up, not data. Who decides reads the rows, because a crash can lose the call.
 *
 * <p>Called on the request's thread; must return quickly.
 */
@FunctionalInterface
public interface GuestListener {
    /** A report was stored. */
    void reported(ProgressEvent event);
}
