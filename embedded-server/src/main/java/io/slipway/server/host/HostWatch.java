package io.slipway.server.host;

import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.base.TenantId;
import io.slipway.server.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at every host from time to time, so that people hear when one is lost and when it is back. Thread-safe.
 *
 * <p>A look asks for the list of VMs, one command over the connection that the work uses too; it changes nothing and holds
 * nothing. A second look a little later must fail as well before a host counts as lost. A look over an open connection does not
 * use the vault's key, so it keeps no vault from locking itself; while the vault is shut there is no look.
 */
public final class HostWatch implements AutoCloseable {
    /** Between two looks at a host, give or take a fifth (requirements D.3). */
    public static final Duration USUAL_PAUSE = Duration.ofSeconds(60);

    private static final Logger LOG = LoggerFactory.getLogger(HostWatch.class);
    private static final Set<ProblemCode> SILENCE =
            Set.of(ProblemCode.SSH_UNREACHABLE, ProblemCode.HOST_OFFLINE, ProblemCode.SSH_AUTH_FAILED);
    private static final int TICKS_PER_PAUSE = 6;
    private static final int AT_ONCE = 4;
    /** Hosts lock out who fails to sign in too often. */
    private static final Duration AFTER_REFUSED_SIGN_IN = Duration.ofMinutes(30);

    private final Hosts hosts;
    private final HostContactSql sql;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Duration pause;
    private final Map<String, Watched> watched = new ConcurrentHashMap<>();
    private final Map<String, HostSight> sights = new ConcurrentHashMap<>();
    private final Semaphore looks = new Semaphore(AT_ONCE);
    private final ExecutorService lookers = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("host-watch").factory());

    /**
     * Where the watch stands with a host.
     *
     * @param looking whether a look is under way
     * @param firstInVain when it first did not answer, empty while it does
     */
    private record Watched(boolean looking, Instant next, Optional<Instant> firstInVain) {}

    private HostWatch(Hosts hosts, Database database, InstantSource clock, RandomGenerator random, Duration pause) {
        this.hosts = hosts;
        this.sql = new HostContactSql(database);
        this.clock = clock;
        this.random = random;
        this.pause = pause;
    }

    /** Does not look by itself, for a program that runs one command; what another process saw is told. */
    public static HostWatch idle(Hosts hosts, Database database, InstantSource clock, RandomGenerator random) {
        return new HostWatch(hosts, database, clock, random, USUAL_PAUSE);
    }

    /**
     * Looks until it is closed.
     *
     * @param pause between two looks at a host, give or take a fifth
     */
    public static HostWatch start(
            Hosts hosts, Database database, InstantSource clock, RandomGenerator random, Duration pause) {
        var watch = new HostWatch(hosts, database, clock, random, pause);
        long tick = Math.max(1, pause.toMillis() / TICKS_PER_PAUSE);
        var unused = watch.ticker.scheduleWithFixedDelay(watch::tickSafely, tick, tick, TimeUnit.MILLISECONDS);
        return watch;
    }

    /** The hosts that do not answer, by name. */
    public List<LostHost> lost(TenantId tenant) {
        return sql.lost(tenant);
    }

    /** What was last seen of a host since the program started; empty when it has not answered yet. */
    public Optional<HostSight> sight(String hostId) {
        return Optional.ofNullable(sights.get(hostId));
    }

    /** A tick that throws would be the last one. */
    private void tickSafely() {
        try {
            tick();
        } catch (RuntimeException e) {
            LOG.warn("hosts could not be looked at, tried again", e);
        }
    }

    private void tick() {
        var now = clock.instant();
        var all = hosts.all();
        var ids = all.stream().map(Host::id).toList();
        watched.keySet().retainAll(ids);
        sights.keySet().retainAll(ids);
        for (var host : all) {
            var state =
                    watched.computeIfAbsent(host.id(), id -> new Watched(false, now.plus(share(0)), Optional.empty()));
            if (!state.looking() && !now.isBefore(state.next()) && looks.tryAcquire()) {
                watched.put(host.id(), new Watched(true, state.next(), state.firstInVain()));
                lookers.execute(() -> lookOnce(host, state));
            }
        }
    }

    /** Spread, so that not all hosts are asked in the same second. */
    private Duration share(double least) {
        return Duration.ofNanos((long) (pause.toNanos() * (least + random.nextDouble() * 0.4)));
    }

    private void lookOnce(Host host, Watched before) {
        Watched after = next(Optional.empty());
        try {
            after = look(host, before);
        } catch (RuntimeException e) {
            LOG.warn("look at host failed host={}", host.id(), e);
        } finally {
            var done = after;
            watched.computeIfPresent(host.id(), (id, state) -> done);
            looks.release();
        }
    }

    private Watched next(Optional<Instant> firstInVain) {
        return new Watched(false, clock.instant().plus(share(0.8)), firstInVain);
    }

    private Watched look(Host host, Watched before) {
        try {
            var seen = hosts.glance(host);
            if (seen.isEmpty()) {
                return next(before.firstInVain());
            }
            sights.put(host.id(), new HostSight(clock.instant(), seen.get()));
            answered(host);
            return next(Optional.empty());
        } catch (SlipwayException e) {
            var code = e.problem().code();
            return SILENCE.contains(code) ? silent(host, code, before) : next(before.firstInVain());
        }
    }

    private void answered(Host host) {
        if (sql.regained(host)) {
            LOG.info("host regained host={}", host.id());
        }
    }

    private Watched silent(Host host, ProblemCode code, Watched before) {
        var now = clock.instant();
        if (before.firstInVain().isEmpty() && code != ProblemCode.SSH_AUTH_FAILED) {
            return new Watched(false, now.plus(pause.dividedBy(TICKS_PER_PAUSE)), Optional.of(now));
        }
        var since = before.firstInVain().orElse(now);
        if (sql.lost(host, code, since)) {
            LOG.warn("host lost host={} code={} since={}", host.id(), code, since);
        }
        return code == ProblemCode.SSH_AUTH_FAILED
                ? new Watched(false, now.plus(AFTER_REFUSED_SIGN_IN), Optional.of(since))
                : next(Optional.of(since));
    }

    /** Stops looking; a look under way is interrupted. */
    @Override
    public void close() {
        ticker.shutdownNow();
        lookers.shutdownNow();
    }
}
