package io.slipway.server.syncthing;

import io.slipway.server.base.Json;
import io.slipway.server.base.TenantId;
import io.slipway.server.store.Database;
import java.util.Optional;

/** The address of a tenant's Syncthing, a row of {@code setting}. The API key is a secret and not here. */
final class SyncthingSql {
    private static final String NAME = "syncthing";

    private final Database database;

    SyncthingSql(Database database) {
        this.database = database;
    }

    Optional<SyncthingAddress> find(TenantId tenant) {
        return database.read(handle -> handle.createQuery(
                                "select value from setting where tenant_id = :tenant and name = :name")
                        .bind("tenant", tenant.value())
                        .bind("name", NAME)
                        .mapTo(String.class)
                        .findOne())
                .map(text -> {
                    var json = Json.parseObject(text);
                    return SyncthingAddress.of(
                            json.path("url").asString(""),
                            Optional.ofNullable(json.get("fingerprint")).map(node -> node.asString("")));
                });
    }

    void save(TenantId tenant, SyncthingAddress address) {
        var json = Json.object().put("url", address.url().toString());
        address.fingerprint().ifPresent(pin -> json.put("fingerprint", pin));
        database.write(handle -> handle.createUpdate("""
                        insert into setting (tenant_id, name, value) values (:tenant, :name, :value)
                        on conflict (tenant_id, name) do update set value = excluded.value""")
                .bind("tenant", tenant.value())
                .bind("name", NAME)
                .bind("value", Json.write(json))
                .execute());
    }

    boolean delete(TenantId tenant) {
        return database.write(
                        handle -> handle.createUpdate("delete from setting where tenant_id = :tenant and name = :name")
                                .bind("tenant", tenant.value())
                                .bind("name", NAME)
                                .execute())
                > 0;
    }
}
