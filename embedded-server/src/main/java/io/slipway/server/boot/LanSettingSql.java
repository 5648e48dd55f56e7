package io.slipway.server.boot;

import io.slipway.server.base.Json;
import io.slipway.server.base.TenantId;
import io.slipway.server.store.Database;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The stored choice of the LAN listener; without one it is off. */
final class LanSettingSql {
    private static final String NAME = "lan-listener";

    private final Database database;

    LanSettingSql(Database database) {
        this.database = database;
    }

    LanConfig load() {
        return database.read(handle -> handle.createQuery(
                                "select value from setting where tenant_id = :tenant and name = :name")
                        .bind("tenant", TenantId.DEFAULT.value())
                        .bind("name", NAME)
                        .mapTo(String.class)
                        .findOne())
                .map(text -> parse(Json.parse(text)))
                .orElseGet(LanConfig::off);
    }

    void save(LanConfig config) {
        var json = Json.object().put("auto", config.auto()).put("port", config.port());
        var addresses = json.putArray("addresses");
        config.addresses().forEach(address -> addresses.add(address.getHostAddress()));
        config.publicUrl().ifPresent(url -> json.put("public_url", url.toString()));
        database.write(handle -> handle.createUpdate("""
                        insert into setting (tenant_id, name, value) values (:tenant, :name, :value)
                        on conflict (tenant_id, name) do update set value = excluded.value
                        """)
                .bind("tenant", TenantId.DEFAULT.value())
                .bind("name", NAME)
                .bind("value", Json.write(json))
                .execute());
    }

    private static LanConfig parse(JsonNode json) {
        var addresses = new ArrayList<InetAddress>();
        for (var text : json.path("addresses")) {
            try {
                // A literal: no name is looked up.
                addresses.add(InetAddress.getByName(text.asString()));
            } catch (UnknownHostException e) {
                throw new IllegalStateException("the stored LAN address is none", e);
            }
        }
        return new LanConfig(
                addresses,
                json.path("auto").asBoolean(false),
                json.path("port").asInt(LanConfig.USUAL_PORT),
                Optional.ofNullable(json.path("public_url").asString(null)).map(URI::create),
                false);
    }
}
