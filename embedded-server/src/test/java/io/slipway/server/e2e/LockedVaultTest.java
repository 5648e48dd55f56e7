package io.slipway.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.server.base.Json;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Secret;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.base.TenantId;
import io.slipway.server.boot.AgentAssembly;
import io.slipway.server.boot.AgentConfig;
import io.slipway.server.boot.LanConfig;
import io.slipway.server.host.HostLimits;
import io.slipway.server.host.NewHost;
import io.slipway.server.host.TlsContact;
import io.slipway.server.job.Job;
import io.slipway.server.lab.pve.Effect;
import io.slipway.server.vault.ProtectorChoice;
import io.slipway.server.vault.VaultState;
import io.slipway.server.vault.key.ProtectorKind;
import io.slipway.server.workflow.EdgeProbe;
import io.slipway.server.workflow.RunState;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What happens to orders while the vault is locked or its key is lost, through the real listeners. */
@Timeout(180)
class LockedVaultTest {
    private static final String PASSPHRASE = "river lamp nine oak";

    @TempDir
    Path folder;

    @Test
    @Tag("F130")
    void aWaitingRunGoesOnAfterTheRestartWhenSomebodyUnlocks() throws Exception {
        try (var rig = new Rig(folder)) {
            var config = restart(rig, freePort());
            rig.agent
                    .parts()
                    .vault()
                    .changeProtector(ProtectorChoice.passphrase(Secret.of(PASSPHRASE)), Optional.empty());
            var jobId = rig.submit(Rig.windows(3));
            until(() -> rig.lab.effects().stream().anyMatch(effect -> effect.kind() == Effect.Kind.CLONE));
            rig.agent.close();

            rig.agent = AgentAssembly.open(config);

            assertThat(rig.agent.parts().vault().status().state()).isEqualTo(VaultState.LOCKED);
            assertThat(rig.agent.parts().jobs().runs(TenantId.DEFAULT, jobId))
                    .allMatch(run -> run.state() == RunState.READY || run.state() == RunState.WAITING)
                    .allMatch(run -> run.waitsFor().equals(Optional.of("vault")));
            assertThat(rig.agent.parts().guestEndpoints().urls()).isEmpty();
            assertThat(answers(config.lan().orElseThrow().port()))
                    .as("the port for VMs")
                    .isFalse();
            var refused = catchThrowableOfType(SlipwayException.class, () -> rig.submit(Rig.windows(1)));
            assertThat(refused.problem().code()).isEqualTo(ProblemCode.VAULT_LOCKED);
            assertThat(refused.problem().nextStep()).contains("slipway vault unlock");
            assertThat(send(rig, "GET", "/api/v1/vault", Json.object())
                            .path("state")
                            .asString(""))
                    .isEqualTo("locked");
            assertThat(send(rig, "GET", "/health/ready", Json.object())
                            .path("context")
                            .path("vault-locked")
                            .asString(""))
                    .isEqualTo("blocking");

            var unlocked =
                    send(rig, "POST", "/api/v1/vault/unlock", Json.object().put("passphrase", PASSPHRASE));

            assertThat(unlocked.path("state").asString("")).isEqualTo("unlocked");
            assertThat(rig.await(jobId).state()).as(rig.log(jobId)).isEqualTo(Job.State.SUCCEEDED);
            assertThat(rig.lab.effects().stream().filter(effect -> effect.kind() == Effect.Kind.CLONE))
                    .hasSize(3);
            assertThat(rig.agent.parts().vault().offersWords(TenantId.DEFAULT)).isTrue();
        }
    }

    @Test
    void lockingUnderRunningWorkHoldsItAndFailsNothing() throws Exception {
        try (var rig = new Rig(folder)) {
            restart(rig, freePort());
            var jobId = rig.submit(Rig.windows(3));
            until(() -> rig.lab.effects().stream().anyMatch(effect -> effect.kind() == Effect.Kind.CLONE));
            assertThat(send(rig, "POST", "/api/v1/vault/lock", Json.object())
                            .path("code")
                            .asString(""))
                    .isEqualTo("WRONG_STATE");

            send(rig, "POST", "/api/v1/vault/lock", Json.object().put("now", true));
            until(() -> rig.agent.parts().jobs().runs(TenantId.DEFAULT, jobId).stream()
                    .noneMatch(run -> run.state() == RunState.RUNNING));

            assertThat(rig.agent.parts().jobs().runs(TenantId.DEFAULT, jobId))
                    .as(rig.log(jobId))
                    .allMatch(run -> run.waitsFor().equals(Optional.of("vault")));
            send(rig, "POST", "/api/v1/vault/unlock", Json.object());
            assertThat(rig.await(jobId).state()).as(rig.log(jobId)).isEqualTo(Job.State.SUCCEEDED);
        }
    }

