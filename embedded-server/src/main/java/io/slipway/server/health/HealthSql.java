package io.slipway.server.health;

import io.slipway.server.store.Database;

/** The question to the database whether it answers. */
final class HealthSql {
    private HealthSql() {}

    static void probe(Database database) {
        database.read(handle -> handle.createQuery("select count(*) from setting where tenant_id = ''")
                .mapTo(int.class)
                .one());
    }
}
