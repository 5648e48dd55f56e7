package io.slipway.server.syncthing;

import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.base.TenantId;
import io.slipway.server.store.Database;
import io.slipway.server.vault.RecordRegisterSql;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The address of a tenant's Syncthing, a row of {@code setting} that the register of records vouches for. The API key is a
 * secret and not here.
 */
final class SyncthingSql {
    private final Database database;
    private final RecordRegisterSql register;

    SyncthingSql(Database database, RecordRegisterSql register) {
        this.database = database;
        this.register = register;
    }

    /** The address as it stands there, to be shown. */
    Optional<SyncthingAddress> find(TenantId tenant) {
        return database.read(handle -> SyncthingRecordsSql.find(handle, tenant)).map(SyncthingSql::address);
    }

    /**
     * The address a key may go to.
     *
     * @throws SlipwayException SYNCTHING_RECORD_ALTERED when Slipway did not write it; VAULT_LOCKED, VAULT_KEY_LOST
     */
    Optional<SyncthingAddress> vouchedFor(Handle handle, TenantId tenant) {
        var stored = SyncthingRecordsSql.find(handle, tenant);
        stored.filter(text -> !SyncthingRecordsSql.fits(handle, register, tenant, text))
                .ifPresent(text -> {
                    throw altered();
                });
        return stored.map(SyncthingSql::address);
    }

    private static SlipwayException altered() {
        return Problem.of(
                        ProblemCode.SYNCTHING_RECORD_ALTERED,
                        "What is stored about Syncthing's address is not what Slipway wrote, is of an earlier version, or"
                                + " is sealed under a vault key that was given up. The API key could go to another"
                                + " machine, so it is not sent.")
                .exception();
    }

    private static SyncthingAddress address(String text) {
        var json = Json.parseObject(text);
        return SyncthingAddress.of(
                json.path("url").asString(""),
                Optional.ofNullable(json.get("fingerprint")).map(node -> node.asString("")));
    }

    /** @throws SlipwayException VAULT_LOCKED, VAULT_KEY_LOST: then nothing was stored */
    void save(TenantId tenant, SyncthingAddress address) {
        var json = Json.object().put("url", address.url().toString());
        address.fingerprint().ifPresent(pin -> json.put("fingerprint", pin));
        database.write(handle -> {
            handle.createUpdate("""
                            insert into setting (tenant_id, name, value) values (:tenant, :name, :value)
                            on conflict (tenant_id, name) do update set value = excluded.value""")
                    .bind("tenant", tenant.value())
                    .bind("name", SyncthingRecordsSql.NAME)
                    .bind("value", Json.write(json))
                    .execute();
            return SyncthingRecordsSql.keepAll(handle, register, tenant);
        });
    }

    boolean delete(TenantId tenant) {
        return database.write(handle -> {
            SyncthingRecordsSql.drop(handle, register, tenant);
            return handle.createUpdate("delete from setting where tenant_id = :tenant and name = :name")
                            .bind("tenant", tenant.value())
                            .bind("name", SyncthingRecordsSql.NAME)
                            .execute()
                    > 0;
        });
    }
}
