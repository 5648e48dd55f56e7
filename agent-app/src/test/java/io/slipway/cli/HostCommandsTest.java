package io.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.lab.LaboratoryBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
}
