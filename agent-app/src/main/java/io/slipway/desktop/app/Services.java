package io.slipway.desktop.app;

import io.slipway.server.boot.AgentAssembly;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The services from their opening to their end: what was opened is closed, however far it came and whoever asks. Thread-safe.
 *
 * <p>Two agents on one folder are refused, so a new opening needs the end of the one before.
 */
final class Services {
    private static final Logger LOG = LoggerFactory.getLogger(Services.class);

    private final Supplier<CompletableFuture<AgentAssembly>> opening;
    private @Nullable CompletableFuture<AgentAssembly> open;
    private boolean ended;

    Services(Supplier<CompletableFuture<AgentAssembly>> opening) {
        this.opening = opening;
    }

    /** Begins to open them; after {@link #close} nothing comes any more. */
    synchronized CompletableFuture<AgentAssembly> open() {
        if (ended) {
            return new CompletableFuture<>();
        }
        var begun = opening.get();
        open = begun;
        return begun;
    }

    /** Closes what was opened, so that it can be opened again; waits for it. Nothing open is fine. */
    void discard() {
        CompletableFuture<AgentAssembly> begun;
        synchronized (this) {
            begun = open;
            open = null;
        }
        if (begun == null) {
            return;
        }
        // One that is still opening is closed as soon as it is open: half of it cannot be closed.
        begun.handle((agent, failure) -> {
                    if (agent != null) {
                        agent.close();
                    } else {
                        LOG.debug("nothing to close, the services did not open", failure);
                    }
                    return true;
                })
                .join();
    }

    /** Closes them for good; waits for it. */
    void close() {
        synchronized (this) {
            ended = true;
        }
        discard();
    }
}
