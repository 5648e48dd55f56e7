package io.slipway.server.hypervisor.pve;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.hypervisor.Right;
import io.slipway.server.hypervisor.VmId;
import io.slipway.server.hypervisor.pve.onboard.OnboardPlan;
import io.slipway.server.hypervisor.pve.onboard.OnboardScript;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The same promises for a user who is not root and may run by sudo exactly what the onboarding script allows. */
class PveSudoContractTest extends PveContractTest {
    private static final String USER = "slipway";
    private static final String KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHUO2RZm1qv8c9yUkT0n9mB2l1XwzYwq7o3Kx5rT8abc ops";

    static String rules(boolean guestCommands, boolean keys) {
        var script = OnboardScript.grant(new OnboardPlan(
                OnboardPlan.Kind.SUDO,
                USER,
                "slipway",
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                guestCommands,
                keys,
                Optional.of(KEY)));
        int start = script.indexOf("<<'END_OF_RULES'\n") + "<<'END_OF_RULES'\n".length();
        return script.substring(start, script.indexOf("END_OF_RULES\n", start));
    }

    @Override
    LabHost start() {
        return new LabHost(LabHost.plan().sudoer(USER, LabHost.PASSWORD, rules(true, true)), USER);
    }

    @Test
    @Tag("F124")
    void everyRightIsThereAndWhatIsNotOnTheListIsRefusedByTheHost() {
        var report = host.hypervisor().rights();

        assertThat(report.signedInAs()).isEqualTo(USER);
        assertThat(report.rights()).isNotEmpty().allMatch(Right::present);
        var root = host.connect();
        var refused = root.exec(io.slipway.server.ssh.SshCommand.of("sudo -n /usr/sbin/qm migrate 9000 pve2"));
        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.stderr()).contains("a password is required");
        assertThat(root.exec(io.slipway.server.ssh.SshCommand.of(
                                "sudo -n /usr/bin/cat '/etc/pve/qemu-server/111.conf /etc/shadow x.conf'"))
                        .exitCode())
                .isNotZero();
    }

    @Test
    void aRightThatIsMissingIsARowWithTheLineThatGrantsIt() {
        host.close();
        var fewer = rules(false, false).replace(USER + " ALL=(root) NOPASSWD: /usr/sbin/qm destroy *\n", "");
        host = new LabHost(LabHost.plan().sudoer(USER, LabHost.PASSWORD, fewer), USER);

        var report = host.hypervisor().rights();

        assertThat(report.missing()).singleElement().satisfies(right -> {
            assertThat(right.name()).isEqualTo("/usr/sbin/qm destroy *");
            assertThat(right.grant()).endsWith(USER + " ALL=(root) NOPASSWD: /usr/sbin/qm destroy *");
        });
        assertThat(report.missing(Right.Need.KEYS)).hasSize(1);
        assertThat(report.missing(Right.Need.GUEST_COMMANDS)).hasSize(2);
    }

    @Test
    @Tag("F121")
    void theOperatorsCommandsRunBySudoAndConfigurationFilesAreRead() {
        try (var connection = host.connect()) {
            var console = new HostConsole(Optional.of(connection));

            assertThat(console.sshStatus().connected()).isTrue();
            assertThat(console.readConfig(new VmId(9000))).contains("name: win11-tpl");
            assertThat(console.exec("qm status 9000", Duration.ofSeconds(20)).stdout())
                    .contains("status: stopped");
            assertThat(console.exec("cat /etc/pve/qemu-server/9000.conf", Duration.ofSeconds(20))
                            .stdout())
                    .contains("name: win11-tpl");
            var refused = Assertions.catchThrowableOfType(
                    SlipwayException.class,
                    () -> console.writeConfig(new VmId(9000), MARKER, "name: x\n#" + MARKER.description() + "\n"));
            assertThat(refused.problem().code()).isEqualTo(ProblemCode.SSH_WRITE_FAILED);
        }
    }
}
