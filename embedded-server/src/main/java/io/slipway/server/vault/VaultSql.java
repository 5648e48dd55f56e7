package io.slipway.server.vault;

import io.slipway.server.base.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** What the vault asks the store about sealed values, across tenants where the key is the installation's. */
final class VaultSql {
    private static final String AUTO_LOCK = "vault.auto-lock-minutes";
    private static final int MOST_REPORTED = 500;

    private VaultSql() {}

    /** How many rows lie under each key. */
    static Map<String, Integer> rowsByKey(Handle handle) {
        var rows = new TreeMap<String, Integer>();
        handle.createQuery("""
                        select key_id, count(*) as n from
                            (select key_id from sealed_secret union all select key_id from secret_version)
                        group by key_id
                        """)
                .map((rs, context) -> Map.entry(rs.getString("key_id"), rs.getInt("n")))
                .forEach(entry -> rows.put(entry.getKey(), entry.getValue()));
        return rows;
    }

    /** Secrets that the key does not open, and profiles with such values. */
    static List<LostSecret> lost(Handle handle, TenantId tenant, String keyId) {
        return handle.createQuery("""
                        select id, label from sealed_secret where tenant_id = :tenant and key_id <> :key
                        union all
                        select s.id, s.label from secret s
                        join secret_version v
                            on v.tenant_id = s.tenant_id and v.secret_id = s.id and v.n = s.current_version
                        where s.tenant_id = :tenant and v.key_id <> :key
                        union all
                        select p.id, 'profile value' from profile p
                        join profile_version v on v.profile_id = p.id and v.n = p.version
                        where p.tenant_id = :tenant and v.config like '%"sealed:1:%'
                          and v.config not like '%"sealed:1:A256GCM:' || :key || ':%'
                        limit :most
                        """)
                .bind("tenant", tenant.value())
                .bind("key", keyId)
                .bind("most", MOST_REPORTED)
                .map((rs, context) -> new LostSecret(rs.getString("id"), rs.getString("label")))
                .list();
    }

    /** Whether rows were ever vouched for, which only happens under a keyring. */
    static boolean anyRegister(Handle handle) {
        return handle.createQuery("select exists (select 1 from record_register where tenant_id is not null)")
                .mapTo(boolean.class)
                .one();
    }

    static boolean anyJobSucceeded(Handle handle, TenantId tenant) {
        return handle.createQuery("select exists (select 1 from job where tenant_id = :tenant and state = 'succeeded')")
                .bind("tenant", tenant.value())
                .mapTo(boolean.class)
                .one();
    }

    static Optional<Integer> autoLockMinutes(Handle handle) {
        return handle.createQuery("select value from setting where tenant_id = :tenant and name = :name")
                .bind("tenant", TenantId.DEFAULT.value())
                .bind("name", AUTO_LOCK)
                .mapTo(String.class)
                .findOne()
                .map(Integer::parseInt);
    }

    static void autoLockMinutes(Handle handle, int minutes) {
        handle.createUpdate("""
                        insert into setting (tenant_id, name, value) values (:tenant, :name, :value)
                        on conflict (tenant_id, name) do update set value = excluded.value
                        """)
                .bind("tenant", TenantId.DEFAULT.value())
                .bind("name", AUTO_LOCK)
                .bind("value", Integer.toString(minutes))
                .execute();
    }
}
