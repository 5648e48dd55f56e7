package io.slipway.server.provision;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.TenantId;
import io.slipway.server.job.JobSql;
import io.slipway.server.job.NewJob;
import io.slipway.server.store.Database;
import io.slipway.server.workflow.NewRun;
import io.slipway.server.workflow.RunsSql;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Stores accepted orders: job, runs, registry rows and addresses in one transaction. */
final class ProvisionSql implements ProvisionRows {
    private final Database database;

    ProvisionSql(Database database) {
        this.database = database;
    }

    @Override
    public Optional<String> mappedTemplate(TenantId tenant, String hostId, String name) {
        return database.read(handle -> handle.createQuery(
                        "select native_id from template_mapping where tenant_id = :tenant and host_id = :host and name = :name")
                .bind("tenant", tenant.value())
                .bind("host", hostId)
                .bind("name", name)
                .mapTo(String.class)
                .findOne());
    }

    @Override
    public void refuseTakenNames(TenantId tenant, String hostId, List<String> names) {
        database.read(handle -> {
            names.forEach(name -> refuseTaken(handle, tenant, hostId, name));
            return 0;
        });
    }

    private static void refuseTaken(Handle handle, TenantId tenant, String hostId, String name) {
        var taken = handle.createQuery("""
                        select state from vm where tenant_id = :tenant and host_id = :host and name = :name collate nocase
                        and state <> 'gone'""")
                .bind("tenant", tenant.value())
                .bind("host", hostId)
                .bind("name", name)
                .mapTo(String.class)
                .findFirst();
        if (taken.isPresent()) {
            throw Problem.of(
                            ProblemCode.VM_NAME_TAKEN,
                            "Slipway already has a VM named " + name + " on this host; its state is " + taken.get()
                                    + ".")
                    .exception();
        }
    }

    @Override
    public Set<String> usedAddresses(TenantId tenant, String network) {
        return new HashSet<>(database.read(handle -> handle.createQuery(
                        "select address from address_use where tenant_id = :tenant and network = :network")
                .bind("tenant", tenant.value())
                .bind("network", network)
                .mapTo(String.class)
                .list()));
    }

    @Override
    public boolean macTaken(String mac) {
        return database.read(
                handle -> handle.createQuery("select count(*) from vm where mac = :mac and state <> 'gone'")
                                .bind("mac", mac)
                                .mapTo(Integer.class)
                                .one()
                        > 0);
    }

    /** One accepted VM: its run and the registry row that reserves its name. */
    record NewVm(NewRun run, VmPlan plan) {}

    /** Answer of an earlier request with the same key. */
    Optional<String> remembered(TenantId tenant, String key, String requestHash) {
        return database.read(handle -> remembered(handle, tenant, key, requestHash));
    }

    private static Optional<String> remembered(Handle handle, TenantId tenant, String key, String requestHash) {
        return handle.createQuery(
                        "select request_hash, response from idempotency where tenant_id = :tenant and name = :name")
                .bind("tenant", tenant.value())
                .bind("name", key)
                .map((rs, context) -> List.of(rs.getString(1), rs.getString(2)))
                .findOne()
                .map(row -> {
                    if (!row.get(0).equals(requestHash)) {
                        throw Problem.of(
                                        ProblemCode.WRONG_STATE,
                                        "The idempotency key was used for another request.",
                                        "Use a new key for a new request.")
                                .exception();
                    }
                    return row.get(1);
                });
    }

    /**
     * Stores the order. Two orders that want the same name or address cannot both pass: the unique indexes decide.
     *
     * @return the id of the job: the given one, or that of an earlier request with the same key
     */
    String store(NewJob job, List<NewVm> vms, Optional<String> key, String requestHash, Instant now) {
        var tenant = job.caller().tenant();
        return database.write(handle -> {
            var earlier = key.flatMap(name -> remembered(handle, tenant, name, requestHash));
            if (earlier.isPresent()) {
                return earlier.get();
            }
            JobSql.insert(handle, job, now);
            for (var vm : vms) {
                reserve(handle, tenant, job.id(), vm, now);
                RunsSql.insert(handle, vm.run(), now);
            }
            key.ifPresent(name -> handle.execute(
                    "insert into idempotency (tenant_id, name, request_hash, response, at) values (?, ?, ?, ?, ?)",
                    tenant.value(),
                    name,
                    requestHash,
                    job.id(),
                    now.toEpochMilli()));
            return job.id();
        });
    }

    /** Adds new runs to a job whose earlier runs were taken back. */
    void storeAgain(Caller caller, String jobId, List<NewVm> vms, JobSql jobs, Instant now) {
        database.write(handle -> {
            for (var vm : vms) {
                reserve(handle, caller.tenant(), jobId, vm, now);
                RunsSql.insert(handle, vm.run(), now);
            }
            jobs.ended(handle, jobId, now);
            return 0;
        });
    }

    private static void reserve(Handle handle, TenantId tenant, String jobId, NewVm vm, Instant now) {
        var plan = vm.plan();
        refuseTaken(handle, tenant, plan.hostId(), plan.name());
        handle.createUpdate("""
                        insert into vm (id, tenant_id, user_id, host_id, vm_uuid, name, mac, state, job_id, run_id, addresses,
                                        metadata, created_at)
                        values (:uuid, :tenant, :user, :host, :uuid, :name, :mac, 'creating', :job, :run, :addresses,
                                :metadata, :now)
                        on conflict (id) do update set state = 'creating', run_id = excluded.run_id""")
                .bind("uuid", plan.vmUuid())
                .bind("tenant", tenant.value())
                .bind("user", plan.userId())
                .bind("host", plan.hostId())
                .bind("name", plan.name())
                .bind("mac", plan.mac())
                .bind("job", jobId)
                .bind("run", vm.run().id())
                .bind(
                        "addresses",
                        Json.write(plan.address()
                                .map(address -> List.of(address.address()))
                                .orElse(List.of())))
                .bind(
                        "metadata",
                        Json.write(plan.choices().isPresent() ? plan.choices().get() : Json.object()))
                .bind("now", now.toEpochMilli())
                .execute();
        plan.address()
                .ifPresent(address -> takeAddress(
                        handle,
                        tenant,
                        plan.network(),
                        address.address(),
                        vm.run().id(),
                        now));
    }

    private static void takeAddress(
            Handle handle, TenantId tenant, String network, String address, String runId, Instant now) {
        int taken = handle.execute(
                "insert into address_use (tenant_id, network, address, run_id, at) values (?, ?, ?, ?, ?) on conflict do nothing",
                tenant.value(),
                network,
                address,
                runId,
                now.toEpochMilli());
        if (taken == 0) {
            throw Problem.of(ProblemCode.ADDRESS_TAKEN, "The address " + address + " was taken by another order.")
                    .exception();
        }
    }
}
