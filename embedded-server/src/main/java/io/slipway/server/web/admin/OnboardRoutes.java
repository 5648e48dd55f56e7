package io.slipway.server.web.admin;

import static io.slipway.server.base.ProblemCode.DUPLICATE_NAME;
import static io.slipway.server.base.ProblemCode.HOST_RIGHTS_MISSING;
import static io.slipway.server.base.ProblemCode.INVALID_NAME;
import static io.slipway.server.base.ProblemCode.WRONG_STATE;
import static io.slipway.server.web.Access.ADMIN;
import static io.slipway.server.web.Access.OPERATE;
import static io.slipway.server.web.ProblemSets.HOST_WORK;

import io.javalin.http.Context;
import io.slipway.server.base.Json;
import io.slipway.server.base.Secret;
import io.slipway.server.host.HostOnboarding;
import io.slipway.server.host.Hosts;
import io.slipway.server.host.TlsContact;
import io.slipway.server.hypervisor.pve.onboard.OnboardPlan;
import io.slipway.server.hypervisor.pve.onboard.OnboardPlan.Kind;
import io.slipway.server.hypervisor.pve.onboard.OnboardScript;
import io.slipway.server.vault.OperatorSecrets;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.Answers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Letting Slipway in on a host with few rights: the script to read and run, or run once with root's password. */
final class OnboardRoutes {
    private static final String PATH = "/api/v1/host-onboarding";
    private static final int LONGEST = 255;
    private static final int LONGEST_KEY = 2000;
    private static final int MOST = 64;

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
    private final HostOnboarding onboarding;

    OnboardRoutes(Hosts hosts, OperatorSecrets secrets) {
        this.hosts = hosts;
        this.onboarding = new HostOnboarding(hosts, secrets);
    }

    List<Route> routes() {
        return List.of(
                Route.ask(
                                PATH + "/script",
                                OPERATE,
                                "the script that lets Slipway in on a host, to be read",
                                this::script)
                        .as("onboarding.script")
                        .takes("OnboardPlan")
                        .answers("Script"),
                Route.post(PATH + "/apply", ADMIN, "run it once as root; the password is not kept", this::apply)
                        .as("onboarding.apply")
                        .takes("OnboardOrder")
                        .answers("Onboarded")
                        .refuses(HOST_WORK)
                        .refuses(DUPLICATE_NAME, INVALID_NAME, HOST_RIGHTS_MISSING, WRONG_STATE));
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
        var script = new HostOnboarding.Script(
                text(plan, remove),
                plan.kind() == Kind.API_TOKEN && !remove ? Optional.of(plan.fullToken()) : Optional.empty());
        HostOnboarding.Applied applied;
        try (var root = Secret.of(password)) {
            applied = onboarding.apply(caller, new HostOnboarding.Where(address, port, key), root, script, wanted);
        }
        var answer = Json.object().put("applied", true);
        applied.token()
                .ifPresent(meta -> answer.set(
                        "token",
                        Json.object()
                                .put("id", plan.fullToken())
                                .put("secret_id", meta.id())
                                .put("secret_label", meta.label())));
        applied.host()
                .ifPresent(host ->
                        answer.set("host", HostJson.host(host, hosts.trust().refusal(host))));
        applied.messages().forEach(answer.putArray("messages")::add);
        Answers.json(context, answer);
    }

    /** What would have no effect is refused. */
    private static Optional<HostOnboarding.Registration> registration(RequestDocument document, boolean remove) {
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
        return name.flatMap(text -> pin.map(shown -> new HostOnboarding.Registration(text, port, shown)));
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
