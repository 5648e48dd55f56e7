package io.slipway.server.web.admin;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Json;
import io.slipway.server.base.TenantId;
import io.slipway.server.boot.AgentAssembly;
import io.slipway.server.boot.AgentConfig;
import io.slipway.server.boot.LanConfig;
import io.slipway.server.host.HostRecordsSql;
import io.slipway.server.lab.Laboratory;
import io.slipway.server.lab.LaboratoryBuilder;
import io.slipway.server.ssh.HostKeyPin;
import io.slipway.server.ssh.SshAuth;
import io.slipway.server.ssh.SshTarget;
import io.slipway.server.web.Operation;
import io.slipway.server.web.RateLimit;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A whole agent with its admin listener on a free port, and a laboratory when a test wants a host. */
final class AdminRig implements AutoCloseable {
    static final String PASSWORD = "lab-root-password-7d1f";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    final AgentAssembly agent;
    final AdminServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private Optional<Laboratory> lab = Optional.empty();

    AdminRig(Path folder) {
        this(folder, new RateLimit.Rate(1000, 100_000));
    }

    AdminRig(Path folder, RateLimit.Rate rate) {
        this(folder, rate, Optional.of(LanConfig.forLaboratory()));
    }

    /** Without a listener for VMs. */
    static AdminRig withoutLan(Path folder) {
        return new AdminRig(folder, new RateLimit.Rate(1000, 100_000), Optional.empty());
    }

    private AdminRig(Path folder, RateLimit.Rate rate, Optional<LanConfig> lan) {
        agent = AgentAssembly.open(
                AgentConfig.of(folder, lan).withPauses(Duration.ofMillis(20), Duration.ofMillis(50)));
        server = AdminServer.start(parts(agent), 0, RateLimit.of(rate, 100));
        ApiContract.keep(new AdminRoutes(parts(agent), RateLimit.of(rate, 1)));
    }

    /** The parts of an agent, as the assembly hands them over. */
    static AdminParts parts(AgentAssembly agent) {
        var parts = agent.parts();
        return new AdminParts(
                "0.0.0-test",
                parts.config().dataFolder(),
                parts.ids(),
                parts.clock(),
                parts.database(),
                parts.vault(),
                parts.secrets(),
                parts.backups(),
                parts.redactor(),
                parts.apiTokens(),
                parts.sessions(),
                parts.auditLog(),
                parts.health(),
                parts::guestEndpoints,
                parts.hosts(),
                parts.jobs(),
                parts.vms(),
                parts.provisioning(),
                parts.deletion(),
                parts.orderVault(),
                parts.guestTokens(),
                parts.guestReports(),
                parts.artifacts().leases(),
                parts.artifacts().artifacts(),
                parts.artifacts().downloads(),
                parts.profiles(),
                parts.playbooks(),
                host -> {
                    var access = parts.hosts().access(host);
                    var auth = new SshAuth.Password(access.password().orElseThrow());
                    var target = new SshTarget(access.address(), access.port(), access.userName(), auth);
                    return parts.ssh().host(target, Optional.of(HostKeyPin.parse(access.hostKeyPin())));
                },
                parts.lan(),
                parts.diagnostics(),
                parts.events(),
                parts.jobLog(),
                parts.notices(),
                parts.hostWatch(),
                parts.powerControl());
    }

    URI url() {
        return server.url();
    }

    /** The table of routes that is served. */
    List<Route> routes() {
        return new AdminRoutes(parts(agent), RateLimit.of(new RateLimit.Rate(1, 1), 1)).table();
    }

    /** The control panel's pages. */
    List<Route> panel() {
        return new AdminRoutes(parts(agent), RateLimit.of(new RateLimit.Rate(1, 1), 1)).panel();
    }

    /** What both listeners serve. */
    List<Operation> operations() {
        return new AdminRoutes(parts(agent), RateLimit.of(new RateLimit.Rate(1, 1), 1)).operations();
    }

    List<String> column(String sql) {
        return agent.parts()
                .database()
                .read(handle -> handle.createQuery(sql).mapTo(String.class).list());
    }

    void change(String sql) {
        agent.parts().database().write(handle -> {
            handle.execute(sql);
            // As if the product had written it.
            return HostRecordsSql.keepAll(handle, agent.parts().vault().records(), TenantId.DEFAULT);
        });
    }

    /** Somebody with a token on the listener of the VMs. */
    record Lan(Api api) implements AutoCloseable {
        @Override
        public void close() {
            api.client().close();
        }
    }

    /** Status of a GET on the listener of the VMs. */
    int overLan(String path, String token) throws Exception {
        try (var lan = lan(token)) {
            return lan.api().get(path).status();
        }
    }

    /** The listener of the VMs, which shows our own authority's certificate. */
    Lan lan(String token) throws Exception {
        var keys = KeyStore.getInstance(KeyStore.getDefaultType());
        keys.load(null, null);
        keys.setCertificateEntry("slipway", agent.parts().localCa().certificate());
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(keys);
        var tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        var url = agent.parts().guestEndpoints().urls().getFirst();
        return new Lan(new Api(HttpClient.newBuilder().sslContext(tls).build(), url, token));
    }

    /** Somebody without a token. */
    Api nobody() {
        return new Api(client, url(), "");
    }

    Api user(String id, Caller.Role role) {
        return user(TenantId.DEFAULT, id, role);
    }

    Api user(TenantId tenant, String id, Caller.Role role) {
        var maker = new Caller(tenant, "test", Caller.Role.ADMIN);
        var token = agent.parts().apiTokens().create(maker, new Caller(tenant, id, role), "test", Optional.empty());
        return new Api(client, url(), token.text().reveal());
    }

    Api admin() {
        return user("operator", Caller.Role.ADMIN);
    }

    /** Starts a laboratory and registers it under the name {@code lab} through the API. */
    Laboratory withLab(UnaryOperator<LaboratoryBuilder> set) {
        var started = set.apply(Laboratory.builder().rootPassword(PASSWORD)).start();
        lab = Optional.of(started);
        var seen = admin().post("/api/v1/hosts", hostBody(started));
        var confirmed = hostBody(started)
                .put("host_key", seen.json().path("context").path("fingerprint").asString());
        var added = admin().post("/api/v1/hosts", confirmed);
        if (added.status() != 201) {
            throw new AssertionError(added.text());
        }
        return started;
    }

    static ObjectNode hostBody(Laboratory lab) {
        return Json.object()
                .put("name", "lab")
                .put("address", "127.0.0.1")
                .put("port", lab.port())
                .put("password", PASSWORD);
    }

    /** A clone of the Linux template without a config disc. */
    static ObjectNode clone(String name) {
        var order =
                Json.object().put("host", "lab").put("template", "linux-tpl").put("plan", "template-clone");
        order.putArray("names").add(name);
        return order;
    }

    JsonNode awaitJob(Api api, String id) {
        var path = "/api/v1/jobs/" + id;
        await(() -> !api.get(path).json().path("ended_at").isNull());
        return api.get(path).json();
    }

    static void await(BooleanSupplier fact) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!fact.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it did not come true within " + PATIENCE);
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    @Override
    public void close() {
        server.close();
        agent.close();
        client.close();
        lab.ifPresent(Laboratory::close);
    }
}
