package io.slipway.server.web.admin;

import static io.slipway.server.base.ProblemCode.DUPLICATE_NAME;
import static io.slipway.server.base.ProblemCode.HOST_NOT_FOUND;
import static io.slipway.server.base.ProblemCode.HOST_RIGHTS_MISSING;
import static io.slipway.server.base.ProblemCode.INVALID_NAME;
import static io.slipway.server.base.ProblemCode.WRONG_STATE;
import static io.slipway.server.web.Access.ADMIN;
import static io.slipway.server.web.Access.OPERATE;
import static io.slipway.server.web.Access.READ;
import static io.slipway.server.web.ProblemSets.HOST_WORK;
import static io.slipway.server.web.ProblemSets.VAULT;

import io.javalin.http.Context;
import io.slipway.server.base.Json;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Secret;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.host.Host;
import io.slipway.server.host.HostAuth;
import io.slipway.server.host.HostLimits;
import io.slipway.server.host.Hosts;
import io.slipway.server.host.NewHost;
import io.slipway.server.host.TlsContact;
import io.slipway.server.vault.OperatorSecrets;
import io.slipway.server.vault.SecretRef;
import io.slipway.server.vault.SecretTarget;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.Answers;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/** Registered hosts: add, look, check, forget. */
final class HostRoutes {
    private static final int LONGEST = 255;
    private static final int SSH_PORT = 22;
    private static final Set<String> LIMITS = Set.of("slots", "first_vm_id", "last_vm_id");

    private final Hosts hosts;
    private final OperatorSecrets secrets;

    HostRoutes(Hosts hosts, OperatorSecrets secrets) {
        this.hosts = hosts;
        this.secrets = secrets;
    }

    List<Route> routes() {
        return List.of(
                Route.ask(
                                "/api/v1/hosts/fingerprint",
                                ADMIN,
                                "the SSH key and certificate a machine shows now",
                                this::fingerprint)
                        .as("hosts.fingerprint")
                        .takes("MachineToAsk")
                        .answers("Fingerprints")
                        .refuses(HOST_WORK),
                Route.get("/api/v1/hosts", READ, "all hosts", this::list)
                        .as("hosts.list")
                        .answers("HostList"),
                Route.post("/api/v1/hosts", ADMIN, "register a host after a full probe", this::add)
                        .as("hosts.add")
                        .takes("NewHost")
                        .answers(201, "Host")
                        .headers("Location")
                        .refuses(HOST_WORK)
                        .refuses(DUPLICATE_NAME, INVALID_NAME, HOST_RIGHTS_MISSING, WRONG_STATE),
                Route.get("/api/v1/hosts/{host}", READ, "one host, by id or name", this::show)
                        .as("hosts.show")
                        .answers("Host")
                        .refuses(HOST_NOT_FOUND),
                Route.delete("/api/v1/hosts/{host}", ADMIN, "forget a host without VMs of ours", this::remove)
                        .as("hosts.remove")
                        .answers("Deleted")
                        .refuses(HOST_NOT_FOUND, WRONG_STATE),
                Route.put("/api/v1/hosts/{host}/limits", ADMIN, "say how far Slipway may go on a host", this::limit)
                        .as("hosts.limit")
                        .takes("HostLimits")
                        .answers("Host")
                        .refuses(HOST_NOT_FOUND),
                Route.ask("/api/v1/hosts/{host}/check", OPERATE, "probe a host now", this::probe)
                        .as("hosts.check")
                        .answers("HostProbe")
                        .refuses(HOST_WORK)
                        .refuses(HOST_NOT_FOUND),
                Route.get("/api/v1/hosts/{host}/rights", OPERATE, "what our sign-in may do there", this::rights)
                        .as("hosts.rights")
                        .answers("Rights")
                        .refuses(HOST_WORK)
                        .refuses(HOST_NOT_FOUND),
                Route.ask(
                                "/api/v1/hosts/{host}/compare",
                                OPERATE,
                                "what is pinned beside what the host shows now",
                                this::compare)
                        .as("hosts.compare")
                        .takes("Nothing")
                        .answers("HostIdentity")
                        .refuses(HOST_WORK)
                        .refuses(HOST_NOT_FOUND),
                Route.post("/api/v1/hosts/{host}/repin", ADMIN, "pin the key or certificate it shows now", this::repin)
                        .as("hosts.repin")
                        .takes("KeyToPin")
                        .answers("HostPinned")
                        .refuses(HOST_WORK)
                        .refuses(HOST_NOT_FOUND, WRONG_STATE),
                Route.post("/api/v1/hosts/{host}/resume", ADMIN, "go on after the old key came back", this::resume)
                        .as("hosts.resume")
                        .takes("Nothing")
                        .answers("Host")
                        .refuses(HOST_WORK)
                        .refuses(HOST_NOT_FOUND, WRONG_STATE),
                Route.post("/api/v1/hosts/{host}/confirm", ADMIN, "take an altered record as it is", this::confirm)
                        .as("hosts.confirm")
                        .takes("RecordToConfirm")
                        .answers("Host")
                        .refuses(VAULT)
                        .refuses(HOST_NOT_FOUND, WRONG_STATE));
    }

