package io.slipway.server.lease;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What a lease must know of its VM. */
final class LeaseVmSql {
    private LeaseVmSql() {}

    private record Row(String userId, String state, String registration) {
        boolean active() {
            return (state.equals("creating") || state.equals("present")) && registration.equals("active");
        }
    }

    /**
     * The owner of a VM that may be leased by the caller.
     *
     * @param user whose VM it must be, when that is known
     * @throws SlipwayException VM_NOT_REGISTERED, VM_INACTIVE, VM_OWNER_MISMATCH
     */
    static String requireOwner(Handle handle, Caller caller, String vmUuid, Optional<String> user) {
        var vm = handle.createQuery("""
                        select user_id, state, metadata from vm
                        where tenant_id = :tenant and vm_uuid = :vm and state <> 'gone'
                        """)
                .bind("tenant", caller.tenant().value())
                .bind("vm", vmUuid)
                .map((row, context) -> new Row(row.getString(1), row.getString(2), registration(row.getString(3))))
                .findOne()
                .orElseThrow(() -> Problem.of(ProblemCode.VM_NOT_REGISTERED, "The registry has no such VM.")
                        .exception());
        if (!vm.active()) {
            throw Problem.of(
                            ProblemCode.VM_INACTIVE,
                            "The VM is " + vm.state() + ", its registration " + vm.registration() + ".")
                    .exception();
        }
        boolean named = user.filter(one -> !one.equals(vm.userId())).isPresent();
        if (named || caller.role() != Caller.Role.ADMIN && !caller.userId().equals(vm.userId())) {
            throw Problem.of(ProblemCode.VM_OWNER_MISMATCH, "The VM belongs to somebody else.")
                    .exception();
        }
        return vm.userId();
    }

    /** The status that an application gave the VM, see the route {@code /vm/register}. */
    private static String registration(String metadata) {
        return Json.parseObject(metadata).path("registration").path("status").asString("active");
    }
}
