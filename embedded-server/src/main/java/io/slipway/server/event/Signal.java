package io.slipway.server.event;

/** What a subscriber is told. */
public sealed interface Signal {
    /** The position of the stream after it. */
    long cursor();

    /** Something changed. */
    record Changed(Event event) implements Signal {
        @Override
        public long cursor() {
            return event.id();
        }
    }

    /**
     * Hints are missing: the subscriber was too slow, or comes from before what is kept. It reads again all that it shows, and
     * goes on from here.
     */
    record Reread(long cursor) implements Signal {}
}
