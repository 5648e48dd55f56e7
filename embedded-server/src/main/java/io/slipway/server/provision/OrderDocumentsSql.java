package io.slipway.server.provision;

import io.slipway.server.store.Database;
import org.jdbi.v3.core.Handle;

/** Removes the sealed documents of orders that nobody needs any more. */
final class OrderDocumentsSql {
    private final Database database;

    OrderDocumentsSql(Database database) {
        this.database = database;
    }

    /**
     * Forgets the documents of orders that were never stored, because the process ended between sealing and storing, and of
     * those that are over and have no VM left. What failed keeps its documents: it can be tried again.
     *
     * @return how many were forgotten
     */
    int sweep() {
        return database.write(
                handle -> forget(handle, OrderVault.ORDER_PREFIX) + forget(handle, OrderVault.COMMANDS_PREFIX));
    }

    private static int forget(Handle handle, String prefix) {
        return handle.createUpdate("""
                        delete from sealed_secret where substr(id, 1, length(:prefix)) = :prefix and not exists (
                            select 1 from job j
                            where j.tenant_id = sealed_secret.tenant_id
                              and j.id = substr(sealed_secret.id, length(:prefix) + 1)
                              and (j.state not in ('succeeded', 'cancelled') or exists (
                                  select 1 from run r join vm v on v.run_id = r.id
                                  where r.job_id = j.id and v.state <> 'gone')))
                        """).bind("prefix", prefix).execute();
    }
}
