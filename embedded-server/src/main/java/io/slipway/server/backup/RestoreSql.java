package io.slipway.server.backup;

import io.slipway.server.base.TenantId;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.node.ObjectNode;

/** Changes of a restore to rows that are there already, and what it asks before. */
final class RestoreSql {
    private RestoreSql() {}

    static int unfinishedRuns(Handle handle) {
        return handle.createQuery("select count(*) from run where state in ('ready', 'running', 'waiting')")
                .mapTo(Integer.class)
                .one();
    }

    static boolean vmIsThere(Handle handle, TenantId tenant, String id) {
        return handle.createQuery("select exists (select 1 from vm where tenant_id = :tenant and id = :id)")
                .bind("tenant", tenant.value())
                .bind("id", id)
                .mapTo(boolean.class)
                .one();
    }

    static boolean anyDefaultProfile(Handle handle, TenantId tenant, String user) {
        return handle.createQuery("""
                        select exists (select 1 from profile
                        where tenant_id = :tenant and user_id = :user and is_default = 1)""")
                .bind("tenant", tenant.value())
                .bind("user", user)
                .mapTo(boolean.class)
                .one();
    }

    static boolean anyDefaultPlaybook(Handle handle, TenantId tenant, String user) {
        return handle.createQuery("""
                        select exists (select 1 from playbook
                        where tenant_id = :tenant and user_id = :user and is_default = 1)""")
                .bind("tenant", tenant.value())
                .bind("user", user)
                .mapTo(boolean.class)
                .one();
    }

    /** Gives a profile its next version under the backup's name. */
    static void nextProfileVersion(Handle handle, TenantId tenant, ObjectNode profile, long version, long now) {
        handle.createUpdate("""
                        update profile set name = :name, version = :version, updated_at = :now
                        where tenant_id = :tenant and id = :id""")
                .bind("tenant", tenant.value())
                .bind("id", profile.path("id").stringValue())
                .bind("name", profile.path("name").stringValue())
                .bind("version", version)
                .bind("now", now)
                .execute();
    }

    static void replacePlaybook(Handle handle, TenantId tenant, ObjectNode playbook, long now) {
        handle.createUpdate("""
                        update playbook set name = :name, content = :content, updated_at = :now
                        where tenant_id = :tenant and id = :id""")
                .bind("tenant", tenant.value())
                .bind("id", playbook.path("id").stringValue())
                .bind("name", playbook.path("name").stringValue())
                .bind("content", playbook.path("content").stringValue())
                .bind("now", now)
                .execute();
    }

    /** Gives a secret its next version, which its row must get in the same transaction. */
    static void nextSecretVersion(Handle handle, TenantId tenant, String id, long version, long now) {
        handle.createUpdate("""
                        update secret set current_version = :version, rotated_at = :now
                        where tenant_id = :tenant and id = :id""")
                .bind("tenant", tenant.value())
                .bind("id", id)
                .bind("version", version)
                .bind("now", now)
                .execute();
    }

    /** Stores the row of a version sealed anew. */
    static void replaceSeal(Handle handle, TenantId tenant, ObjectNode version) {
        handle.createUpdate("""
                        update secret_version set key_id = :keyId, aad = :aad
                        where tenant_id = :tenant and secret_id = :id and n = :n""")
                .bind("tenant", tenant.value())
                .bind("id", version.path("secret_id").stringValue())
                .bind("n", version.path("n").longValue())
                .bind("keyId", version.path("key_id").stringValue())
                .bind("aad", version.path("aad").stringValue())
                .execute();
    }

    /** Everything but what the host is to our own rows: its id, its VMs, its slots in use, its alarms. */
    static void replaceHost(Handle handle, TenantId tenant, ObjectNode host) {
        handle.createUpdate("""
                        update host set name = :name, address = :address, port = :port, user_name = :user, auth = :auth,
                            host_key_pin = :pin, tls_pin = :tlsPin, tls_port = :tlsPort, node = :node, limits = :limits,
                            probed_at = null
                        where tenant_id = :tenant and id = :id""")
                .bind("tenant", tenant.value())
                .bind("id", host.path("id").stringValue())
                .bind("name", host.path("name").stringValue())
                .bind("address", host.path("address").stringValue())
                .bind("port", host.path("port").intValue())
                .bind("user", host.path("user_name").stringValue())
                .bind("auth", host.path("auth").stringValue())
                .bind("pin", host.path("host_key_pin").stringValue())
                .bind("tlsPin", host.path("tls_pin").stringValueOpt().orElse(null))
                .bind("tlsPort", host.path("tls_port").intValue())
                .bind("node", host.path("node").stringValue())
                .bind("limits", host.path("limits").stringValue())
                .execute();
    }

    /** As many slots as the limits say; one that is in use stays. */
    static void slots(Handle handle, String hostId, int slots) {
        handle.execute("delete from host_slot where host_id = ? and n > ? and run_id is null", hostId, slots);
        for (int n = 1; n <= slots; n++) {
            handle.execute("insert into host_slot (host_id, n) values (?, ?) on conflict do nothing", hostId, n);
        }
    }

    /** A host with an alarm stays stopped until an administrator decides. */
    static void stopWhereAlarmed(Handle handle, TenantId tenant) {
        handle.createUpdate("""
                        update host set state = 'host-key-changed'
                        where tenant_id = :tenant and id in (select host_id from host_alarm)""").bind("tenant", tenant.value()).execute();
    }
}
