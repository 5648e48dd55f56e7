package io.slipway.server.host;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Ids;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.base.TenantId;
import io.slipway.server.health.Warning;
import io.slipway.server.health.Warnings;
import io.slipway.server.store.Database;
import io.slipway.server.tenant.AuditEntry;
import io.slipway.server.vault.RecordRegisterSql;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether hosts still are who they were. Thread-safe.
 *
 * <p>A host that once showed another key or certificate than the pinned one is stopped until an administrator has looked:
 * that is stored, so a restart or the old key's return changes nothing. While it is stopped nothing is sent to it.
 */
public final class HostTrust {
    private static final Logger LOG = LoggerFactory.getLogger(HostTrust.class);
    private static final Duration BETWEEN_SIGHTINGS = Duration.ofMinutes(5);

    private final HostIdentitySql sql;
    private final Warnings warnings;
    private final Ids ids;
    private final InstantSource clock;
    private final Set<String> altered = ConcurrentHashMap.newKeySet();
    private final Map<String, Instant> noted = new ConcurrentHashMap<>();
    private final List<Consumer<Host>> stopped = new CopyOnWriteArrayList<>();
    private final List<Consumer<Host>> cleared = new CopyOnWriteArrayList<>();

    /** @param register vouches for the rows of hosts */
    public HostTrust(Database database, RecordRegisterSql register, Warnings warnings, Ids ids, InstantSource clock) {
        this.sql = new HostIdentitySql(database, register);
        this.warnings = warnings;
        this.ids = ids;
        this.clock = clock;
    }

    /** Is told each host whose work has just been stopped. */
    void onStopped(Consumer<Host> listener) {
        stopped.add(listener);
    }

    /** Is told each host whose work may go on again. */
    public void onCleared(Consumer<Host> listener) {
        cleared.add(listener);
    }

    /** Shows the warnings of a host that was stopped in an earlier life of the program. */
    void recall(Host host) {
        var alarms = sql.alarms(host.id());
        if (!alarms.isEmpty()) {
            warn(host, alarms.getFirst());
        }
    }

    /** Why nothing may be done on the host; empty when it is trusted. */
    public Optional<Problem> refusal(Host host) {
        return look(host).or(() -> sql.alarms(host.id()).stream().findFirst().map(alarm -> problem(host, alarm)));
    }

    /** The hosts of a tenant by name, each with why nothing may be done on it; the same as {@link #refusal} of each. */
    public List<HostStanding> standings(TenantId tenant) {
        return sql.all(tenant).stream()
                .map(found -> new HostStanding(
                        found.host(),
                        (found.altered() ? Optional.of(tell(found.host())) : Optional.<Problem>empty())
                                .or(() -> found.alarms().stream()
                                        .findFirst()
                                        .map(alarm -> problem(found.host(), alarm)))))
                .toList();
    }

    /** Whether the row is as Slipway wrote it, and shows it when it is not; unknown while the vault is shut. */
    Optional<Problem> look(Host host) {
        return sql.altered(host).map(this::tell);
    }

    /** @param host as it stands there, altered */
    private Problem tell(Host host) {
        var problem = altered(host);
        warnings.raise(alteredWarning(host.id()), Warning.Severity.DEGRADED, problem.detail());
        if (altered.add(host.id())) {
            LOG.error("host stopped, its record was altered host={}", host.id());
            sql.tell(new AuditEntry(
                    ids.next(),
                    new Caller(host.tenant(), "slipway", Caller.Role.READ),
                    "host.record-altered",
                    host.id(),
                    Map.of("name", host.name(), "address", host.address()),
                    clock.instant(),
                    problem.code().name()));
        }
        return problem;
    }

    static Problem altered(Host host) {
        return Problem.of(
                        ProblemCode.HOST_RECORD_ALTERED,
                        "What is stored about the host " + host.name()
                                + " is not what Slipway wrote, or is sealed under a"
                                + " vault key that was given up. Secrets could go to another machine, so all work on it"
                                + " has stopped.",
                        "Look at what stands there with `slipway host compare " + host.name()
                                + "`; if all of it is right, `slipway host confirm " + host.name() + "`.")
                .with("host", host.name())
                .with("address", host.address());
    }

    private static String alteredWarning(String hostId) {
        return "host-record-altered-" + hostId;
    }

    /**
     * Refuses a row that Slipway did not write, before a secret goes where it points.
     *
     * @throws SlipwayException HOST_RECORD_ALTERED, VAULT_LOCKED, VAULT_KEY_LOST
     */
    void requireOurs(Host host) {
        if (!sql.fits(host)) {
            throw look(host).orElseGet(() -> altered(host)).exception();
        }
    }

    /** @throws SlipwayException VAULT_LOCKED, VAULT_KEY_LOST: what decides where secrets go changes in an open vault only */
    void requireOpen() {
        sql.shut().ifPresent(why -> {
            throw new SlipwayException(why);
        });
    }

    /** Whether the vault is shut, so that nothing can be vouched for. */
    boolean shut() {
        return sql.shut().isPresent();
    }

    /** What the host showed instead of what is pinned; empty while it is trusted. */
    public List<HostAlarm> alarms(Host host) {
        return sql.alarms(host.id());
    }

    List<Sighting> sightings(Host host) {
        return sql.sightings(host.id());
    }

    /**
     * Does something with a host, if it is trusted. Whatever connects goes through here.
     *
     * @throws SlipwayException HOST_KEY_CHANGED when the host is stopped, or shows another key or certificate now
     */
    public <T> T guarded(Host host, Supplier<T> work) {
        requireOpen();
        require(host, null);
        try {
            var result = work.get();
            noteSometimes(host);
            return result;
        } catch (SlipwayException e) {
            note(host, e.problem());
            // The connection may have been cut because another one met the changed key.
            require(host, e);
            throw e;
        }
    }

