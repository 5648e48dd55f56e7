package io.slipway.server.workflow;

import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** Joins the transaction that ends or reopens a run, so that its job's state commits with it. Implemented by a *Sql class. */
@FunctionalInterface
public interface RunEnded {
    void ended(Handle handle, String jobId, Instant now);
}
