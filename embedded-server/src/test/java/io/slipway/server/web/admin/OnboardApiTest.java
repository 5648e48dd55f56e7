package io.slipway.server.web.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Json;
import io.slipway.server.base.TenantId;
import io.slipway.server.host.Host;
import io.slipway.server.lab.Laboratory;
import io.slipway.server.lab.rest.LabToken;
import io.slipway.server.ssh.TestSshd;
import io.slipway.server.vault.SecretMeta;
import io.slipway.server.vault.SecretRef;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** The onboarding script over the API: printed, or run once over real SSH with root's password. */
@Timeout(120)
class OnboardApiTest {
    private static final String SECRET = "3f2504e0-4f89-11d3-9a0c-0305e82c3301";
    private static final String PATH = "/api/v1/host-onboarding";

    @TempDir
    Path folder;

    @TempDir
    Path remote;

    private final List<String> received = new CopyOnWriteArrayList<>();
    private AdminRig rig;
    private TestSshd sshd;
    private volatile int exit;

    @BeforeEach
    void start() throws Exception {
        rig = new AdminRig(folder);
        sshd = TestSshd.start(TestSshd.newKey(), 0, remote);
        sshd.scripts = command -> channel -> {
            received.add(command);
            channel.err("Done. Slipway may sign in.\n");
            if (exit == 0) {
                channel.out("{\"full-tokenid\":\"slipway@pve!agent\",\"info\":{\"privsep\":\"1\"},\"value\":\"" + SECRET
                        + "\"}\n");
            }
            channel.exit(exit);
        };
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
        sshd.close();
    }

    private ObjectNode body() {
        var key = rig.admin()
                .post(
                        "/api/v1/hosts/fingerprint",
                        Json.object().put("address", "127.0.0.1").put("port", sshd.port()))
                .json()
                .path("host_key")
                .asString();
        return Json.object()
                .put("address", "127.0.0.1")
                .put("port", sshd.port())
                .put("host_key", key)
                .put("root_password", TestSshd.PASSWORD);
    }

    @Test
    void theScriptIsOnlyTold() {
        var answer = rig.user("worker", Caller.Role.OPERATE).post(PATH + "/script", Json.object());

        assertThat(answer.json().path("script").asString()).startsWith("#!/bin/sh\n");
        assertThat(rig.user("reader", Caller.Role.READ)
                        .post(PATH + "/script", Json.object())
                        .status())
                .isEqualTo(403);
        assertThat(rig.user("worker", Caller.Role.OPERATE)
                        .post(PATH + "/apply", body())
                        .status())
                .isEqualTo(403);
        assertThat(received).isEmpty();
    }

