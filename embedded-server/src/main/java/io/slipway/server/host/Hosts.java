package io.slipway.server.host;

import io.slipway.server.base.Ids;
import io.slipway.server.base.LiveSecret;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Secret;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.base.TenantId;
import io.slipway.server.host.HypervisorFactory.Access;
import io.slipway.server.hypervisor.HostProbe;
import io.slipway.server.hypervisor.Hypervisor;
import io.slipway.server.hypervisor.Machine;
import io.slipway.server.hypervisor.RightsReport;
import io.slipway.server.store.Database;
import io.slipway.server.vault.RecordRegisterSql;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The registered hosts and one open adapter for each. Thread-safe. */
public final class Hosts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Hosts.class);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final Duration FRESH = Duration.ofSeconds(60);

    private final HostsSql sql;
    private final HostPasswords passwords;
    private final HypervisorFactory factory;
    private final HostTrust trust;
    private final HostPins pins;
    private final Ids ids;
    private final InstantSource clock;
    private final Map<String, Hypervisor> open = new ConcurrentHashMap<>();
    private final Map<String, Probed> probes = new ConcurrentHashMap<>();

    private final Map<String, Granted> rights = new ConcurrentHashMap<>();

    private record Probed(HostProbe probe, Instant at) {}

    private record Granted(RightsReport report, Instant at) {}

    public Hosts(
            Database database,
            RecordRegisterSql register,
            HostPasswords passwords,
            HypervisorFactory factory,
            HostTrust trust,
            Ids ids,
            InstantSource clock) {
        this.sql = new HostsSql(database, register);
        this.passwords = passwords;
        this.factory = factory;
        this.trust = trust;
        this.ids = ids;
        this.clock = clock;
        this.pins = new HostPins(factory, trust, this::current, this::closeAdapter);
        trust.onStopped(host -> closeAdapter(host.id()));
        sql.stopped().forEach(trust::recall);
        sql.gone().forEach(host -> passwords.release(host.tenant(), host.id()));
    }

    /** Stops the hosts whose records were altered, and shows it. */
    public void lookAtRecords() {
        sql.all().forEach(trust::look);
    }

    /** Whether the hosts still are who they were. */
    public HostTrust trust() {
        return trust;
    }

    /**
     * Brings passwords that an earlier version of the product stored to where they belong now. What cannot be opened at this
     * moment moves at its first use.
     */
    public void movePasswords() {
        for (var host : sql.all()) {
            if (host.auth() instanceof HostAuth.Password) {
                try {
                    passwords.move(host);
                } catch (SlipwayException e) {
                    LOG.warn("a host's password stays where it is for now host={}", host.id(), e);
                }
            }
        }
    }

    /**
     * Connects, probes and registers a host.
     *
     * @throws SlipwayException HOST_KEY_UNKNOWN with the fingerprint when the operator has not confirmed the key,
     *     HOST_KEY_CHANGED when the host shows another one, DUPLICATE_NAME, SSH_AUTH_FAILED, SSH_UNREACHABLE
     */
    public Host add(TenantId tenant, NewHost wanted) {
        checkName(wanted.name());
        checkSignIn(wanted);
        trust.requireOpen();
        var existing = sql.byName(tenant, wanted.name());
        if (existing.isPresent() && !wanted.replaceKey()) {
            throw duplicate(wanted.name());
        }
        boolean api = wanted.apiToken().isPresent();
        var pin = api ? confirmApi(wanted) : confirm(wanted);
        var certificate = api ? Optional.<String>empty() : confirmCertificate(wanted);
        var id = existing.map(Host::id).orElseGet(ids::next);
        var access = new Access(
                wanted.address(),
                wanted.port(),
                wanted.userName(),
                wanted.password().or(wanted::apiToken).map(passwords::unstored),
                wanted.keyFile(),
                pin,
                Optional.empty(),
                Optional.empty());
        HostProbe probe;
        try (var hypervisor = factory.connect(access)) {
            probe = hypervisor.probe();
            refuseWithoutRights(wanted, hypervisor.rights());
        }
        var auth = auth(tenant, id, wanted);
        existing.filter(host -> wanted.keyFile().isPresent()).ifPresent(passwords::release);
        var host = new Host(
                id,
                tenant,
                wanted.name(),
                wanted.address(),
                wanted.port(),
                wanted.userName(),
                auth,
                pin,
                certificate,
                wanted.tls().port(),
                probe.node(),
                wanted.limits(),
                Optional.of(clock.instant()),
                existing.map(Host::createdAt).orElseGet(clock::instant));
        sql.save(host);
        closeAdapter(id);
        trust.seen(host, api ? Proof.CERTIFICATE : Proof.SSH_KEY, pin);
        certificate.ifPresent(shown -> trust.seen(host, Proof.CERTIFICATE, shown));
        trust.settle(host);
        probes.put(id, new Probed(probe, clock.instant()));
        return host;
    }

    /**
     * Refuses before anything is done what {@link #add} would refuse for the name or the certificate.
     *
     * @param port of its web server
     * @throws SlipwayException INVALID_NAME, DUPLICATE_NAME, TLS_PIN_MISMATCH, HOST_OFFLINE
     */
    public void requireNew(TenantId tenant, String name, String address, int port, String certificate) {
        checkName(name);
        if (sql.byName(tenant, name).isPresent()) {
            throw duplicate(name);
        }
        requireCertificate(address, factory.fetchCertificate(address, port), certificate);
    }

    private static SlipwayException duplicate(String name) {
        return Problem.of(ProblemCode.DUPLICATE_NAME, "A host named " + name + " is registered already.")
                .exception();
    }

    private static void refuseWithoutRights(NewHost wanted, RightsReport report) {
        if (!report.missing().isEmpty()) {
            var missing = String.join(
                    "; ",
                    report.missing().stream()
                            .map(right -> right.purpose() + " (" + right.name() + ")")
                            .toList());
            throw Problem.of(
                            ProblemCode.HOST_RIGHTS_MISSING,
                            "On " + wanted.address() + ", " + report.signedInAs() + " may not " + missing + ".",
                            "Grant what is missing with the script of `slipway host onboard`, then add the host again.")
                    .exception();
        }
    }

    /**
     * Runs a script of ours once as root, with a password that is not kept.
     *
     * @param confirmedKey the host's SSH key as the operator confirmed it
     * @throws SlipwayException HOST_KEY_CHANGED when the host shows another key, SSH_AUTH_FAILED, SSH_UNREACHABLE
     */
    public HypervisorFactory.ScriptResult runAsRoot(
            String address, int port, String confirmedKey, Secret password, String script) {
        var shown = factory.fetchHostKey(address, port);
        if (!Proof.same(shown, confirmedKey)) {
            throw keyChanged(address, shown, confirmedKey);
        }
        return factory.runOnce(
                new Access(
                        address,
                        port,
                        "root",
                        Optional.of(LiveSecret.fixed(password)),
                        Optional.empty(),
                        shown,
                        Optional.empty(),
                        Optional.empty()),
                script);
    }

    private static SlipwayException keyChanged(String address, String shown, String confirmed) {
        return Problem.of(
                        ProblemCode.HOST_KEY_CHANGED,
                        "The host " + address + " shows the key " + shown + ", but " + confirmed + " was confirmed.")
                .with("fingerprint", shown)
                .exception();
    }

    private static void checkName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw Problem.of(
                            ProblemCode.INVALID_NAME,
                            "A host name has 1 to 63 letters, digits, dots, underscores or hyphens.")
                    .exception();
        }
    }

    private static void checkSignIn(NewHost wanted) {
        long ways = Stream.of(wanted.password(), wanted.keyFile(), wanted.apiToken())
                .filter(Optional::isPresent)
                .count();
        if (ways != 1) {
            throw Problem.of(
                            ProblemCode.BAD_REQUEST,
                            "Give a password, a key file or an API token for the host, one of the three.")
                    .exception();
        }
    }

    private String confirm(NewHost wanted) {
        var shown = factory.fetchHostKey(wanted.address(), wanted.port());
        if (wanted.confirmedKey().isEmpty()) {
            throw Problem.of(
                            ProblemCode.HOST_KEY_UNKNOWN,
                            "The host " + wanted.address() + " shows the key " + shown
                                    + ", which nobody has confirmed.")
                    .with("fingerprint", shown)
                    .exception();
        }
        var confirmed = wanted.confirmedKey().get();
        if (!Proof.same(shown, confirmed)) {
            throw keyChanged(wanted.address(), shown, confirmed);
        }
        return shown;
    }

    /** As {@link #confirm} for a host that proves itself with its certificate. */
    private String confirmApi(NewHost wanted) {
        var shown = factory.fetchCertificate(wanted.address(), wanted.port());
        if (wanted.confirmedKey().isEmpty()) {
            throw Problem.of(
                            ProblemCode.HOST_KEY_UNKNOWN,
                            "The host " + wanted.address() + " shows the certificate " + shown
                                    + ", which nobody has confirmed.")
                    .with("fingerprint", shown)
                    .exception();
        }
        requireCertificate(wanted.address(), shown, wanted.confirmedKey().get());
        return Host.BY_CERTIFICATE + shown;
    }

    private static void requireCertificate(String address, String shown, String confirmed) {
        if (!Proof.same(shown, confirmed.toUpperCase(Locale.ROOT))) {
            throw Problem.of(
                            ProblemCode.TLS_PIN_MISMATCH,
                            "The host " + address + " shows the certificate " + shown + ", but " + confirmed
                                    + " was confirmed.")
                    .with("fingerprint", shown)
                    .exception();
        }
    }

    /** The certificate the operator confirmed, if any; it must be the one that is shown. */
    private Optional<String> confirmCertificate(NewHost wanted) {
        if (wanted.tls().confirmed().isEmpty()) {
            return Optional.empty();
        }
        var confirmed = wanted.tls().confirmed().get();
        var shown = factory.fetchCertificate(wanted.address(), wanted.tls().port());
        requireCertificate(wanted.address(), shown, confirmed);
        return Optional.of(shown);
    }

    private HostAuth auth(TenantId tenant, String id, NewHost wanted) {
        if (wanted.password().isPresent()) {
            passwords.keep(tenant, id, wanted.name(), wanted.password().get());
            return new HostAuth.Password(HostPasswords.olderId(id));
        }
        if (wanted.apiToken().isPresent()) {
            passwords.keep(tenant, id, wanted.name(), wanted.apiToken().get());
            return new HostAuth.ApiToken(HostPasswords.olderId(id));
        }
        return new HostAuth.KeyFile(wanted.keyFile().orElseThrow());
    }

    /**
     * The key a machine shows now, as {@code algorithm SHA256:...}; nobody logs in.
     *
     * @throws SlipwayException SSH_UNREACHABLE
     */
    public String shownKey(String address, int port) {
        return factory.fetchHostKey(address, port);
    }

    /**
     * The certificate a web server shows now; nothing is asked.
     *
     * @throws SlipwayException HOST_OFFLINE
     */
    public String shownCertificate(String address, int port) {
        return factory.fetchCertificate(address, port);
    }

    /** What hosts prove themselves with: compare, pin anew, let the work go on. */
    public HostPins pins() {
        return pins;
    }

    /** The host as it is stored now: its pins may have been changed since the caller read it. */
    private Host current(Host host) {
        return require(host.tenant(), host.id());
    }

    /** All hosts of a tenant, by name. */
    public List<Host> list(TenantId tenant) {
        return sql.list(tenant);
    }

    /**
     * By id or name.
     *
     * @throws SlipwayException HOST_NOT_FOUND
     */
    public Host require(TenantId tenant, String idOrName) {
        return sql.byId(tenant, idOrName)
                .or(() -> sql.byName(tenant, idOrName))
                .orElseThrow(() -> unknown(tenant, idOrName));
    }

    /** By id; empty once it is forgotten. */
    public Optional<Host> find(TenantId tenant, String id) {
        return sql.byId(tenant, id);
    }

    private SlipwayException unknown(TenantId tenant, String idOrName) {
        var names = String.join(", ", list(tenant).stream().map(Host::name).toList());
        return Problem.of(
                        ProblemCode.HOST_NOT_FOUND,
                        "There is no host " + idOrName + ". "
                                + (names.isEmpty() ? "None is registered yet." : "Registered: " + names + "."))
                .exception();
    }

    /**
     * Says how far we may go on a host from now on. What runs there already is not stopped, and ids that are taken stay taken.
     *
     * @throws SlipwayException HOST_NOT_FOUND
     */
    public Host limit(TenantId tenant, String idOrName, HostLimits limits) {
        var host = require(tenant, idOrName).withLimits(limits);
        sql.limit(host);
        return host;
    }

    /**
     * Forgets a host.
     *
     * @throws SlipwayException WRONG_STATE while it has VMs or work of ours
     */
    public void remove(TenantId tenant, String idOrName) {
        var host = require(tenant, idOrName);
        sql.remove(host);
        passwords.release(host);
        closeAdapter(host.id());
        trust.forget(host);
    }

    /**
     * Asks the host now.
     *
     * @throws SlipwayException HOST_KEY_CHANGED also when its certificate is not the pinned one
     */
    public HostProbe check(Host host) {
        pins.checkCertificate(host);
        var probe = hypervisor(host).probe();
        probes.put(host.id(), new Probed(probe, clock.instant()));
        sql.probed(host, clock.instant());
        return probe;
    }

    /**
     * What our sign-in may do on the host, asked now.
     *
     * @throws SlipwayException HOST_KEY_CHANGED, SSH_UNREACHABLE
     */
    public RightsReport rights(Host host) {
        var report = hypervisor(host).rights();
        rights.put(host.id(), new Granted(report, clock.instant()));
        return report;
    }

    /** The last report if it is at most 60 seconds old and complete, otherwise a new one. */
    public RightsReport recentRights(Host host) {
        var last = rights.get(host.id());
        return last != null
                        && last.report().missing().isEmpty()
                        && last.at().plus(FRESH).isAfter(clock.instant())
                ? last.report()
                : rights(host);
    }

    /** The last probe if it is at most 60 seconds old, otherwise a new one. */
    public HostProbe recent(Host host) {
        var last = probes.get(host.id());
        return last != null && last.at().plus(FRESH).isAfter(clock.instant()) ? last.probe() : check(host);
    }

    /** Every host of every tenant, for looks that belong to nobody. */
    List<Host> all() {
        return sql.all();
    }

    /**
     * The host's VMs, asked over the connection that is open; one is opened where there is none. Empty when nothing is asked:
     * the vault is shut, or the host is stopped until somebody decides.
     */
    Optional<List<Machine>> glance(Host host) {
        if (trust.shut() || !trust.alarms(host).isEmpty()) {
            return Optional.empty();
        }
        var adapter = open.get(host.id());
        if (adapter == null) {
            return Optional.of(hypervisor(host).machines());
        }
        try {
            return Optional.of(adapter.machines());
        } catch (SlipwayException e) {
            trust.note(host, e.problem());
            throw e;
        }
    }

    /** The host's adapter, opened at its first use and shared. */
    public Hypervisor hypervisor(Host host) {
        return new GuardedHypervisor(
                host, trust, () -> open.computeIfAbsent(host.id(), id -> factory.connect(access(current(host)))));
    }

    /**
     * What a connection to the host needs. Its password is opened at each connect, so a rotated one is used at once.
     *
     * @throws SlipwayException HOST_RECORD_ALTERED, VAULT_LOCKED, VAULT_KEY_LOST
     */
    public Access access(Host host) {
        trust.requireOurs(host);
        var password = host.auth() instanceof HostAuth.KeyFile
                ? Optional.<LiveSecret>empty()
                : Optional.of(passwords.of(host));
        var keyFile =
                host.auth() instanceof HostAuth.KeyFile file ? Optional.of(file.path()) : Optional.<String>empty();
        return new Access(
                host.address(),
                host.port(),
                host.userName(),
                password,
                keyFile,
                host.hostKeyPin(),
                Optional.of(host.id()),
                Optional.of(host.node()));
    }

    private void closeAdapter(String id) {
        probes.remove(id);
        rights.remove(id);
        var adapter = open.remove(id);
        if (adapter != null) {
            adapter.close();
        }
    }

    /** The rows were changed by a restore: connections end, and hosts that are stopped by it are shown as such. */
    public void reread() {
        close();
        sql.stopped().forEach(trust::recall);
    }

    /** Closes all connections, and with them the passwords they hold; the next use opens them again from the vault. */
    public void disconnect() {
        close();
    }

    @Override
    public void close() {
        List.copyOf(open.keySet()).forEach(this::closeAdapter);
    }
}
