package io.slipway.server.event;

import io.slipway.server.base.Json;
import io.slipway.server.base.TenantId;
import io.slipway.server.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads and sweeps rows of {@code event}; triggers write them (V0012). */
final class EventsSql {
    private final Database database;

    EventsSql(Database database) {
        this.database = database;
    }

    /**
     * What there is.
     *
     * @param oldest id of the oldest row that is kept; one beyond the last when none is
     * @param last id of the newest row there ever was, 0 when there was none
     */
    record Range(long oldest, long last) {}

    Range range() {
        return database.read(handle -> handle.createQuery("""
                        select coalesce((select min(id) from event), 1) as oldest,
                               coalesce((select max(id) from event), 0) as last""")
                .map((rs, context) -> new Range(rs.getLong("oldest"), rs.getLong("last")))
                .one());
    }

    /** Of all tenants, in their order: the hub reads once for everybody. */
    List<Event> after(long cursor, int limit) {
        return database.read(
                handle -> handle.createQuery("select * from event where id > :after order by id limit :limit")
                        .bind("after", cursor)
                        .bind("limit", limit)
                        .map((rs, context) -> event(rs))
                        .list());
    }

    /** Of one tenant, for who comes back. */
    List<Event> between(TenantId tenant, long after, long until, int limit) {
        return database.read(handle -> handle.createQuery("""
                        select * from event where tenant_id = :tenant and id > :after and id <= :until
                        order by id limit :limit""")
                .bind("tenant", tenant.value())
                .bind("after", after)
                .bind("until", until)
                .bind("limit", limit)
                .map((rs, context) -> event(rs))
                .list());
    }

    /**
     * Deletes what is too old or too much, a part at a time so that nobody waits for it. The newest row stays whatever its age:
     * it says which ids were used.
     *
     * @return whether there may be more
     */
    boolean sweep(Instant before, int most, int atOnce) {
        long end = database.read(handle -> handle.createQuery("""
                        select max(coalesce((select min(id) from event where at >= :before),
                                            (select max(id) from event), 0),
                                   coalesce((select max(id) from event), 0) - :most + 1)""")
                .bind("before", before.toEpochMilli())
                .bind("most", most)
                .mapTo(Long.class)
                .one());
        long first = range().oldest();
        if (first >= end) {
            return false;
        }
        long until = Math.min(end, first + atOnce);
        database.write(handle -> handle.execute("delete from event where id < ?", until));
        return until < end;
    }

    private static Event event(ResultSet rs) throws SQLException {
        var id = rs.getLong("id");
        var at = Instant.ofEpochMilli(rs.getLong("at"));
        var run = Optional.ofNullable(rs.getString("run_id"));
        var json = Json.object()
                .put("id", id)
                .put("at", at.toString())
                .put("topic", rs.getString("topic"))
                .put("kind", rs.getString("kind"))
                .put("ref", rs.getString("ref"));
        run.ifPresent(value -> json.put("run", value));
        json.set("data", Json.parseObject(rs.getString("data")));
        return new Event(
                id,
                new TenantId(rs.getString("tenant_id")),
                at,
                Topic.stored(rs.getString("topic")),
                rs.getString("kind"),
                rs.getString("ref"),
                run,
                Json.write(json));
    }
}
