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

    @Override
    void close();
}
