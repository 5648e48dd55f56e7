package io.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.cli.CommandRun.Outcome;
import io.slipway.server.lab.Laboratory;
import io.slipway.server.lab.LaboratoryBuilder;
import io.slipway.server.lab.guest.GuestFault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With a server in another thread, and without any. */
@Timeout(120)
class ServeCommandTest {
    private static final String PASSWORD = "laboratory-password-59c2";

    @TempDir
    Path home;

    private Laboratory lab;
    private String fingerprint = "";

    @BeforeEach
    void open() {
        var key = LaboratoryBuilder.newHostKey();
        fingerprint = KeyUtils.getFingerPrint(BuiltinDigests.sha256, key.getPublic());
        lab = Laboratory.builder().rootPassword(PASSWORD).hostKey(key).start();
    }

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void commandsFindTheServerAndCtrlCStopsIt() throws Exception {
        var serving = cli();
        var served = CompletableFuture.supplyAsync(() -> serving.run("serve", "--lan-address", "none"));
        until(() -> Files.exists(serving.data().resolve("admin.json")));

        register();
        assertThat(cli().run("host", "list").done().out()).contains("lab");
        assertThat(served).isNotDone();
        serving.interrupt();

        var outcome = served.get(60, TimeUnit.SECONDS).done();
        assertThat(outcome.out())
                .contains("is running")
                .contains("http://127.0.0.1:")
                .contains("resume");
        assertThat(serving.data().resolve("admin.json")).doesNotExist();
        assertThat(cli().run("host", "list").done().out())
                .as("without the server")
                .contains("lab");
    }

    @Test
    void withoutAServerACommandIsItsOwnAndWorksUntilTheJobEnds() {
        register();

        var made = cli().run(clone("a1")).done();

        assertThat(made.out()).contains("a1").contains("succeeded, 1 of 1 done");
        assertThat(cli().run("vm", "list").done().out()).contains("a1").contains("present");
        cli().run(clone("b1", "--detach")).refusedWith("SERVICE_UNAVAILABLE", 8);
        assertThat(cli().run("vm", "list").done().out()).doesNotContain("b1");
    }

    @Test
    void ctrlCLeavesTheJobToTheNextStart() throws Exception {
        register();
        lab.guestRules().fault("a1", new GuestFault.NeverBoots());
        var ordering = cli();
        var ordered = CompletableFuture.supplyAsync(() -> ordering.run(clone("a1")));
        until(() -> lab.vms().stream()
                .anyMatch(vm -> vm.name().equals("a1") && vm.status().equals("running")));

        ordering.interrupt();

        var stopped = ordered.get(60, TimeUnit.SECONDS);
        assertThat(stopped.exitCode()).as(stopped.toString()).isEqualTo(130);
        assertThat(stopped.out()).contains("resumes").contains("slipway job show");
        var job = cli().run("job", "list", "--json")
                .done()
                .json()
                .path("items")
                .path(0)
                .path("id")
                .asString();
        assertThat(cli().run("job", "show", job).done().out()).contains("running");

        assertThat(cli().run("job", "cancel", job).done().out()).contains("cancelled");
        assertThat(lab.vms()).noneMatch(vm -> vm.name().equals("a1"));
    }

    private CommandRun cli() {
        return new CommandRun(home).with("SLIPWAY_LAN_ADDRESS", "none");
    }

    private Outcome register() {
        return cli().typing(PASSWORD)
                .run(
                        "host",
                        "add",
                        "lab",
                        "127.0.0.1",
                        "--port",
                        Integer.toString(lab.port()),
                        "--password-stdin",
                        "--host-key",
                        fingerprint)
                .done();
    }

    /** A clone that needs no config ISO, and so no listener for VMs. */
    private static String[] clone(String name, String... more) {
        var words = new java.util.ArrayList<>(java.util.List.of(
                "provision", "--host", "lab", "--template", "linux-tpl", "--plan", "template-clone", "--names", name));
        words.addAll(java.util.List.of(more));
        return words.toArray(String[]::new);
    }

    static void until(BooleanSupplier condition) {
        var deadline = Instant.now().plus(Duration.ofSeconds(60));
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("did not happen in time");
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }
}
