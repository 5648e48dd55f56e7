package io.slipway.server.syncthing;

import io.slipway.server.base.TenantId;
import io.slipway.server.vault.RecordRegisterSql;
import io.slipway.server.vault.SealedRecord;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The address of a tenant's Syncthing as the {@link RecordRegisterSql} vouches for it, inside the caller's transaction: whoever
 * changes the address together with its pin gets the API key.
 */
public final class SyncthingRecordsSql {
    /** Name of the setting that holds address and pin. */
    public static final String NAME = "syncthing";

    private static final List<String> KEY = List.of("address");

    private SyncthingRecordsSql() {}

    /** The whole text is vouched for, so that no field can be added to it either. */
    private static SealedRecord of(TenantId tenant, String stored) {
        return new SealedRecord(tenant, NAME, KEY, List.of(stored));
    }

    static Optional<String> find(Handle handle, TenantId tenant) {
        return handle.createQuery("select value from setting where tenant_id = :tenant and name = :name")
                .bind("tenant", tenant.value())
                .bind("name", NAME)
                .mapTo(String.class)
                .findOne();
    }

    static boolean fits(Handle handle, RecordRegisterSql register, TenantId tenant, String stored) {
        return register.fits(handle, of(tenant, stored));
    }

    /** Vouches for the address as it stands in the store. @return how many there are */
    public static int keepAll(Handle handle, RecordRegisterSql register, TenantId tenant) {
        var stored = find(handle, tenant);
        stored.ifPresent(text -> register.keep(handle, of(tenant, text)));
        return stored.isPresent() ? 1 : 0;
    }

    static void drop(Handle handle, RecordRegisterSql register, TenantId tenant) {
        register.drop(handle, tenant, NAME, KEY);
    }

    /** Whether something else than Slipway wrote the address that stands there. */
    public static boolean altered(Handle handle, RecordRegisterSql register, TenantId tenant) {
        return find(handle, tenant)
                .filter(text -> !fits(handle, register, tenant, text))
                .isPresent();
    }

    /** After the vault opened: forgets an address that was taken away while it was shut. */
    public static void retainAll(Handle handle, RecordRegisterSql register, TenantId tenant) {
        boolean there = find(handle, tenant).isPresent();
        register.retain(handle, tenant, NAME, key -> there);
    }
}