    private void fingerprint(Context context) {
        var document = RequestDocument.of(context, Set.of("address", "port", "tls_port", "kind"));
        var address = document.requiredText("address", LONGEST);
        int port = document.integer("port", 1, 65_535).orElse(SSH_PORT);
        int tlsPort = document.integer("tls_port", 1, 65_535).orElse(TlsContact.USUAL_PORT);
        var kind = document.text("kind", LONGEST).orElse("ssh");
        if (!kind.equals("ssh") && !kind.equals("api")) {
            document.wrong("kind", "must be ssh or api");
        }
        document.check();
        if (kind.equals("api")) {
            var shown = hosts.shownCertificate(address, tlsPort);
            Answers.json(context, Json.object().putNull("host_key").put("certificate", shown));
            return;
        }
        Answers.json(
                context,
                Json.object()
                        .put("host_key", hosts.shownKey(address, port))
                        .put("certificate", certificate(address, tlsPort).orElse(null)));
    }

    /** A host may well be used without its web server. */
    private Optional<String> certificate(String address, int port) {
        try {
            return Optional.of(hosts.shownCertificate(address, port));
        } catch (SlipwayException e) {
            if (e.problem().code() == ProblemCode.HOST_OFFLINE) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private void list(Context context) {
        var answer = Json.object();
        var items = answer.putArray("items");
        hosts.list(AdminGuard.caller(context).tenant()).forEach(host -> items.add(view(host)));
        Answers.json(context, answer);
    }

    private void add(Context context) {
        var document = RequestDocument.of(
                context,
                Set.of(
                        "name",
                        "address",
                        "port",
                        "user_name",
                        "password",
                        "key_file",
                        "api_token_id",
                        "api_token_secret",
                        "host_key",
                        "certificate",
                        "tls_port",
                        "replace_key",
                        "limits"));
        var tokenId = document.text("api_token_id", LONGEST);
        var tokenSecret = document.text("api_token_secret", LONGEST).map(Secret::of);
        boolean api = tokenId.isPresent();
        requireOneWay(document, api, tokenSecret.isPresent());
        int tlsPort = document.integer("tls_port", 1, 65_535).orElse(TlsContact.USUAL_PORT);
        var wanted = new NewHost(
                document.requiredText("name", LONGEST),
                document.requiredText("address", LONGEST),
                api ? tlsPort : document.integer("port", 1, 65_535).orElse(SSH_PORT),
                tokenId.orElseGet(() -> document.text("user_name", LONGEST).orElse("root")),
                document.text("password", 1024).map(Secret::of),
                keyFile(document),
                tokenSecret,
                document.text(api ? "certificate" : "host_key", LONGEST),
                new TlsContact(tlsPort, api ? Optional.empty() : document.text("certificate", LONGEST)),
                document.flag("replace_key").orElse(false),
                limits(document));
        document.check();
        try {
            var host = hosts.add(AdminGuard.caller(context).tenant(), wanted);
            Answers.json(context.header("Location", "/api/v1/hosts/" + host.id()), 201, view(host));
        } finally {
            wanted.password().ifPresent(Secret::close);
            wanted.apiToken().ifPresent(Secret::close);
        }
    }

    /** What belongs to the other way of signing in would have no effect, so it is refused. */
    private static void requireOneWay(RequestDocument document, boolean api, boolean secret) {
        if (api != secret) {
            document.wrong("api_token_secret", "goes together with api_token_id");
        }
        for (var field : List.of("port", "user_name", "password", "key_file", "host_key")) {
            if (api && document.has(field)) {
                document.wrong(field, "is for SSH, and api_token_id signs in to the REST API");
            }
        }
    }

    private static Optional<String> keyFile(RequestDocument document) {
        var path = document.text("key_file", 4096);
        if (path.isPresent() && !absolute(path.get())) {
            document.wrong("key_file", "must be an absolute path on this machine");
        }
        return path;
    }

    private static boolean absolute(String text) {
        try {
            return Path.of(text).isAbsolute();
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static HostLimits limits(RequestDocument document) {
        var inner = document.inner("limits", LIMITS);
        var usual = HostLimits.USUAL;
        return inner.isEmpty() ? usual : limits(inner.get(), usual, first -> Math.max(first, usual.lastVmId()));
    }

    /** @param last what the last id is when only the first one is given */
    private static HostLimits limits(RequestDocument wanted, HostLimits otherwise, IntUnaryOperator last) {
        int slots = wanted.integer("slots", 1, HostLimits.MOST_SLOTS).orElse(otherwise.slots());
        int firstId = id(wanted, "first_vm_id").orElse(otherwise.firstVmId());
        int lastId = id(wanted, "last_vm_id").orElse(last.applyAsInt(firstId));
        if (lastId < firstId) {
            wanted.wrong("last_vm_id", "must not lie below first_vm_id");
            return otherwise;
        }
        return new HostLimits(slots, firstId, lastId);
    }

    private static OptionalInt id(RequestDocument wanted, String name) {
        return wanted.integer(name, HostLimits.LOWEST_ID, HostLimits.HIGHEST_ID);
    }

    private void limit(Context context) {
        var host = host(context);
        var document = RequestDocument.of(context, LIMITS);
        // What is left out stays as it is.
        var wanted = limits(document, host.limits(), first -> host.limits().lastVmId());
        document.check();
        Answers.json(context, view(hosts.limit(host.tenant(), host.id(), wanted)));
    }

    private Host host(Context context) {
        return hosts.require(AdminGuard.caller(context).tenant(), Parameters.word(context, "host"));
    }

    /** With the secret's state where a form would have a password: what it is filled from, and whether that opens. */
    private ObjectNode view(Host host) {
        var json = HostJson.host(host, hosts.trust().refusal(host));
        if (!(host.auth() instanceof HostAuth.KeyFile)) {
            var bound = secrets.said(host.tenant(), SecretTarget.hostPassword(host.id()));
            var state = bound.map(
                    ref -> secrets.require(host.tenant(), ref.id()).state().word());
            json.put("secret_ref", bound.map(SecretRef::id).orElse(null)).put("secret_state", state.orElse("not_set"));
        }
        return json;
    }

    private void show(Context context) {
        Answers.json(context, view(host(context)));
    }

    private void rights(Context context) {
        Answers.json(context, HostJson.rights(hosts.rights(host(context))));
    }

    private void compare(Context context) {
        RequestDocument.of(context, Set.of()).check();
        var host = host(context);
        Answers.json(context, HostJson.identity(host, hosts.pins().compare(host)));
    }

    private void repin(Context context) {
        var document = RequestDocument.of(context, Set.of("fingerprint"));
        var fingerprint = document.requiredText("fingerprint", LONGEST);
        document.check();
        var pinned = hosts.pins().repin(AdminGuard.caller(context), host(context), fingerprint);
        Answers.json(context, view(host(context)).put("pinned", pinned));
    }

    private void resume(Context context) {
        RequestDocument.of(context, Set.of()).check();
        hosts.pins().resume(AdminGuard.caller(context), host(context));
        Answers.json(context, view(host(context)));
    }

    private void confirm(Context context) {
        var document = RequestDocument.of(context, Set.of("record"));
        var record = document.requiredText("record", LONGEST);
        document.check();
        hosts.pins().confirm(AdminGuard.caller(context), host(context), record);
        Answers.json(context, view(host(context)));
    }

    private void remove(Context context) {
        hosts.remove(AdminGuard.caller(context).tenant(), Parameters.word(context, "host"));
        Answers.json(context, Json.object().put("deleted", true));
    }

    private void probe(Context context) {
        var host = host(context);
        Answers.json(context, HostJson.probe(hosts.check(host), hosts.rights(host)));
    }
}
