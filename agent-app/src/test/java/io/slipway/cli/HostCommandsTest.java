package io.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.lab.LaboratoryBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does about a host's identity and rights. */
@Timeout(120)
class HostCommandsTest {
    @TempDir
    Path home;

    private LaboratoryRig rig;

    @BeforeEach
    void open() {
        rig = new LaboratoryRig(home);
        rig.register("lab").done();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    @Tag("F123")
    void aChangedKeyIsComparedAndPinnedOnlyByItsExactFingerprint() {
        var other = LaboratoryBuilder.newHostKey();
        var shown = KeyUtils.getFingerPrint(BuiltinDigests.sha256, other.getPublic());
        assertThat(rig.cli().run("host", "compare", "lab").done().out()).contains("shows what is pinned");
        rig.lab.changeHostKey(other);

        rig.cli().run("host", "check", "lab").refusedWith("HOST_KEY_CHANGED", 6);
        var compared = rig.cli().run("host", "compare", "lab").done();
        assertThat(compared.out())
                .contains(rig.fingerprint())
                .contains(shown)
                .contains("ssh-keygen -lf /etc/ssh/ssh_host_ecdsa_key.pub")
                .contains("slipway host repin lab --fingerprint " + shown);
        assertThat(rig.cli().run("host", "list").done().out()).contains("host-key-changed");
        rig.cli()
                .run("host", "repin", "lab", "--fingerprint", rig.fingerprint())
                .refusedWith("HOST_KEY_CHANGED", 6);
        rig.cli().run("host", "repin", "lab", "--fingerprint", "yes").refusedWith("BAD_REQUEST", 3);

        assertThat(rig.cli()
                        .run("host", "repin", "lab", "--fingerprint", shown)
                        .done()
                        .out())
                .contains(shown);
        rig.cli().run("host", "check", "lab").done();
        rig.cli().run("host", "resume", "lab", "--yes").refusedWith("WRONG_STATE", 5);
    }

    @Test
    void limitsAreShownAndChangedAndWhatIsLeftOutStays() {
        assertThat(rig.cli().run("host", "limits", "lab").done().out()).contains("VM ids: ");

        assertThat(rig.cli()
                        .run("host", "limits", "lab", "--slots", "3", "--ids", "5000-6000")
                        .done()
                        .out())
                .contains("at the same time: 3")
                .contains("5000-6000");
        assertThat(rig.cli().run("host", "limits", "lab", "--slots", "1").done().out())
                .contains("5000-6000");
        rig.cli().run("host", "limits", "lab", "--slots", "17").refusedWith("BAD_REQUEST", 3);
        rig.cli().run("host", "limits", "nowhere", "--slots", "1").refusedWith("HOST_NOT_FOUND", 4);
    }

    @Test
    void rightsAreShownRowByRow() {
        var rights = rig.cli().run("host", "rights", "lab").done();

        assertThat(rights.out())
                .contains("qm clone")
                .contains("clone a template")
                .contains("Nothing is missing");
        assertThat(rig.cli().run("host", "check", "lab").done().out()).contains("slipway host rights lab");
    }

    @Test
    void theOnboardingScriptIsPrintedAndNothingIsDone() throws IOException {
        int commands = rig.lab.commands().size();
        var key = Files.writeString(
                home.resolve("id.pub"),
                "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHUO2RZm1qv8c9yUkT0n9mB2l1XwzYwq7o3Kx5rT8abc ops\n");

        var token = rig.cli()
                .run("host", "onboard", "--template", "9000,9001", "--iso-storage", "local")
                .done();
        var sudo = rig.cli()
                .run("host", "onboard", "--kind", "sudo", "--public-key", key.toString())
                .done();

        assertThat(token.out())
                .startsWith("#!/bin/sh\n")
                .contains("slipway_user='slipway@pve'")
                .contains("allow '/vms' SlipwayVm")
                .contains("allow '/vms/9001' SlipwayTemplate");
        assertThat(sudo.out()).contains("NOPASSWD: /usr/sbin/qm clone *").contains("visudo -cf");
        assertThat(rig.cli().run("host", "onboard", "--remove").done().out()).contains("pveum user token remove");
        rig.cli().run("host", "onboard", "--user", "a;b@pve").refusedWith("BAD_REQUEST", 3);
        rig.cli().run("host", "onboard", "--kind", "sudo").refusedWith("BAD_REQUEST", 3);
        rig.cli().run("host", "onboard", "--pool", "lab").refusedWith("USAGE", 2);
        rig.cli().run("host", "onboard", "--host-key", "SHA256:x").refusedWith("USAGE", 2);
        rig.cli().run("host", "onboard", "--name", "lab2").refusedWith("USAGE", 2);
        rig.cli().run("host", "onboard", "--certificate", "AA").refusedWith("USAGE", 2);
        assertThat(rig.lab.commands()).hasSize(commands);
    }

    @Test
    @Tag("F127")
    void anUnreachableHostIsNamedWithACodeAndAHint() {
        rig.lab.close();

        var refused = rig.cli().run("host", "check", "lab").refusedWith("SSH_UNREACHABLE", 7);

        assertThat(refused.err()).contains("127.0.0.1:" + rig.lab.port()).contains("network path");
    }

    @Test
    @Tag("F123")
    void aRecordAlteredPastTheProgramIsShownAndConfirmedOnlyAsItWasLookedAt() throws SQLException {
        alter("update host set tls_port = 8123");

        rig.cli().run("host", "check", "lab").refusedWith("HOST_RECORD_ALTERED", 6);
        assertThat(rig.cli().run("host", "list").done().out()).contains("record-altered");
        var compared = rig.cli().run("host", "compare", "lab").done().out();
        assertThat(compared).contains("web server at port 8123").contains("slipway host confirm lab --record ");
        rig.cli().run("host", "confirm", "lab").refusedWith("CONFIRMATION_REQUIRED", 3);
        rig.cli().run("host", "confirm", "lab", "--record", "0123456789abcdef").refusedWith("WRONG_STATE", 5);
        var record = compared.replaceAll("(?s).*--record (\\S+).*", "$1");

        rig.cli().run("host", "confirm", "lab", "--record", record).done();

        rig.cli().run("host", "check", "lab").done();
        rig.cli().run("host", "confirm", "lab", "--record", record).refusedWith("WRONG_STATE", 5);
    }

    private void alter(String update) throws SQLException {
        try (var connection = DriverManager.getConnection(
                        "jdbc:sqlite:" + rig.cli().data().resolve("slipway.db"));
                var statement = connection.createStatement()) {
            statement.execute("pragma busy_timeout = 10000");
            statement.executeUpdate(update);
        }
    }
}
