package io.slipway.server.workflow;

import io.slipway.server.store.Database;
import java.time.Instant;

/** A store with one job for the engine's tests. */
final class WorkflowStoreSql {
    private WorkflowStoreSql() {}

    static final RunEnded NO_HOOK = (handle, jobId, now) -> {};

    static void job(Database database, String jobId) {
        database.write(handle -> handle.execute(
                "insert into job (id, tenant_id, user_id, kind, fields, state, created_at) values (?, 'default', 'operator', 'test', '{}', 'queued', 0)",
                jobId));
    }

    static void insert(Database database, NewRun run, Instant now) {
        database.write(handle -> {
            RunsSql.insert(handle, run, now);
            return 0;
        });
    }
}