    @Test
    @Tag("F134")
    @Tag("F135")
    void appliedOnceTheTokensSecretIsInTheVaultAndRootsPasswordNowhere() throws Exception {
        var answer = rig.admin().post(PATH + "/apply", body());

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.text()).doesNotContain(SECRET).doesNotContain(TestSshd.PASSWORD);
        assertThat(answer.json().path("token").path("id").asString()).isEqualTo("slipway@pve!agent");
        assertThat(received)
                .singleElement()
                .asString()
                .doesNotContain(TestSshd.PASSWORD)
                .contains("pveum role add");
        var ref = new SecretRef(answer.json().path("token").path("secret_id").asString(), 1);
        try (var lease = rig.agent.parts().secrets().open(Caller.localOperator(), ref, "test")) {
            assertThat(lease.value().reveal()).isEqualTo(SECRET);
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(SECRET)
                        .doesNotContain(TestSshd.PASSWORD);
            }
        }
        assertThat(rig.column("select action from audit")).contains("api.POST " + PATH + "/apply");
    }

    @Test
    @Tag("F123")
    void anotherKeyThanTheConfirmedOneGetsNoPassword() {
        var wrong = body().put("host_key", "SHA256:" + "A".repeat(43));

        var refused = rig.admin().post(PATH + "/apply", wrong);

        assertThat(refused.code()).isEqualTo("HOST_KEY_CHANGED");
        assertThat(received).isEmpty();
    }

    private static Laboratory api(String secret) {
        return Laboratory.builder()
                .token(LabToken.of("slipway@pve!agent", secret, LabToken.ALL))
                .start();
    }

    /** As Proxmox prints it. */
    private static String pin(Laboratory lab) {
        return lab.rest().fingerprint().toUpperCase(Locale.ROOT).replaceAll("(..)(?!$)", "$1:");
    }

    private ObjectNode registering(Laboratory lab) {
        return body().put("name", "pve9")
                .put("certificate", pin(lab))
                .put("tls_port", lab.rest().port());
    }

    @Test
    @Tag("F134")
    void withANameTheHostIsRegisteredWithTheTokenAndTheConfirmedCertificate() {
        try (var lab = api(SECRET)) {
            var answer = rig.admin().post(PATH + "/apply", registering(lab));

            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            assertThat(answer.json().path("host").path("name").asString()).isEqualTo("pve9");
            var host = rig.agent.parts().hosts().require(TenantId.DEFAULT, "pve9");
            assertThat(host.hostKeyPin()).isEqualTo(Host.BY_CERTIFICATE + pin(lab));
            assertThat(host.userName()).isEqualTo("slipway@pve!agent");
            assertThat(rig.agent.parts().hosts().check(host).node()).isNotEmpty();
            assertThat(rig.agent.parts().secrets().list(TenantId.DEFAULT))
                    .extracting(SecretMeta::label)
                    .containsExactly("password of host pve9");
        }
    }

    @Test
    void aHostThatCannotBeRegisteredKeepsItsTokenAndTheNextTimeUsesIt() {
        try (var lab = api("00000000-0000-0000-0000-000000000000")) {
            var refused = rig.admin().post(PATH + "/apply", registering(lab));

            assertThat(refused.status()).isGreaterThanOrEqualTo(400);
            assertThat(refused.text()).contains("the token is in the vault").doesNotContain(SECRET);
        }
        assertThat(rig.agent.parts().hosts().list(TenantId.DEFAULT)).isEmpty();
        sshd.scripts = command -> channel -> {
            channel.err("The token slipway@pve!agent exists; it keeps its secret.\n");
            channel.exit(0);
        };
        try (var lab = api(SECRET)) {
            var again = rig.admin().post(PATH + "/apply", registering(lab));

            assertThat(again.status()).as(again.text()).isEqualTo(200);
            assertThat(rig.agent.parts().hosts().list(TenantId.DEFAULT)).hasSize(1);
        }
    }

    @Test
    @Tag("F123")
    void anotherCertificateThanTheConfirmedOneOrATakenNameStopsBeforeAnythingIsDone() {
        try (var lab = api(SECRET)) {
            var wrong = registering(lab).put("certificate", "AB:".repeat(31) + "AB");

            assertThat(rig.admin().post(PATH + "/apply", wrong).code()).isEqualTo("TLS_PIN_MISMATCH");
            assertThat(received).isEmpty();
            assertThat(rig.admin().post(PATH + "/apply", registering(lab)).status())
                    .isEqualTo(200);
            assertThat(rig.admin().post(PATH + "/apply", registering(lab)).code())
                    .isEqualTo("DUPLICATE_NAME");
            assertThat(received).hasSize(1);
        }
    }

    @Test
    void whatHasNoEffectIsRefused() {
        var sudo = body().put("kind", "sudo")
                .put("public_key", "ssh-ed25519 " + "A".repeat(68))
                .put("token", "agent");
        sudo.putArray("bridges").add("vmbr0");
        sudo.put("name", "pve9").put("certificate", "AA");

        assertThat(rig.admin().post(PATH + "/apply", sudo).pointers()).contains("/token", "/name");
        sudo.remove(List.of("token", "name", "certificate"));
        assertThat(rig.admin().post(PATH + "/apply", sudo).pointers()).containsExactly("/bridges");
        assertThat(rig.admin().post(PATH + "/apply", body().put("name", "pve9")).pointers())
                .containsExactly("/certificate");
        assertThat(rig.admin().post(PATH + "/apply", body().put("pool", "lab")).pointers())
                .containsExactly("/pool");
        assertThat(received).isEmpty();
    }

    @Test
    void aTokenThatIsNotTheOneAskedForIsNotKept() {
        for (var line : List.of(
                "{\"full-tokenid\":\"root@pam!x\",\"value\":\"" + SECRET + "\"}",
                "{\"full-tokenid\":\"slipway@pve!agent\",\"value\":\"\"}",
                "{\"value\":\"" + SECRET)) {
            sshd.scripts = command -> channel -> {
                channel.out(line + "\n");
                channel.exit(0);
            };

            var refused = rig.admin().post(PATH + "/apply", body());

            assertThat(refused.code()).as(line).isEqualTo("HOST_ANSWER");
            assertThat(refused.text()).doesNotContain(SECRET);
        }
        assertThat(rig.agent.parts().secrets().list(TenantId.DEFAULT)).isEmpty();
    }

    @Test
    void aScriptThatFailsSaysWhy() {
        exit = 255;

        var refused = rig.admin().post(PATH + "/apply", body());

        assertThat(refused.code()).isEqualTo("HOST_ANSWER");
        assertThat(refused.text()).contains("Slipway may sign in");
        assertThat(rig.agent.parts().secrets().list(TenantId.DEFAULT)).isEmpty();
    }

    @Test
    @Tag("F124")
    void namesThatAreNoNamesAreToldByFieldAndNothingIsSent() {
        var refused = rig.admin()
                .post(
                        PATH + "/apply",
                        body().put("user", "a';reboot;'@pve")
                                .set("bridges", Json.mapper().createArrayNode().add("x$(id)"))
                                .put("token", "a b"));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.pointers()).contains("/user", "/bridges", "/token");
        assertThat(received).isEmpty();
    }
}
