package io.slipway.desktop.jobs;

import io.slipway.server.base.TenantId;
import io.slipway.server.store.Database;
import java.util.Locale;

/** Rows as a long life of the program leaves them, written straight into the store. */
final class ManyRows {
    private static final long BEGAN = 1_760_000_000_000L;

    private ManyRows() {}

    /** VMs {@code MANY-0001} and so on, each made by a job of its own on the host. */
    static void vms(Database database, String hostId, int count) {
        database.write(handle -> {
            var jobs = handle.prepareBatch("""
                    insert into job (id, tenant_id, user_id, kind, host_id, fields, state, created_at, ended_at)
                    values (?, ?, 'operator', 'provision_vm', ?, '{"host_name":"lab","profile":"office"}', 'succeeded', ?, ?)""");
            var runs = handle.prepareBatch("""
                    insert into run (id, tenant_id, job_id, plan_kind, subject, state, wake_at, percent, input, created_at, ended_at)
                    values (?, ?, ?, 'windows-install', ?, 'succeeded', 0, 100, '{}', ?, ?)""");
            var vms = handle.prepareBatch("""
                    insert into vm (id, tenant_id, user_id, host_id, native_id, vm_uuid, name, state, job_id, run_id, addresses,
                                    metadata, created_at)
                    values (?, ?, 'operator', ?, ?, ?, ?, 'present', ?, ?, ?, '{}', ?)""");
            for (int i = 1; i <= count; i++) {
                var name = String.format(Locale.ROOT, "MANY-%04d", i);
                var tenant = TenantId.DEFAULT.value();
                long at = BEGAN + i;
                jobs.add("job-" + name, tenant, hostId, at, at + 1000);
                runs.add("run-" + name, tenant, "job-" + name, name, at, at + 1000);
                var address = "[\"10.9." + i / 250 + "." + (i % 250 + 1) + "\"]";
                vms.add(
                        "vm-" + name,
                        tenant,
                        hostId,
                        String.valueOf(20_000 + i),
                        "vm-" + name,
                        name,
                        "job-" + name,
                        "run-" + name,
                        address,
                        at);
            }
            jobs.execute();
            runs.execute();
            return vms.execute().length;
        });
    }

    /** More lines for a job's log. */
    static void lines(Database database, String jobId, int first, int count) {
        database.write(handle -> {
            var batch = handle.prepareBatch(
                    "insert into job_log (job_id, seq, run_id, at, stream, text) values (?, ?, null, ?, 'log', ?)");
            for (int i = first; i < first + count; i++) {
                batch.add(jobId, i, BEGAN + i, "line " + i + (i % 1000 == 0 ? " with a needle" : " of hay"));
            }
            return batch.execute().length;
        });
    }
}
