package io.slipway.server.web.ui;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Ids;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Secret;
import io.slipway.server.base.TenantId;
import io.slipway.server.tenant.AuditEntry;
import io.slipway.server.tenant.AuditSql;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Fills the store of a running panel: one order is really carried out, and its rows, those of its VM, steps, lines, reports and
 * events, are copied with other ids, names, addresses and times. Most went well, some are under way, some failed and are kept.
 * Profiles, secrets, hosts and the audit trail are made by the services.
 */
final class Crowd {
    private static final int JOB_SIZE = 5;
    private static final int UNDER_WAY_JOBS = 4;
    private static final int FAILED_JOBS = 4;
    private static final Duration BETWEEN_JOBS = Duration.ofHours(3);
    private static final String[] DEEDS = {"vm.order", "secret.use", "session.start", "job.cancel", "host.check"};

    /**
     * How much there is.
     *
     * @param vms in jobs of five, and one job of a fifth of them
     * @param longLog lines of one job
     * @param events all in all
     * @param things profiles, and as many secrets
     */
    record Size(int vms, int longLog, int events, int auditRows, int hosts, int things) {
        /** What issue and requirements name. */
        static final Size WHOLE = new Size(1_000, 10_000, 100_000, 10_000, 10, 60);

        /** Enough for pages that must be usable. */
        static final Size PAGES = new Size(1_000, 10_000, 3_000, 100, 2, 3);
    }

    private final ControlPanel panel;
    private final Size size;
    private final Random random = new Random(20_261_122);
    /** Of the row that is written. */
    private Instant now = Instant.EPOCH;

    private final Ids ids = new Ids(() -> now, random);
    private Map<String, Object> seed = Map.of();
    private List<Map<String, Object>> hosts = List.of();
    private int made;
    /** A job with a long log, one with many VMs, and a VM that went well. */
    String longJob = "";

    String largeJob = "";
    String vm = "";

    private Crowd(ControlPanel panel, Size size) {
        this.panel = panel;
        this.size = size;
    }

    static Crowd fill(ControlPanel panel, Size size) throws InterruptedException {
        var crowd = new Crowd(panel, size);
        crowd.things();
        crowd.seed();
        crowd.jobs();
        crowd.write(handle -> crowd.longLog(handle));
        crowd.audit();
        crowd.write(handle -> crowd.events(handle));
        panel.agent.parts().database().write(handle -> handle.execute("analyze"));
        return crowd;
    }

    private interface Rows {
        void in(Handle handle);
    }

    private void write(Rows rows) {
        panel.agent.parts().database().write(handle -> {
            rows.in(handle);
            return true;
        });
    }

    private void things() {
        var caller = Caller.localOperator();
        for (int i = 1; i <= size.hosts(); i++) {
            panel.withHost(i == 1 ? "lab" : "lab-" + i);
        }
        var parts = panel.agent.parts();
        var profile = parts.profiles().named(caller, "windows-11-worker").stored();
        for (int i = 1; i <= size.things(); i++) {
            parts.profiles().create(caller, "Office " + i, false, profile);
            parts.secrets().create(caller, "Join account " + i, Secret.of("not-a-secret-" + i));
        }
    }

    /** One order that the product carries out from its beginning to its end. */
    private void seed() throws InterruptedException {
        var parts = panel.agent.parts();
        var job = panel.order("SEED", 1);
        for (long seen = parts.events().commits();
                !parts.jobs().require(TenantId.DEFAULT, job).state().ended();
                seen = parts.events().commits()) {
            parts.events().awaitCommit(seen, Duration.ofSeconds(30));
        }
        seed = parts.database()
                .read(handle ->
                        handle.createQuery("""
                        select j.id as job, r.id as run, r.created_at as zero, v.id as vm, v.vm_uuid as uuid, t.id as token
                        from job j join run r on r.job_id = j.id join vm v on v.run_id = r.id
                        join guest_token t on t.run_id = r.id where j.id = :job""").bind("job", job).mapToMap().one());
        hosts = parts.database().read(handle -> handle.createQuery("select id, name from host order by name")
                .mapToMap()
                .list());
        vm = String.valueOf(seed.get("vm"));
    }

    private void jobs() {
        int large = size.vms() / JOB_SIZE;
        int small = (size.vms() - large) / JOB_SIZE;
        var start = Instant.now().minus(BETWEEN_JOBS.multipliedBy(small)).minus(BETWEEN_JOBS);
        now = start;
        write(handle -> largeJob = job(handle, large, Fate.WELL));
        for (int i = 0; i < small; i++) {
            now = start.plus(BETWEEN_JOBS.multipliedBy(i + 1L));
            int left = small - i;
            var fate = left <= UNDER_WAY_JOBS
                    ? Fate.UNDER_WAY
                    : left <= UNDER_WAY_JOBS + FAILED_JOBS ? Fate.KEPT : Fate.WELL;
            if (fate != Fate.WELL) {
                now = Instant.now().minus(Duration.ofMinutes(10L * left));
            }
            write(handle -> longJob = job(handle, JOB_SIZE, fate));
        }
    }

