package io.slipway.server.base;

import java.util.Arrays;
import java.util.function.Function;

/**
 * A secret that may be replaced while the program runs, for example the password of a host.
 *
 * <p>Who needs it opens it for as long as it takes, so that the next use gets the newest version. Implementations are
 * thread-safe.
 */
public interface LiveSecret {

    /**
     * Names the present version without telling anything about it: equal texts, equal secrets.
     *
     * @throws SlipwayException when there is no such secret any more
     */
    String stamp();

    /**
     * The present version.
     *
     * @throws SlipwayException when it cannot be opened, with the reason
     */
    Lease open();

    /** An opened secret. What it opened stays known to the redactor until the lease is closed. */
    interface Lease extends AutoCloseable {
        /** As {@link LiveSecret#stamp()} at the moment it was opened. */
        String stamp();

        /** The value. Wipe it as soon as it was handed over; the lease may live longer. */
        Secret value();

        @Override
        void close();
    }

    /** A secret that never changes and belongs to the caller: closing a lease does not wipe the caller's own. */
    static LiveSecret fixed(Secret secret) {
        return fixed(secret, value -> Redactor.Hold.none());
    }

    /** As {@link #fixed(Secret)}; the redactor looks for the value as long as a lease is open. */
    static LiveSecret fixed(Secret secret, Redactor redactor) {
        return fixed(secret, redactor::hold);
    }

    private static LiveSecret fixed(Secret secret, Function<Secret, Redactor.Hold> holding) {
        return new LiveSecret() {
            @Override
            public String stamp() {
                return "";
            }

            @Override
            public Lease open() {
                var chars = secret.chars();
                var copy = Secret.of(chars);
                Arrays.fill(chars, '\0');
                var hold = holding.apply(copy);
                return new Lease() {
                    @Override
                    public String stamp() {
                        return "";
                    }

                    @Override
                    public Secret value() {
                        return copy;
                    }

                    @Override
                    public void close() {
                        copy.close();
                        hold.close();
                    }
                };
            }

            @Override
            public String toString() {
                return "***";
            }
        };
    }
}
