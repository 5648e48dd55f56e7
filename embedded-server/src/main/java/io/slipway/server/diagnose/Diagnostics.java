package io.slipway.server.diagnose;

import io.slipway.server.base.Problem;
import io.slipway.server.base.Redactor;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.base.TenantId;
import io.slipway.server.health.Warnings;
import io.slipway.server.store.Database;
import io.slipway.server.store.StoredRows;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Makes diagnostic bundles: of a running server, or of a data folder on which none can be started. Thread-safe.
 *
 * <p>Nothing leaves this machine by it; the operator sends the file, or does not.
 */
public final class Diagnostics {
    /** Crockford's base32: no letter that is taken for another. */
    private static final String LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static final int ID_LETTERS = 6;

    private final Parts parts;
    private final Gathering.Limits limits;

    /** What bundles of both kinds need. */
    public record Setting(
            Path dataFolder, String version, Redactor redactor, InstantSource clock, RandomGenerator random) {}

    /** What bundles of a running server are made of. */
    public record Parts(Setting setting, Database database, Warnings warnings, Doctor doctor) {}

    public Diagnostics(Parts parts) {
        this(parts, Gathering.Limits.USUAL);
    }

    Diagnostics(Parts parts, Gathering.Limits limits) {
        this.parts = parts;
        this.limits = limits;
    }

    /** The checks that are in the bundle too. */
    public Doctor doctor() {
        return parts.doctor();
    }

    /** Reads everything a bundle of the tenant can hold; takes 25 s at most. */
    public DiagnosticBundle prepare(TenantId tenant) {
        var sources = new ArrayList<BundleSource>();
        sources.add(BundleSource.of("doctor.txt", "what `slipway doctor` says", () -> report(tenant)));
        sources.add(BundleSource.of("warnings.txt", "warnings that hold at this moment", this::warnings));
        sources.add(BundleSource.of("threads.txt", "what each thread does at this moment", ThreadDump::text));
        return bundle(parts.setting(), parts.database(), tenant, "server", sources, limits);
    }

    private String report(TenantId tenant) {
        return parts.doctor().examine(tenant).stream()
                .map(check -> check.state().word() + "  " + check.name() + ": " + check.text()
                        + check.nextStep().map(step -> "\n      " + step).orElse("") + "\n")
                .collect(Collectors.joining());
    }

    private String warnings() {
        return parts.warnings().list().stream()
                .map(warning -> warning.since() + "  " + warning.severity() + "  " + warning.name() + ": "
                        + warning.text() + "\n")
                .collect(Collectors.joining());
    }

    /**
     * A bundle of a folder alone, when its server does not start or does not answer.
     *
     * @param reason why there is no server to ask
     */
    public static DiagnosticBundle offline(Setting setting, Problem reason) {
        var sources = new ArrayList<BundleSource>();
        var why = "No server was there to ask: " + reason.code() + ".";
        sources.add(BundleSource.of(
                "reason.txt",
                "why no server could be asked",
                () -> reason.code() + "\n" + reason.detail() + "\n" + reason.nextStep() + "\n"));
        for (var name : List.of("doctor.txt", "warnings.txt", "threads.txt")) {
            sources.add(BundleSource.missing(name, why));
        }
        try (var rows = StoredRows.open(setting.dataFolder())) {
            return bundle(setting, rows, TenantId.DEFAULT, "data folder", sources, Gathering.Limits.USUAL);
        } catch (SlipwayException e) {
            sources.add(BundleSource.missing("store", e.problem().detail()));
            return bundle(
                    setting, new NoRows(e.problem()), TenantId.DEFAULT, "data folder", sources, Gathering.Limits.USUAL);
        }
    }

    private static DiagnosticBundle bundle(
            Setting setting,
            Database database,
            TenantId tenant,
            String source,
            List<BundleSource> first,
            Gathering.Limits limits) {
        var places = new Places(setting.dataFolder());
        var sql = new DiagnoseSql(database);
        var sources = new ArrayList<>(first);
        sources.addAll(new StoreSources(sql, new DoctorSql(database), tenant).sources());
        sources.addAll(new MachineSources(setting.dataFolder(), setting.version()).sources());
        var gathered =
                new Gathering(limits, text -> places.clean(setting.redactor().clean(text))).from(sources);
        var missing = new TreeMap<>(gathered.missing());
        var mask = new HostMask(List.of());
        try {
            mask = new HostMask(sql.hostNames(tenant));
        } catch (SlipwayException e) {
            missing.put(
                    DiagnosticBundle.HOST_NAMES,
                    "The hosts could not be read, so their names and addresses are not masked in the other entries.");
        }
        var origin = new DiagnosticBundle.Origin(
                id(setting.random()), setting.clock().instant(), setting.version(), source);
        return new DiagnosticBundle(origin, new Gathering.Gathered(gathered.texts(), missing), mask);
    }

    private static String id(RandomGenerator random) {
        var id = new StringBuilder("D-");
        for (int i = 0; i < ID_LETTERS; i++) {
            id.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return id.toString();
    }

    /** Stands for a store that cannot be opened. */
    private record NoRows(Problem why) implements Database {
        @Override
        public <T> T write(Work<T> work) {
            throw why.exception();
        }

        @Override
        public <T> T read(Work<T> work) {
            throw why.exception();
        }

        @Override
        public Hints onCommit(Runnable listener) {
            // Nothing is ever written here.
            return () -> {};
        }

        @Override
        public void close() {}
    }
}
