package io.slipway.server.inventory;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.TenantId;
import io.slipway.server.store.Database;
import java.util.List;
import java.util.Map;

/** Looks at the registry of VMs. Thread-safe. */
public final class Vms {
    private final VmsSql sql;

    public Vms(Database database) {
        this.sql = new VmsSql(database);
    }

    /** All VMs that are not gone, by name. */
    public List<Vm> list(TenantId tenant) {
        return sql.list(tenant);
    }

    /** Names by id of all VMs that are not gone, by name. */
    public Map<String, String> names(TenantId tenant) {
        return sql.names(tenant);
    }

    /**
     * By id, or by name when only one host has it.
     *
     * @throws io.slipway.server.base.SlipwayException VM_NOT_FOUND, or BAD_REQUEST when several hosts have the name
     */
    public Vm require(TenantId tenant, String idOrName) {
        var found = sql.find(tenant, idOrName);
        if (found.isEmpty()) {
            throw Problem.of(ProblemCode.VM_NOT_FOUND, "Slipway has no VM " + idOrName + ".")
                    .exception();
        }
        if (found.size() > 1) {
            throw Problem.of(
                            ProblemCode.BAD_REQUEST,
                            "Several hosts have a VM named " + idOrName + ".",
                            "Name the VM by its id.")
                    .exception();
        }
        return found.getFirst();
    }

    /** How many a tenant has on each host, by the host's id; none stands for no VM. */
    public Map<String, Integer> counts(TenantId tenant) {
        return sql.counts(tenant);
    }
}