    private void require(Host host, @org.jspecify.annotations.Nullable SlipwayException cause) {
        var refusal = refusal(host);
        if (refusal.isPresent()) {
            throw cause == null ? refusal.get().exception() : new SlipwayException(refusal.get(), cause);
        }
    }

    /** Learns from a refused connection that the host has changed. */
    public void note(Host host, Problem problem) {
        var shown = problem.context().get("shown");
        var pinned = problem.context().get("pinned");
        if (shown == null || pinned == null) {
            return;
        }
        if (problem.code() == ProblemCode.HOST_KEY_CHANGED) {
            raise(host, Proof.SSH_KEY, pinned, shown);
        } else if (problem.code() == ProblemCode.TLS_PIN_MISMATCH) {
            raise(host, Proof.CERTIFICATE, pinned, shown);
        }
    }

    /** Stops all work on the host, durably. */
    void raise(Host host, Proof proof, String pinned, String shown) {
        var alarm = new HostAlarm(proof, pinned, shown, clock.instant());
        var entry = new AuditEntry(
                ids.next(),
                new Caller(host.tenant(), "slipway", Caller.Role.READ),
                "host.identity-changed",
                host.id(),
                Map.of("name", host.name(), "proof", proof.stored(), "pinned", pinned, "shown", shown),
                alarm.raisedAt());
        if (sql.raise(host, alarm, entry)) {
            LOG.error("host stopped, its identity changed host={} proof={}", host.id(), proof.stored());
            warn(host, alarm);
            stopped.forEach(listener -> listener.accept(host));
        }
    }

    private void warn(Host host, HostAlarm alarm) {
        warnings.raise(
                warning(host), Warning.Severity.DEGRADED, problem(host, alarm).detail());
    }

    private static String warning(Host host) {
        return "host-key-changed-" + host.name();
    }

    private static Problem problem(Host host, HostAlarm alarm) {
        return Problem.of(
                        ProblemCode.HOST_KEY_CHANGED,
                        "The host " + host.name() + " at " + host.address() + " showed the "
                                + alarm.proof().words() + " " + alarm.shown() + ", but " + alarm.pinned()
                                + " is pinned. Somebody may be in between, so all work on it has stopped.",
                        "Look at both with `slipway host compare " + host.name() + "`.")
                .with("host", host.name())
                .with("proof", alarm.proof().stored())
                .with("pinned", alarm.pinned())
                .with("shown", alarm.shown())
                .with("since", alarm.raisedAt());
    }

    /** Remembers what a host showed. */
    void seen(Host host, Proof proof, String fingerprint) {
        sql.seen(host.id(), proof, fingerprint, clock.instant());
    }

    /** A connection that worked proves the pinned key; writing that down at each command would cost more than it tells. */
    private void noteSometimes(Host host) {
        var now = clock.instant();
        var last = noted.get(host.id());
        if (last == null || last.plus(BETWEEN_SIGHTINGS).isBefore(now)) {
            noted.put(host.id(), now);
            seen(host, host.byCertificate() ? Proof.CERTIFICATE : Proof.SSH_KEY, host.hostKeyPin());
        }
    }

    /**
     * Pins what an administrator has confirmed and what the host shows.
     *
     * @param forget ends connections; called between the pin and the work that goes on, so that none is left that knows the old
     *     pin
     */
    void repin(Caller caller, Host host, Proof proof, String old, String fingerprint, Runnable forget) {
        var entry = new AuditEntry(
                ids.next(),
                caller,
                "host.repin",
                host.id(),
                Map.of("name", host.name(), "proof", proof.stored(), "old", old, "new", fingerprint),
                clock.instant());
        sql.repin(host, proof, fingerprint, entry);
        forget.run();
        settle(host);
    }

    /** The host shows what is pinned again, and an administrator lets the work go on. */
    void resume(Caller caller, Host host, Proof proof, String fingerprint) {
        var entry = new AuditEntry(
                ids.next(),
                caller,
                "host.resume",
                host.id(),
                Map.of("name", host.name(), "proof", proof.stored(), "pinned", fingerprint),
                clock.instant());
        sql.resume(host, proof, entry);
        settle(host);
    }

    /** An administrator has looked at an altered record and takes it as it is. @return whether it still was as he saw it */
    boolean confirm(Caller caller, Host host, String stamp, Runnable forget) {
        var entry = new AuditEntry(
                ids.next(),
                caller,
                "host.confirm",
                host.id(),
                Map.of(
                        "name", host.name(),
                        "address", host.address() + ":" + host.port(),
                        "user", host.userName(),
                        "pinned", host.hostKeyPin(),
                        "record", stamp),
                clock.instant());
        boolean done = sql.confirm(host, stamp, entry);
        if (done) {
            forget.run();
            settle(host);
        }
        return done;
    }

    /** After a decision: the work goes on when no other alarm is left. */
    void settle(Host host) {
        noted.remove(host.id());
        if (sql.altered(host).isEmpty()) {
            altered.remove(host.id());
            warnings.clear(alteredWarning(host.id()));
        }
        var left = sql.alarms(host.id());
        if (left.isEmpty()) {
            warnings.clear(warning(host));
            cleared.forEach(listener -> listener.accept(host));
        } else {
            warn(host, left.getFirst());
        }
    }

    /** The host is no longer registered. */
    void forget(Host host) {
        noted.remove(host.id());
        altered.remove(host.id());
        warnings.clear(alteredWarning(host.id()));
        warnings.clear(warning(host));
    }
}