    @Test
    @Tag("F133")
    void aLostKeyIsSaidAndAfterGivingItUpTheSecretsAreEnteredAgain() throws Exception {
        try (var rig = new Rig(folder)) {
            var pin = rig.agent.parts().localCa().pin();
            rig.agent.close();
            Files.delete(folder.resolve("vault.json"));

            rig.agent = AgentAssembly.open(Rig.config(folder, EdgeProbe.none()));

            var standing = send(rig, "GET", "/api/v1/vault", Json.object());
            assertThat(standing.path("state").asString("")).isEqualTo("lost");
            assertThat(standing.path("why").path("next_step").asString("")).contains("vault reset");
            assertThat(standing.path("needs_reentry").toString()).contains("password of host lab");
            var refused = catchThrowableOfType(SlipwayException.class, () -> rig.submit(Rig.windows(1)));
            assertThat(refused.problem().code()).isEqualTo(ProblemCode.VAULT_KEY_LOST);
            var reset = Json.object().put("protector", ProtectorKind.KEY_FILE.word());
            assertThat(send(rig, "POST", "/api/v1/vault/reset", reset.put("confirm", "yes"))
                            .path("code")
                            .asString(""))
                    .isEqualTo("BAD_REQUEST");

            var after = send(rig, "POST", "/api/v1/vault/reset", reset.put("confirm", "give up the lost key"));

            assertThat(after.path("state").asString("")).isEqualTo("unlocked");
            assertThat(after.path("needs_reentry").toString()).contains("password of host lab");
            assertThat(rig.agent.parts().localCa().pin()).as("a new authority").isNotEqualTo(pin);
            var needs = catchThrowableOfType(SlipwayException.class, () -> rig.submit(Rig.windows(1)));
            assertThat(needs.problem().code())
                    .as("what vouched for the host went with the key")
                    .isEqualTo(ProblemCode.HOST_RECORD_ALTERED);
            enterAgain(rig);
            var jobId = rig.submit(Rig.windows(1));
            assertThat(rig.await(jobId).state()).as(rig.log(jobId)).isEqualTo(Job.State.SUCCEEDED);
        }
    }

    private static void enterAgain(Rig rig) {
        var key = rig.agent
                .parts()
                .ssh()
                .fetchHostKey("127.0.0.1", rig.lab.port())
                .toString();
        rig.agent
                .parts()
                .hosts()
                .add(
                        TenantId.DEFAULT,
                        new NewHost(
                                "lab",
                                "127.0.0.1",
                                rig.lab.port(),
                                "root",
                                Optional.of(Secret.of(Rig.PASSWORD)),
                                Optional.empty(),
                                Optional.of(key),
                                TlsContact.unpinned(),
                                true,
                                HostLimits.USUAL));
    }

    /** The same agent on a fixed port, so that discs made before the next start still fit. */
    private AgentConfig restart(Rig rig, int port) {
        rig.agent.close();
        var lan = new LanConfig(List.of(InetAddress.getLoopbackAddress()), port, Optional.empty(), true);
        var config = AgentConfig.of(folder, Optional.of(lan)).withPauses(Duration.ofMillis(20), Duration.ofMillis(50));
        rig.agent = AgentAssembly.open(config);
        return config;
    }

    private static int freePort() throws IOException {
        try (var free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    private static boolean answers(int port) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (ConnectException e) {
            return false;
        }
    }

    private JsonNode send(Rig rig, String method, String path, ObjectNode body) throws Exception {
        var file = Json.parse(Files.readAllBytes(folder.resolve("admin.json")));
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + rig.agent.adminPort() + path))
                .header("Authorization", "Bearer " + file.path("token").asString(""))
                .header("Content-Type", "application/json");
        var publisher = method.equals("GET")
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(Json.write(body));
        try (var http = HttpClient.newHttpClient()) {
            return Json.parse(http.send(request.method(method, publisher).build(), BodyHandlers.ofString())
                    .body());
        }
    }

    private static void until(BooleanSupplier fact) {
        long end = System.nanoTime() + Rig.PATIENCE.toNanos();
        while (!fact.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it did not come true");
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }
}