    private enum Fate {
        WELL,
        KEPT,
        UNDER_WAY
    }

    private String job(Handle handle, int vms, Fate fate) {
        var host = hosts.get(made % hosts.size());
        var job = ids.next();
        var state =
                switch (fate) {
                    case WELL -> "succeeded";
                    case KEPT -> "partial";
                    case UNDER_WAY -> "running";
                };
        var at = now.toEpochMilli();
        copy(
                handle,
                "job",
                "id = :job",
                Map.of(
                        "id", ":newJob",
                        "host_id", ":host",
                        "fields", "json_set(fields, '$.host_name', :hostName)",
                        "state", ":state",
                        "created_at", ":at",
                        "ended_at", "case :state when 'running' then null else :at + 600000 end"),
                Map.of("newJob", job, "host", host.get("id"), "hostName", host.get("name"), "state", state, "at", at));
        for (int i = 0; i < vms; i++) {
            boolean good = fate == Fate.WELL || fate == Fate.KEPT && i > 1;
            vm(handle, job, host, i, good ? Fate.WELL : fate);
        }
        return job;
    }

    private void vm(Handle handle, String job, Map<String, Object> host, int index, Fate fate) {
        made++;
        var name = "PC-%04d".formatted(made);
        var uuid = new UUID(random.nextLong(), random.nextLong()).toString();
        var row = Map.<String, Object>ofEntries(
                Map.entry("newJob", job),
                Map.entry("newRun", ids.next()),
                Map.entry("newVm", ids.next()),
                Map.entry("newToken", ids.next()),
                Map.entry("newUuid", uuid),
                Map.entry("hash", "%064x".formatted(made)),
                Map.entry("name", name),
                Map.entry("number", String.valueOf(2_000 + made)),
                Map.entry("mac", "BC:24:11:%02X:%02X:%02X".formatted(made >> 16, made >> 8 & 255, made & 255)),
                Map.entry("addresses", "[\"10.30.%d.%d\"]".formatted(made >> 8, made & 255)),
                Map.entry("host", host.get("id")),
                Map.entry("at", now.toEpochMilli()),
                Map.entry("offset", index * 1_000L),
                Map.entry("wake", now.plus(Duration.ofDays(30)).toEpochMilli()));
        run(handle, row, fate);
        copy(
                handle,
                "vm",
                "id = :vm",
                Map.of(
                        "id", ":newVm",
                        "vm_uuid", ":newUuid",
                        "name", ":name",
                        "native_id", ":number",
                        "mac", ":mac",
                        "addresses", fate == Fate.UNDER_WAY ? "'[]'" : ":addresses",
                        "host_id", ":host",
                        "job_id", ":newJob",
                        "run_id", ":newRun",
                        "state", fate == Fate.WELL ? "'present'" : "'creating'"),
                row);
        copy(
                handle,
                "guest_token",
                "id = :token",
                Map.of("id", ":newToken", "vm_uuid", ":newUuid", "token_hash", ":hash", "run_id", ":newRun"),
                row);
        copy(
                handle,
                "guest_progress",
                "token_id = :token",
                Map.of(
                        "id", "lower(hex(randomblob(16)))",
                        "vm_uuid", ":newUuid",
                        "token_id", ":newToken",
                        "run_id", ":newRun",
                        "at", later("at")),
                row);
        copy(
                handle,
                "job_log",
                "job_id = :job",
                Map.of(
                        "job_id", ":newJob",
                        "seq", "seq + :offset",
                        "run_id", "case when run_id is null then null else :newRun end",
                        "at", later("at")),
                row);
    }

