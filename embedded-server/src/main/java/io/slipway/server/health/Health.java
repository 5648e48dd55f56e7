package io.slipway.server.health;

import io.slipway.server.base.SlipwayException;
import io.slipway.server.store.Database;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the program can do its job now: every probe answers in time and no blocking warning holds. Thread-safe.
 *
 * <p>Being alive is another question: who can ask it and gets an answer has it.
 */
public final class Health {
    /** Longest wait for one probe (requirements B.9, {@code READINESS_PROBE_TIMEOUT_MS}). */
    public static final Duration PROBE_LIMIT = Duration.ofMillis(2000);

    private static final Logger LOG = LoggerFactory.getLogger(Health.class);
    private static final String OK = "ok";

    private final Warnings warnings;
    private final Map<String, Runnable> probes;
    private final Duration limit;

    /**
     * Health by the given probes.
     *
     * @param probes by name; a probe that throws has failed
     */
    public Health(Warnings warnings, Map<String, Runnable> probes, Duration limit) {
        this.warnings = warnings;
        this.probes = Map.copyOf(probes);
        this.limit = limit;
    }

    /** The usual one: the database answers. */
    public static Health of(Warnings warnings, Database database) {
        return new Health(warnings, Map.of("database", () -> HealthSql.probe(database)), PROBE_LIMIT);
    }

    /**
     * What was found.
     *
     * @param ready whether work can be taken
     * @param checks {@code ok}, {@code failed} or {@code timeout} by probe, and {@code blocking} by warning
     */
    public record Readiness(boolean ready, Map<String, String> checks) {
        public Readiness {
            checks = Map.copyOf(checks);
        }
    }

    /** The registry that the answers show. */
    public Warnings warnings() {
        return warnings;
    }

    /** Asks every probe at once and waits at most the limit. */
    public Readiness readiness() {
        var running = new TreeMap<String, CompletableFuture<Void>>();
        probes.forEach((name, probe) -> running.put(name, start(probe)));
        long end = System.nanoTime() + limit.toNanos();
        var checks = new TreeMap<String, String>();
        running.forEach((name, probe) -> checks.put(name, verdict(name, probe, end - System.nanoTime())));
        warnings.list().stream()
                .filter(warning -> warning.severity() == Warning.Severity.BLOCKING)
                .forEach(warning -> checks.put(warning.name(), "blocking"));
        return new Readiness(checks.values().stream().allMatch(OK::equals), checks);
    }

    private static CompletableFuture<Void> start(Runnable probe) {
        var done = new CompletableFuture<Void>();
        Thread.ofVirtual().name("health-probe").start(() -> {
            try {
                probe.run();
                done.complete(null);
            } catch (SlipwayException | IllegalStateException e) {
                done.completeExceptionally(e);
            } finally {
                done.completeExceptionally(new IllegalStateException("the probe ended with an error"));
            }
        });
        return done;
    }

    private static String verdict(String name, CompletableFuture<Void> probe, long nanos) {
        try {
            probe.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
            return OK;
        } catch (TimeoutException e) {
            return "timeout";
        } catch (ExecutionException e) {
            LOG.warn("readiness probe failed name={}", name, e.getCause());
            return "failed";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "timeout";
        }
    }
}
