package io.slipway.server.provision;

import io.slipway.server.base.Json;
import io.slipway.server.base.TenantId;
import io.slipway.server.guest.GuestTokensSql;
import io.slipway.server.host.HostLimits;
import io.slipway.server.hypervisor.MediaRef;
import io.slipway.server.hypervisor.VmId;
import io.slipway.server.store.Database;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The steps' own rows. Every statement may run twice. */
final class StepRowsSql {
    private final Database database;

    StepRowsSql(Database database) {
        this.database = database;
    }

    boolean acquireSlot(TenantId tenant, String hostId, String runId) {
        return database.write(handle -> {
            int held = handle.createQuery("select count(*) from host_slot where run_id = :run")
                    .bind("run", runId)
                    .mapTo(Integer.class)
                    .one();
            // Rows beyond the limit stay while somebody holds them: it may have been lowered meanwhile.
            int busy = handle.createQuery("select count(*) from host_slot where host_id = :host and run_id is not null")
                    .bind("host", hostId)
                    .mapTo(Integer.class)
                    .one();
            boolean room = busy < slots(handle, tenant, hostId);
            return held > 0 || room && handle.execute("""
                                    update host_slot set run_id = ? where host_id = ? and n =
                                        (select min(n) from host_slot where host_id = ? and run_id is null)""", runId, hostId, hostId) > 0;
        });
    }

    private static int slots(Handle handle, TenantId tenant, String hostId) {
        return handle.createQuery("select limits from host where tenant_id = :tenant and id = :host")
                .bind("tenant", tenant.value())
                .bind("host", hostId)
                .mapTo(String.class)
                .findOne()
                .map(limits -> Json.mapper().readValue(limits, HostLimits.class).slots())
                .orElse(0);
    }

    boolean releaseSlot(String runId) {
        return database.write(
                handle -> handle.execute("update host_slot set run_id = null where run_id = ?", runId) > 0);
    }

    /** The id this run holds and has not been refused. */
    Optional<VmId> heldId(String hostId, String runId) {
        return database.read(handle -> handle.createQuery(
                        "select vmid from vmid_ledger where host_id = :host and run_id = :run and state in ('reserved', 'ours')")
                .bind("host", hostId)
                .bind("run", runId)
                .mapTo(Integer.class)
                .findFirst()
                .map(VmId::new));
    }

    /** The lowest id of the range that the ledger does not know; empty when the range is used up. */
    Optional<VmId> reserveId(String hostId, String runId, int first, int last, Instant now) {
        return database.write(handle -> {
            var free = handle.createQuery("""
                            select min(candidate) from (
                                select :first as candidate
                                union all
                                select vmid + 1 from vmid_ledger where host_id = :host and vmid >= :first)
                            where candidate not in (select vmid from vmid_ledger where host_id = :host)
                              and candidate <= :last""")
                    .bind("first", first)
                    .bind("last", last)
                    .bind("host", hostId)
                    .mapTo(Integer.class)
                    .findOne();
            free.ifPresent(vmid -> handle.execute(
                    "insert into vmid_ledger (host_id, vmid, run_id, state, at) values (?, ?, ?, 'reserved', ?)",
                    hostId,
                    vmid,
                    runId,
                    now.toEpochMilli()));
            return free.map(VmId::new);
        });
    }

    void refuseId(String hostId, String runId, VmId id) {
        database.write(handle -> handle.execute(
                "update vmid_ledger set state = 'refused' where host_id = ? and vmid = ? and run_id = ?",
                hostId,
                id.value(),
                runId));
    }

    void ownId(VmPlan vm, String runId, VmId id) {
        database.write(handle -> {
            handle.execute(
                    "update vmid_ledger set state = 'ours' where host_id = ? and vmid = ? and run_id = ?",
                    vm.hostId(),
                    id.value(),
                    runId);
            return handle.execute("update vm set native_id = ? where vm_uuid = ?", id.toString(), vm.vmUuid());
        });
    }

    void keepFailed(TenantId tenant, String vmUuid, String runId) {
        database.write(handle -> handle.execute(
                "update vm set state = 'failed' where tenant_id = ? and vm_uuid = ? and run_id = ? and state <> 'gone'",
                tenant.value(),
                vmUuid,
                runId));
    }

    void releaseReservations(TenantId tenant, VmPlan vm, String runId) {
        database.write(handle -> {
            free(handle, tenant, vm.hostId(), runId);
            return handle.execute(
                    "update vm set state = 'gone', native_id = null where tenant_id = ? and vm_uuid = ? and run_id = ?",
                    tenant.value(),
                    vm.vmUuid(),
                    runId);
        });
    }

    private static void free(Handle handle, TenantId tenant, String hostId, String runId) {
        handle.execute("delete from vmid_ledger where host_id = ? and run_id = ?", hostId, runId);
        handle.execute("delete from address_use where tenant_id = ? and run_id = ?", tenant.value(), runId);
    }

    void revokeToken(TenantId tenant, String runId) {
        database.write(handle -> {
            GuestTokensSql.revokeByRun(handle, tenant, runId);
            return 0;
        });
    }

    void planMedia(String hostId, String runId, MediaRef media, ConfigDisc.Built built, Instant now) {
        database.write(handle -> handle.createUpdate("""
                        insert into media (run_id, host_id, volume, digest, bytes_len, state, built_at)
                        values (:run, :host, :volume, :digest, :size, 'planned', :now)
                        on conflict (run_id) do update set digest = excluded.digest, bytes_len = excluded.bytes_len""")
                .bind("run", runId)
                .bind("host", hostId)
                .bind("volume", media.volume())
                .bind("digest", built.sha256())
                .bind("size", built.bytes().length)
                .bind("now", now.toEpochMilli())
                .execute());
    }

    void mediaState(String runId, String state, Instant now) {
        database.write(handle -> handle.execute(
                "update media set state = ?, removed_at = case when ? = 'removed' then ? end where run_id = ?",
                state,
                state,
                now.toEpochMilli(),
                runId));
    }

    void present(TenantId tenant, VmPlan vm, VmId id, List<String> found, Instant now) {
        database.write(handle -> {
            // A plan without a reporting guest leaves its token active; nobody needs it any more.
            GuestTokensSql.revokeByVm(handle, tenant, vm.vmUuid());
            return handle.createUpdate("""
                            update vm set state = 'present', native_id = :id, seen_at = :now,
                                   addresses = case when :found = '[]' then addresses else :found end
                            where tenant_id = :tenant and vm_uuid = :uuid""")
                    .bind("id", id.toString())
                    .bind("now", now.toEpochMilli())
                    .bind("found", Json.write(found))
                    .bind("tenant", tenant.value())
                    .bind("uuid", vm.vmUuid())
                    .execute();
        });
    }

    void forgetVm(TenantId tenant, VmRemoval removal) {
        database.write(handle -> {
            GuestTokensSql.revokeByVm(handle, tenant, removal.vmUuid());
            free(handle, tenant, removal.hostId(), removal.madeByRun());
            return handle.execute(
                    "update vm set state = 'gone' where tenant_id = ? and vm_uuid = ?",
                    tenant.value(),
                    removal.vmUuid());
        });
    }
}
