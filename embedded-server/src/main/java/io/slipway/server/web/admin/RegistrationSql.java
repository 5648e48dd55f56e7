package io.slipway.server.web.admin;

import io.slipway.server.base.Json;
import io.slipway.server.base.TenantId;
import io.slipway.server.store.Database;
import tools.jackson.databind.node.ObjectNode;

/** Keeps what applications know of a VM inside the VM's own metadata. */
final class RegistrationSql {
    static final String MEMBER = "registration";

    private final Database database;

    RegistrationSql(Database database) {
        this.database = database;
    }

    void put(TenantId tenant, String vmUuid, ObjectNode registration) {
        database.write(handle -> {
            var metadata = handle.createQuery("select metadata from vm where tenant_id = :tenant and vm_uuid = :vm")
                    .bind("tenant", tenant.value())
                    .bind("vm", vmUuid)
                    .mapTo(String.class)
                    .one();
            var changed = Json.parseObject(metadata);
            changed.set(MEMBER, registration);
            return handle.createUpdate("update vm set metadata = :metadata where tenant_id = :tenant and vm_uuid = :vm")
                    .bind("metadata", Json.write(changed))
                    .bind("tenant", tenant.value())
                    .bind("vm", vmUuid)
                    .execute();
        });
    }
}
