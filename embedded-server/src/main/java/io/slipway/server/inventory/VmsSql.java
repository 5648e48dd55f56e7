package io.slipway.server.inventory;

import io.slipway.server.base.TenantId;
import io.slipway.server.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Rows of {@code vm}. */
final class VmsSql {
    private static final String SELECT =
            "select v.*, h.name as host_name from vm v join host h on h.id = v.host_id where v.tenant_id = :tenant and v.state <> 'gone'";

    private static final String COUNTS = """
            select host_id, count(*) as vms from vm
            where tenant_id = :tenant and state <> 'gone'
            group by host_id
            """;

    private final Database database;

    VmsSql(Database database) {
        this.database = database;
    }

    List<Vm> list(TenantId tenant) {
        return database.read(handle -> handle.createQuery(SELECT + " order by v.name, v.id")
                .bind("tenant", tenant.value())
                .map((rs, context) -> vm(rs))
                .list());
    }

    Map<String, String> names(TenantId tenant) {
        return database.read(handle -> handle.createQuery(
                        "select id, name from vm where tenant_id = :tenant and state <> 'gone' order by name, id")
                .bind("tenant", tenant.value())
                .map((rs, context) -> Map.entry(rs.getString("id"), rs.getString("name")))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, LinkedHashMap::new)));
    }

    List<Vm> find(TenantId tenant, String idOrName) {
        return database.read(handle -> handle.createQuery(
                        SELECT + " and (v.id = :value or v.name = :value collate nocase) order by v.id")
                .bind("tenant", tenant.value())
                .bind("value", idOrName)
                .map((rs, context) -> vm(rs))
                .list());
    }

    /** How many there are on each host, by its id. */
    Map<String, Integer> counts(TenantId tenant) {
        var counts = new HashMap<String, Integer>();
        var rows = database.read(handle -> handle.createQuery(COUNTS)
                .bind("tenant", tenant.value())
                .map((rs, context) -> Map.entry(rs.getString("host_id"), rs.getInt("vms")))
                .list());
        rows.forEach(row -> counts.put(row.getKey(), row.getValue()));
        return counts;
    }

    private static Vm vm(ResultSet rs) throws SQLException {
        long seen = rs.getLong("seen_at");
        return new Vm(
                rs.getString("id"),
                rs.getString("user_id"),
                rs.getString("host_id"),
                rs.getString("host_name"),
                Optional.ofNullable(rs.getString("native_id")),
                rs.getString("name"),
                Optional.ofNullable(rs.getString("mac")),
                Vm.State.valueOf(rs.getString("state").toUpperCase(Locale.ROOT)),
                Optional.ofNullable(rs.getString("job_id")),
                Optional.ofNullable(rs.getString("run_id")),
                rs.getString("addresses"),
                rs.getString("metadata"),
                Instant.ofEpochMilli(rs.getLong("created_at")),
                seen == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(seen)));
    }
}
