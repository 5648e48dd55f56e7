package io.slipway.cli;

import io.slipway.cli.client.AdminFile;
import io.slipway.cli.client.ControlPlane;
import io.slipway.cli.client.JobView;
import io.slipway.cli.client.PlanView;
import io.slipway.cli.client.ProbeView;
import io.slipway.cli.view.Style;
import io.slipway.cli.view.Table;
import io.slipway.cli.view.Units;
import io.slipway.demo.DemoOrder;
import io.slipway.demo.DemoProof;
import io.slipway.demo.DemoSetting;
import io.slipway.demo.DemoStage;
import io.slipway.server.base.Json;
import io.slipway.server.base.Redactor;
import io.slipway.server.proof.Proof;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code slipway demo}. */
@Command(
        name = "demo",
        description = {
            "Provision Windows VMs on a built-in laboratory, in about half a minute, without a hypervisor.",
            "The whole product runs: SSH, ISO images, TLS, tokens, database. Only the node and its guests are simulated."
        })
final class DemoCommand implements Callable<Integer> {
    private static final int MOST = 50;

    @Option(names = "--vms", paramLabel = "N", description = "How many VMs, 1 to 50; default 3.")
    int vms = 3;

    @Option(names = "--keep", description = "Stay until Ctrl-C afterwards, so that other commands can look.")
    boolean keep;

    @Option(names = "--fast", description = "The laboratory takes no time for anything.")
    boolean fast;

    @Option(
            names = "--transport",
            paramLabel = "WAY",
            description = "How the node is driven, ${COMPLETION-CANDIDATES}; default ssh.")
    Transport transport = Transport.ssh;

    /** The words as they are typed. */
    enum Transport {
        ssh,
        rest
    }

    @Spec
    @Nullable
    CommandSpec spec;

    private final Shell shell;

    DemoCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (vms < 1 || vms > MOST) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(), "--vms takes 1 to " + MOST + ", not " + vms);
        }
        var begin = shell.surroundings().clock().instant();
        var screen = shell.screen();
        screen.line(Style.STRONG, "Slipway demo: " + Units.count(vms, "Windows VM") + " on a built-in laboratory");
        screen.line(
                "The laboratory behaves as a Proxmox VE node; the node and its guests are simulated, nothing else is.");
        screen.line("");
        try (var stage = DemoStage.open(setting());
                var session = session(stage);
                var watch = shell.surroundings().interrupts().during(() -> close(session, stage))) {
            screen.line("laboratory     node " + stage.lab().nodeName() + ", " + (rest() ? "REST API" : "SSH")
                    + " on 127.0.0.1:" + port(stage));
            register(stage, session);
            var proofs = provision(stage, session);
            boolean passed = proofs.stream().allMatch(Proof::passed);
            var took = Duration.between(begin, shell.surroundings().clock().instant());
            screen.result(json(proofs, passed, took), () -> show(proofs, passed, took));
            if (keep) {
                stay(stage);
            }
            return (passed ? ExitCode.OK : ExitCode.UNFINISHED).number();
        }
    }

    private DemoSetting setting() {
        var place = DemoSetting.place(shell.surroundings().environment());
        return new DemoSetting(place, fast, new Redactor(), true);
    }

    /** Through its own HTTP interface, as every other command talks to a control plane. */
    private static Session session(DemoStage stage) {
        var file = AdminFile.read(stage.folder()).orElseThrow();
        var plane = new ControlPlane(file.url(), file.token());
        return new Session(() -> new Session.Link(plane, true, plane::close));
    }

    private static void close(Session session, DemoStage stage) {
        session.close();
        stage.close();
    }

    private boolean rest() {
        return transport == Transport.rest;
    }

    private int port(DemoStage stage) {
        return rest() ? stage.lab().rest().port() : stage.lab().port();
    }

    /** As an operator would: look at the key, compare it with the console's, then register. */
    private void register(DemoStage stage, Session session) {
        var address = Json.object().put("address", DemoOrder.ADDRESS).put(rest() ? "tls_port" : "port", port(stage));
        var seen = session.post("/hosts/fingerprint", address.deepCopy().put("kind", rest() ? "api" : "ssh"));
        var shown = seen.path(rest() ? "certificate" : "host_key").asString("");
        stage.requireOwn(shown);
        var body = address.put("name", DemoOrder.HOST).put(rest() ? "certificate" : "host_key", shown);
        if (rest()) {
            body.put("api_token_id", stage.token().id())
                    .put("api_token_secret", stage.token().secret());
        } else {
            body.put("user_name", "root").put("password", stage.password().reveal());
        }
        session.post("/hosts", body);
        var probe = ProbeView.of(session.post("/hosts/" + DemoOrder.HOST + "/check", Json.object()));
        var screen = shell.screen();
        screen.line((rest() ? "certificate    " : "host key       ") + shown + ", as the laboratory made it");
        screen.line("host           " + probe.product() + " " + probe.version() + ", "
                + Units.count(probe.cpus().orElse(0), "CPU") + ", "
                + Units.bytes(probe.memoryBytes().orElse(0)) + " memory");
    }

    private List<Proof> provision(DemoStage stage, Session session) throws InterruptedException {
        var accepted = session.post("/jobs/provision", DemoOrder.json(vms));
        var plan = PlanView.of(accepted.path("plan"));
        var job = accepted.path("job_id").asString("");
        var screen = shell.screen();
        screen.line("order          " + Units.count(vms, "VM") + " from template " + plan.template() + ", profile "
                + DemoOrder.PROFILE + ", fixed addresses");
        screen.line("");
        var ended = JobView.of(new JobFollower(shell, session).await(job, () -> {
            screen.notice("Stopping; the laboratory and everything in it goes away.");
            close(session, stage);
        }));
        for (var run : ended.runs()) {
            run.problem()
                    .ifPresent(
                            problem -> screen.warning(run.subject() + ": " + problem.code() + ": " + problem.detail()));
        }
        return new DemoProof(stage).of(job, shell.surroundings().sleeper());
    }

    private void show(List<Proof> proofs, boolean passed, Duration took) {
        var screen = shell.screen();
        boolean unicode = screen.terminal().unicode();
        for (var proof : proofs) {
            screen.line("");
            screen.line(Style.STRONG, proof.vm() + ": asked and found");
            var table = Table.of("", "WHAT", "ASKED", "FOUND", "WHO SAYS SO");
            for (var finding : proof.findings()) {
                var mark = finding.passed() ? (unicode ? "✓" : "ok") : (unicode ? "×" : "NO");
                table.row(
                        mark,
                        finding.subject().words(),
                        finding.asked().words(),
                        finding.found().words(),
                        finding.source().words());
            }
            screen.table(table, "");
        }
        long good = proofs.stream().filter(Proof::passed).count();
        screen.line("");
        screen.line(
                passed ? Style.OK : Style.BAD,
                good + " of " + Units.count(proofs.size(), "VM") + " exactly as asked, in " + Units.span(took) + ".");
        screen.line(
                "The guests were simulated: no Windows was installed. The ISO images, the SSH and TLS connections,");
        screen.line("the tokens and the database were real; the laboratory and its data go away with this command.");
        screen.line("On your own host:  slipway host add NAME ADDRESS");
    }

    private JsonNode json(List<Proof> proofs, boolean passed, Duration took) {
        var json = Json.object()
                .put("passed", passed)
                .put("simulated_guests", true)
                .put("transport", transport.name())
                .put("milliseconds", took.toMillis());
        var list = json.putArray("vms");
        for (var proof : proofs) {
            var vm = list.addObject().put("name", proof.vm()).put("passed", proof.passed());
            var findings = vm.putArray("findings");
            for (var finding : proof.findings()) {
                findings.addObject()
                        .put("what", finding.subject().words())
                        .put("asked", finding.asked().words())
                        .put("found", finding.found().words())
                        .put("source", finding.source().words())
                        .put("passed", finding.passed());
            }
        }
        return json;
    }

    /** Until Ctrl-C, whose task closes the stage. */
    private void stay(DemoStage stage) throws InterruptedException {
        shell.screen().notice("");
        shell.screen().notice("Kept until Ctrl-C. In another terminal:  slipway --data " + stage.folder() + " vm list");
        var ended = new CountDownLatch(1);
        try (var watch = shell.surroundings().interrupts().during(ended::countDown)) {
            ended.await();
        }
    }
}
