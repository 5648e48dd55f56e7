package io.slipway.server.web.admin;

import static io.slipway.server.web.Access.ADMIN;
import static io.slipway.server.web.Access.OPERATE;

import io.javalin.http.Context;
import io.slipway.server.base.Caller;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Secret;
import io.slipway.server.host.Hosts;
import io.slipway.server.host.HypervisorFactory.ScriptResult;
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
import tools.jackson.databind.node.ObjectNode;

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
            "pool",
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
        Answers.json(context, Json.object().put("script", text(document)));
    }

    private void apply(Context context) {
        var known = new HashSet<>(PLAN);
        known.addAll(Set.of("address", "port", "host_key", "root_password"));
        var document = RequestDocument.of(context, known);
        var address = document.requiredText("address", LONGEST);
        int port = document.integer("port", 1, 65_535).orElse(22);
        var key = document.requiredText("host_key", LONGEST);
        var password = document.requiredText("root_password", 1024);
        boolean tokenWanted =
                document.text("kind", LONGEST).filter("sudo"::equals).isEmpty()
                        && !document.flag("remove").orElse(false);
        var script = text(document);
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
        var answer = Json.object().put("applied", true);
        if (tokenWanted) {
            keep(AdminGuard.caller(context), address, result.out()).ifPresent(kept -> answer.set("token", kept));
        }
        var messages = answer.putArray("messages");
        result.err().lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(messages::add);
        Answers.json(context, answer);
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
     * @return empty when the token was there before: then nobody can tell its secret any more
     */
    private Optional<ObjectNode> keep(Caller caller, String address, String out) {
        var line = out.lines().filter(text -> text.startsWith("{")).findFirst();
        if (line.isEmpty()) {
            return Optional.empty();
        }
        var json = Json.parseObject(line.get());
        var id = json.path("full-tokenid").asString("");
        var label = "API token " + id + " of " + address;
        try (var value = Secret.of(json.path("value").asString(""))) {
            var meta = secrets.list(caller.tenant()).stream()
                            .anyMatch(known -> known.label().equals(label))
                    ? secrets.rotate(caller, label, value)
                    : secrets.create(caller, label, value);
            return Optional.of(
                    Json.object().put("id", id).put("secret_id", meta.id()).put("secret_label", label));
        }
    }

    private static String text(RequestDocument document) {
        var kind = document.text("kind", LONGEST).orElse(Kind.API_TOKEN.word());
        boolean sudo = kind.equals(Kind.SUDO.word());
        if (!sudo && !kind.equals(Kind.API_TOKEN.word())) {
            document.wrong("kind", "is api-token or sudo");
        }
        var user = document.text("user", LONGEST).orElse(sudo ? "slipway" : "slipway@pve");
        var token = document.text("token", LONGEST).orElse("agent");
        var pool = document.text("pool", LONGEST);
        var templates = numbers(document);
        var discs = texts(document, "disc_storages");
        var disks = texts(document, "disk_storages");
        var bridges = texts(document, "bridges");
        boolean commands = document.flag("guest_commands").orElse(false);
        boolean keys = document.flag("press_keys").orElse(false);
        var publicKey = document.text("public_key", LONGEST_KEY);
        boolean remove = document.flag("remove").orElse(false);
        document.check();
        var plan = new OnboardPlan(
                sudo ? Kind.SUDO : Kind.API_TOKEN,
                user,
                token,
                pool,
                templates,
                discs,
                disks,
                bridges,
                commands,
                keys,
                publicKey);
        return remove ? OnboardScript.remove(plan) : OnboardScript.grant(plan);
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
