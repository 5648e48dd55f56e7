package io.slipway.desktop.tray;

import io.slipway.desktop.watch.Work;

/** What the icon says by its shape and its colour. */
public sealed interface TrayState {
    /** A ring: all is well and nothing goes on. */
    record Idle() implements TrayState {}

    /**
     * An arc around a number.
     *
     * @param count VMs in work, at least 1
     */
    record Busy(int count) implements TrayState {
        public Busy {
            atLeastOne(count);
        }
    }

    /**
     * A triangle with an exclamation mark.
     *
     * @param count things that wait for the operator, at least 1
     */
    record Attention(int count) implements TrayState {
        public Attention {
            atLeastOne(count);
        }
    }

    /** A hollow dashed ring: nothing is worked on, and nothing will be. */
    record Offline(Reason reason) implements TrayState {}

    /** Why nothing is worked on. */
    enum Reason {
        STARTING,
        STOPPED,
        /** Nobody has set up the vault yet. */
        NEW,
        LOCKED,
        PAUSED
    }

    /**
     * The one state that the facts add up to. The worst wins: what is not there at all, then what waits for the operator, then
     * what goes on.
     *
     * <p>A locked vault is away like a closed shop until work waits in front of it; then it needs the operator. A lost key needs
     * the operator at once.
     */
    static TrayState of(TrayFacts facts) {
        return switch (facts.server()) {
            case STARTING -> new Offline(Reason.STARTING);
            case STOPPED -> new Offline(Reason.STOPPED);
            case RUNNING -> running(facts);
        };
    }

    private static TrayState running(TrayFacts facts) {
        int waiting = facts.needsYou() + facts.warnings() + (facts.vaultNeedsYou() ? 1 : 0);
        if (waiting > 0) {
            return new Attention(waiting);
        }
        return switch (facts.vault()) {
            case NEW -> new Offline(Reason.NEW);
            case LOCKED, LOST -> new Offline(Reason.LOCKED);
            case UNLOCKED -> open(facts);
        };
    }

    private static TrayState open(TrayFacts facts) {
        if (facts.inWork() > 0) {
            return new Busy(facts.inWork());
        }
        return facts.intake() == Work.Intake.PAUSED ? new Offline(Reason.PAUSED) : new Idle();
    }

    private static void atLeastOne(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("a count of at least 1 is needed, was " + count);
        }
    }
}
