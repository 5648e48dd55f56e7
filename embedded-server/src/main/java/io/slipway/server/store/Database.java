package io.slipway.server.store;

import org.jdbi.v3.core.Handle;

/**
 * Transactions on the store. Thread-safe; calls block, so run them on a virtual thread.
 *
 * <p>Never call a remote party inside {@link Work}: one writer serves the whole process.
 */
public interface Database extends AutoCloseable {

    /** What happens inside one transaction. */
    @FunctionalInterface
    interface Work<T> {
        T in(Handle handle);
    }

    /**
     * Runs the work alone among all writers and returns when its commit is on the disk.
     *
     * <p>Several callers' works may share one commit; a work that throws is rolled back by itself and its exception reaches
     * its caller unchanged.
     */
    <T> T write(Work<T> work);

    /** Runs the work on a consistent snapshot; a statement that writes is refused. */
    <T> T read(Work<T> work);

    /**
     * Calls the listener soon after each commit, as a hint to read again what it shows: it carries no data, and one call may stand
     * for many commits. Called on the writer's thread, so it hands over at once and never throws.
     *
     * @return ends the calls
     */
    Hints onCommit(Runnable listener);

    /** A listener's place; closing it ends the calls. */
    @FunctionalInterface
    interface Hints extends AutoCloseable {
        @Override
        void close();
    }

    @Override
    void close();
}