    private void run(Handle handle, Map<String, Object> row, Fate fate) {
        var problem = Problem.of(ProblemCode.GUEST_FAILED, "The guest failed at network: no answer from the gateway.");
        var all = new HashMap<>(row);
        all.put("problem", Json.mapper().writeValueAsString(problem));
        copy(
                handle,
                "run",
                "id = :run",
                Map.of(
                        "id", ":newRun",
                        "job_id", ":newJob",
                        "subject", ":name",
                        "input", "json_set(input, '$.vmUuid', :newUuid, '$.vmName', :name)",
                        "created_at", ":at",
                        "wake_at", ":wake",
                        "state",
                                switch (fate) {
                                    case WELL -> "'succeeded'";
                                    case KEPT -> "'parked'";
                                    case UNDER_WAY -> "'waiting'";
                                },
                        "percent", fate == Fate.WELL ? "100" : "55",
                        "problem", fate == Fate.KEPT ? ":problem" : "null",
                        "ended_at", fate == Fate.UNDER_WAY ? "null" : later("ended_at")),
                all);
        var half = "ordinal < (select count(*) / 2 from run_step h where h.run_id = :run)";
        var middle = "ordinal = (select count(*) / 2 from run_step h where h.run_id = :run)";
        var begun = fate == Fate.WELL ? "1" : half;
        copy(
                handle,
                "run_step",
                "run_id = :run",
                Map.of(
                        "run_id", ":newRun",
                        "state",
                                "case when " + begun + " then state when " + middle + " then "
                                        + (fate == Fate.KEPT ? "'failed'" : "'waiting'") + " else 'pending' end",
                        "started_at", "case when " + begun + " or " + middle + " then " + later("started_at") + " end",
                        "ended_at", "case when " + begun + " then " + later("ended_at") + " end"),
                all);
    }

    /** The job with many VMs is under way, all of them in the middle. */
    void largeJobGoesOn() {
        write(handle -> {
            handle.execute("update job set state = 'running', ended_at = null where id = ?", largeJob);
            handle.execute("""
                    update run_step set output = null, ended_at = null,
                        started_at = case when ordinal = 6 then started_at end,
                        state = case when ordinal = 6 then 'waiting' else 'pending' end
                    where ordinal >= 6 and run_id in (select id from run where job_id = ?)""", largeJob);
            handle.execute(
                    "update run set state = 'waiting', ended_at = null, percent = 55 where job_id = ?", largeJob);
        });
    }

    /** A laboratory's step takes milliseconds; a real one some seconds. */
    private static String later(String column) {
        return ":at + (" + column + " - :zero) * 60";
    }

    private void copy(
            Handle handle, String table, String where, Map<String, String> changed, Map<String, Object> values) {
        var columns = handle.createQuery("select name from pragma_table_info(:table)")
                .bind("table", table)
                .mapTo(String.class)
                .list();
        var taken = columns.stream()
                .map(column -> Optional.ofNullable(changed.get(column)).orElse(column))
                .toList();
        handle.createUpdate("insert into " + table + " (" + String.join(", ", columns) + ") select "
                        + String.join(", ", taken) + " from " + table + " where " + where)
                .bindMap(seed)
                .bindMap(values)
                .execute();
    }

    /** The newest job that went well gets a long log; its lines are those of the real one, again and again. */
    private void longLog(Handle handle) {
        longJob = handle.createQuery(
                        "select id from job where state = 'succeeded' and kind = 'provision_vm' and id <> :job order by id desc limit 1")
                .bind("job", seed.get("job"))
                .mapTo(String.class)
                .one();
        handle.createUpdate("""
                        with recursive n(i) as (select 0 union all select i + 1 from n where i < :lines - 1),
                            real as (select row_number() over (order by seq) - 1 as place, text from job_log where job_id = :job)
                        insert into job_log (job_id, seq, run_id, at, stream, text)
                        select :longJob, 100000 + n.i, (select min(id) from run where job_id = :longJob), :at + n.i * 20, 'log', real.text
                        from n join real on real.place = n.i % (select count(*) from real)""")
                .bind("lines", size.longLog())
                .bind("job", seed.get("job"))
                .bind("longJob", longJob)
                .bind("at", now.toEpochMilli())
                .execute();
    }

    private void audit() {
        for (int done = 0; done < size.auditRows(); done += 500) {
            int from = done;
            write(handle -> {
                for (int i = from; i < Math.min(size.auditRows(), from + 500); i++) {
                    AuditSql.append(
                            handle,
                            new AuditEntry(
                                    panel.agent.parts().ids().next(),
                                    Caller.localOperator(),
                                    DEEDS[i % DEEDS.length],
                                    vm,
                                    Map.of("name", "PC-%04d".formatted(1 + i % size.vms())),
                                    Instant.now()));
                }
            });
        }
    }

    private void events(Handle handle) {
        handle.createUpdate("""
                        with recursive n(i) as (select 1 union all select i + 1 from n where i < :wanted - (select count(*) from event))
                        insert into event (tenant_id, at, topic, kind, ref, run_id, data)
                        select e.tenant_id, e.at, e.topic, e.kind, e.ref, e.run_id, e.data
                        from n join event e on e.id = 1 + (n.i % (select max(id) from event))
                        where (select count(*) from event) < :wanted""").bind("wanted", size.events()).execute();
    }
}
