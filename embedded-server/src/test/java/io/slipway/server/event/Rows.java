package io.slipway.server.event;

import io.slipway.server.store.Database;

/** Changes rows as the product's statements do. */
final class Rows {
    private final Database database;

    Rows(Database database) {
        this.database = database;
    }

    void execute(String sql, Object... values) {
        database.write(handle -> handle.execute(sql, values));
    }

    void job(String tenant, String id) {
        execute(
                "insert into job (id, tenant_id, user_id, kind, fields, state, created_at) values (?, ?, 'operator', 'provision_vm', '{}', 'queued', 0)",
                id,
                tenant);
    }

    void run(String tenant, String job, String id) {
        execute(
                "insert into run (id, tenant_id, job_id, plan_kind, subject, state, wake_at, input, created_at) values (?, ?, ?, 'test', 'web-01', 'ready', 0, '{}', 0)",
                id,
                tenant,
                job);
    }

    /** Each of its own events. */
    void percent(String run, int percent) {
        execute("update run set percent = ? where id = ?", percent, run);
    }

    long count(String sql) {
        return database.read(handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }
}
