package io.slipway.server.web.admin;

import static io.slipway.server.web.Access.ADMIN;
import static io.slipway.server.web.Access.OPERATE;

import io.javalin.http.Context;
import io.slipway.server.base.Caller;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Secret;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.host.HostLimits;
import io.slipway.server.host.Hosts;
import io.slipway.server.host.HypervisorFactory.ScriptResult;
import io.slipway.server.host.NewHost;
import io.slipway.server.host.TlsContact;
import io.slipway.server.hypervisor.pve.onboard.OnboardPlan;
import io.slipway.server.hypervisor.pve.onboard.OnboardPlan.Kind;
import io.slipway.server.hypervisor.pve.onboard.OnboardScript;
import io.slipway.server.vault.OperatorSecrets;
import io.slipway.server.vault.SecretMeta;
import io.slipway.server.vault.SecretRef;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.Answers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/** Letting Slipway in on a host with few rights: the script to read and run, or run once with root's password. */
final class OnboardRoutes {
    private static final String PATH = "/api/v1/host-onboarding";
    private static final int LONGEST = 255;
    private static final int LONGEST_KEY = 2000;
    private static final int MOST = 64;
    /** Proxmox makes a UUID. */
    private static final Pattern TOKEN_SECRET = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private static final Set<String> PLAN = Set.of(
            "kind",
            "user",
            "token",
            "templates",
            "disc_storages",
            "disk_storages",
            "bridges",
            "guest_commands",
            "press_keys",
            "public_key",
            "remove");

    private final Hosts hosts;
    private final OperatorSecrets secrets;

    OnboardRoutes(Hosts hosts, OperatorSecrets secrets) {
        this.hosts = hosts;
        this.secrets = secrets;
    }

    List<Route> routes() {
        return List.of(
                Route.ask(
                        PATH + "/script",
                        OPERATE,
                        "the script that lets Slipway in on a host, to be read",
                        this::script),
                Route.post(PATH + "/apply", ADMIN, "run it once as root; the password is not kept", this::apply));
    }

    private void script(Context context) {
        var document = RequestDocument.of(context, PLAN);
        boolean remove = document.flag("remove").orElse(false);
        Answers.json(context, Json.object().put("script", text(plan(document), remove)));
    }

    private void apply(Context context) {
        var known = new HashSet<>(PLAN);
        known.addAll(Set.of("address", "port", "host_key", "root_password", "name", "certificate", "tls_port"));
        var document = RequestDocument.of(context, known);
        var address = document.requiredText("address", LONGEST);
        int port = document.integer("port", 1, 65_535).orElse(22);
        var key = document.requiredText("host_key", LONGEST);
        var password = document.requiredText("root_password", 1024);
        boolean remove = document.flag("remove").orElse(false);
        var wanted = registration(document, remove);
        var plan = plan(document);
        var caller = AdminGuard.caller(context);
        wanted.ifPresent(host -> hosts.requireNew(caller.tenant(), host.name(), address, host.port(), host.pin()));
        var result = run(address, port, key, password, text(plan, remove));
        var answer = Json.object().put("applied", true);
        if (plan.kind() == Kind.API_TOKEN && !remove) {
            var kept = keep(caller, address, plan, result.out());
            kept.ifPresent(meta -> answer.set(
                    "token",
                    Json.object()
                            .put("id", plan.fullToken())
                            .put("secret_id", meta.id())
                            .put("secret_label", meta.label())));
            wanted.ifPresent(host -> answer.set("host", register(caller, address, plan, host, kept)));
        }
        var messages = answer.putArray("messages");
        result.err().lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(messages::add);
        Answers.json(context, answer);
    }

    /** Under which name and certificate the host is to be registered with the new token. */
    private record Registration(String name, int port, String pin) {}

    /** What would have no effect is refused. */
    private static Optional<Registration> registration(RequestDocument document, boolean remove) {
        var name = document.text("name", LONGEST);
        var pin = document.text("certificate", LONGEST);
        int port = document.integer("tls_port", 1, 65_535).orElse(TlsContact.USUAL_PORT);
        boolean sudo =
                document.text("kind", LONGEST).filter(Kind.SUDO.word()::equals).isPresent();
        if (name.isPresent() && (remove || sudo)) {
            document.wrong("name", "registers the host with a new API token, and none is made");
        }
        if (name.isPresent() != pin.isPresent()) {
            document.wrong("certificate", "goes together with name: the host is registered with this certificate");
        }
        if (name.isEmpty() && document.has("tls_port")) {
            document.wrong("tls_port", "is for registering the host, which needs its name");
        }
        return name.flatMap(text -> pin.map(shown -> new Registration(text, port, shown)));
    }

    private ScriptResult run(String address, int port, String key, String password, String script) {
        ScriptResult result;
        try (var root = Secret.of(password)) {
            result = hosts.runAsRoot(address, port, key, root, script);
        }
        if (result.exitCode() != 0) {
            throw Problem.of(
                            ProblemCode.HOST_ANSWER,
                            "The script ended with " + result.exitCode() + ": " + lastWords(result.err()) + ".",
                            "Nothing is undone by itself; run it again after mending the cause, or with --remove.")
                    .exception();
        }
        return result;
    }

