package io.slipway.server.diagnose;

import io.slipway.server.base.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Hosts, settings and troubled jobs, as the store tells them. */
final class StoreSources {
    private static final int JOBS = 20;
    private static final int LOGS = 10;
    private static final int LINES = 5_000;
    /** An id as the program makes them. */
    private static final Pattern JOB_ID = Pattern.compile("[0-9a-f-]{36}");

    /** Settings whose values may be shown; of any other only its name is, whatever it will hold one day. */
    private static final Set<String> SHOWN = Set.of("lan-listener", "vault.auto-lock-minutes");

    private final DiagnoseSql sql;
    private final DoctorSql store;
    private final TenantId tenant;

    StoreSources(DiagnoseSql sql, DoctorSql store, TenantId tenant) {
        this.sql = sql;
        this.store = store;
        this.tenant = tenant;
    }

    List<BundleSource> sources() {
        return List.of(
                BundleSource.of("store.txt", "schema version and integrity of the database", this::store),
                BundleSource.of("settings.txt", "settings; values that could be secret are left out", this::settings),
                BundleSource.of(
                        "hosts.txt",
                        "registered hosts without their sign-in",
                        () -> String.join("\n", sql.hosts(tenant)) + "\n"),
                BundleSource.of("jobs.txt", "the last jobs with problems", this::jobs),
                new BundleSource("job-logs", this::logs));
    }

    private String store() {
        return "schema version: " + store.schemaVersion().orElse("none") + "\nquick check: " + store.quickCheck()
                + "\n";
    }

    private String settings() {
        var text = new StringBuilder();
        sql.settings(tenant).forEach((name, value) -> text.append(name)
                .append(" = ")
                .append(SHOWN.contains(name) ? value : "(set)")
                .append('\n'));
        return text.toString();
    }

    private String jobs() {
        var text = new StringBuilder();
        for (var job : sql.troubles(tenant, JOBS)) {
            text.append(job.createdAt())
                    .append("  ")
                    .append(job.id())
                    .append("  ")
                    .append(job.kind())
                    .append("  ");
            text.append(job.state())
                    .append("  ")
                    .append(job.problem() == null ? "" : job.problem())
                    .append('\n');
        }
        return text.toString();
    }

    private List<BundleText> logs() {
        var logs = new ArrayList<BundleText>();
        for (var job : sql.troubles(tenant, LOGS)) {
            // The database is the operator's file; what stands in it must not choose where an unpacked bundle writes.
            var name = JOB_ID.matcher(job.id()).matches() ? job.id() : "unnamed-" + (logs.size() + 1);
            logs.add(new BundleText(
                    "job-logs/" + name + ".log",
                    "the log of a " + job.kind() + " that is " + job.state(),
                    String.join("\n", sql.log(tenant, job.id(), LINES)) + "\n"));
        }
        return logs;
    }
}
