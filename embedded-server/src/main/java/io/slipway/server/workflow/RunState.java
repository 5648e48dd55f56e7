package io.slipway.server.workflow;

import java.util.Locale;

/** Where a run stands. */
public enum RunState {
    /** Can be claimed now or at its wake time. */
    READY,
    /** A worker has it. */
    RUNNING,
    /** Wakes on an event or at its wake time. */
    WAITING,
    /** Failed with its VM kept; the operator retries or cleans up. */
    PARKED,
    SUCCEEDED,
    /** Failed and taken back completely. */
    FAILED,
    /** Taking back failed; the problem lists what is left. */
    NEEDS_ATTENTION,
    /** Stopped by the operator and taken back completely. */
    CANCELLED;

    /** The text in the store. */
    public String stored() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static RunState parse(String stored) {
        return valueOf(stored.toUpperCase(Locale.ROOT));
    }

    /** Whether nothing more happens by itself. */
    public boolean ended() {
        return switch (this) {
            case READY, RUNNING, WAITING -> false;
            case PARKED, SUCCEEDED, FAILED, NEEDS_ATTENTION, CANCELLED -> true;
        };
    }
}