    private static String lastWords(String text) {
        var lines = text.lines().filter(line -> !line.isBlank()).toList();
        var last = lines.isEmpty() ? "it said nothing" : lines.getLast().strip();
        var clean = last.replaceAll("[\\p{Cntrl}\\p{Cf}]", " ");
        return clean.length() > LONGEST ? clean.substring(0, LONGEST) + "…" : clean;
    }

    /**
     * The token's secret goes from the script's output into the vault and nowhere else; its name and the place are told.
     *
     * @return empty when the token was there before and its secret is not here: then nobody can tell it any more
     */
    private Optional<SecretMeta> keep(Caller caller, String address, OnboardPlan plan, String out) {
        var label = "API token " + plan.fullToken() + " of " + address;
        var known = secrets.list(caller.tenant()).stream()
                .filter(meta -> meta.label().equals(label))
                .findFirst();
        var line = out.lines().filter(text -> text.startsWith("{")).findFirst();
        if (line.isEmpty()) {
            return known;
        }
        try (var value = Secret.of(secretOf(plan, line.get()))) {
            return Optional.of(
                    known.isPresent() ? secrets.rotate(caller, label, value) : secrets.create(caller, label, value));
        }
    }

    /** Checked, because what answers is not ours: a wrong one would be noticed at the first sign-in only. */
    private static String secretOf(OnboardPlan plan, String line) {
        var json = parsed(line);
        var value = json.path("value").asString("");
        if (!plan.fullToken().equals(json.path("full-tokenid").asString(""))
                || !TOKEN_SECRET.matcher(value).matches()) {
            throw noToken();
        }
        return value;
    }

    private static ObjectNode parsed(String line) {
        try {
            return Json.parseObject(line);
        } catch (SlipwayException e) {
            // Its text may hold the secret, so it is not passed on.
            throw noToken();
        }
    }

    private static SlipwayException noToken() {
        return Problem.of(
                        ProblemCode.HOST_ANSWER,
                        "The script ran, but the host's answer is not the token it was asked for.",
                        "Take it back with --remove and try again.")
                .exception();
    }

    /** The secret moves from its own place to the host's; it stays where it is if the host cannot be registered. */
    private ObjectNode register(
            Caller caller, String address, OnboardPlan plan, Registration wanted, Optional<SecretMeta> kept) {
        var meta = kept.orElseThrow(() -> Problem.of(
                        ProblemCode.WRONG_STATE,
                        "The token " + plan.fullToken()
                                + " was there before, so nobody can tell its secret any more and"
                                + " the host is not registered.",
                        "Take it back with --remove, then do it again.")
                .exception());
        var ref = new SecretRef(meta.id(), meta.version());
        try (var lease = secrets.open(caller, ref, "register host " + wanted.name())) {
            var host = hosts.add(
                    caller.tenant(),
                    new NewHost(
                            wanted.name(),
                            address,
                            wanted.port(),
                            plan.fullToken(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.of(lease.value()),
                            Optional.of(wanted.pin()),
                            new TlsContact(wanted.port(), Optional.empty()),
                            false,
                            HostLimits.USUAL));
            secrets.delete(caller, meta.id());
            return HostJson.host(host, hosts.trust().refusal(host));
        } catch (SlipwayException e) {
            var problem = e.problem();
            throw new SlipwayException(
                    Problem.of(
                            problem.code(),
                            "The script ran and the token is in the vault, but the host is not registered: "
                                    + problem.detail(),
                            "After mending the cause, do the same again; the token is used as it is."),
                    e);
        }
    }

    private static String text(OnboardPlan plan, boolean remove) {
        return remove ? OnboardScript.remove(plan) : OnboardScript.grant(plan);
    }

    private static OnboardPlan plan(RequestDocument document) {
        var kind = document.text("kind", LONGEST).orElse(Kind.API_TOKEN.word());
        boolean sudo = kind.equals(Kind.SUDO.word());
        if (!sudo && !kind.equals(Kind.API_TOKEN.word())) {
            document.wrong("kind", "is api-token or sudo");
        }
        var user = document.text("user", LONGEST).orElse(sudo ? "slipway" : "slipway@pve");
        if (sudo && document.has("token")) {
            document.wrong("token", "is for an API token");
        }
        var token = document.text("token", LONGEST).orElse("agent");
        var templates = numbers(document);
        var discs = texts(document, "disc_storages");
        var disks = texts(document, "disk_storages");
        var bridges = texts(document, "bridges");
        boolean commands = document.flag("guest_commands").orElse(false);
        boolean keys = document.flag("press_keys").orElse(false);
        var publicKey = document.text("public_key", LONGEST_KEY);
        document.check();
        return new OnboardPlan(
                sudo ? Kind.SUDO : Kind.API_TOKEN,
                user,
                token,
                templates,
                discs,
                disks,
                bridges,
                commands,
                keys,
                publicKey);
    }

    private static List<String> texts(RequestDocument document, String name) {
        return document.texts(name, MOST, LONGEST).orElse(List.of());
    }

    private static List<Integer> numbers(RequestDocument document) {
        var numbers = new ArrayList<Integer>();
        for (var text : texts(document, "templates")) {
            if (text.matches("[1-9][0-9]{2,8}")) {
                numbers.add(Integer.valueOf(text));
            } else {
                document.wrong("templates", "are numbers of VMs");
            }
        }
        return numbers;
    }
}
