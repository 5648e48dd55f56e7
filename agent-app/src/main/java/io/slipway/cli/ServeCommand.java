package io.slipway.cli;

import io.slipway.home.LogFile;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code slipway serve}. */
@Command(
        name = "serve",
        description = "Run the control plane until Ctrl-C: works on jobs, listens to VMs, answers the other commands.",
        sortOptions = false)
final class ServeCommand implements Callable<Integer> {
    @Option(
            names = "--admin-port",
            paramLabel = "PORT",
            description = "Port on 127.0.0.1 for the admin API; default: a free one, told in the data folder.")
    @Nullable
    Integer adminPort;

    @Mixin
    ServeVaultOptions vault = new ServeVaultOptions();

    @Mixin
    LanOptions lan = new LanOptions();

    private final Shell shell;

    ServeCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var planes = shell.planes();
        var running = planes.running();
        if (running.isPresent()) {
            running.get().stop().run();
            throw Problem.of(
                            ProblemCode.DATA_FOLDER_IN_USE,
                            "A control plane already runs on " + shell.dataFolder() + ", at "
                                    + running.get().plane().url() + ".")
                    .exception();
        }
        var usual = shell.config(lan.config(shell.surroundings().environment())).withVault(vault.setup(shell));
        var config = adminPort == null ? usual : usual.withAdminPort(adminPort);
        var ended = new CountDownLatch(1);
        try (var session = new Session(() -> planes.own(config));
                var watch = shell.surroundings().interrupts().during(() -> stop(session, ended))) {
            var about = session.get("/about");
            var standing = session.get("/vault");
            shell.screen().result(about, () -> show(about, standing));
            ended.await();
        }
        return ExitCode.OK.number();
    }

    private void stop(Session session, CountDownLatch ended) {
        shell.screen().notice("Stopping; unfinished jobs resume at the next start.");
        session.close();
        ended.countDown();
    }

    private void show(JsonNode about, JsonNode standing) {
        var screen = shell.screen();
        screen.line("Slipway " + Version.text()
                + " is running. Ctrl-C stops it; unfinished jobs resume at the next start.");
        screen.line("admin API  " + about.path("admin_url").asString("") + "/api/v1 (this machine only)");
        var urls = about.path("lan").path("urls");
        urls.forEach(url -> screen.line("for VMs    " + url.asString("") + " (TLS, pinned)"));
        if (!standing.path("state").asString("").equals("unlocked")) {
            var why = standing.path("why");
            screen.warning(why.path("detail").asString("") + " Until then runs wait and VMs cannot report. "
                    + why.path("next_step").asString(""));
        }
        for (var warning : about.path("warnings")) {
            if (!warning.path("name").asString("").equals("vault-locked")) {
                screen.warning(warning.path("text").asString(""));
            }
        }
        screen.line("data       " + shell.dataFolder());
        screen.line("log        " + LogFile.of(shell.dataFolder()));
    }
}
