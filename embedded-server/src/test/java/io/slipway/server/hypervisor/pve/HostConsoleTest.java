package io.slipway.server.hypervisor.pve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Secret;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.hypervisor.RunMarker;
import io.slipway.server.hypervisor.VmId;
import io.slipway.server.ssh.HostKeyPin;
import io.slipway.server.ssh.SshAuth;
import io.slipway.server.ssh.SshConnector;
import io.slipway.server.ssh.SshHost;
import io.slipway.server.ssh.SshLimits;
import io.slipway.server.ssh.SshTarget;
import io.slipway.server.ssh.TestSshd;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostConsoleTest {
    private static final Duration USUAL = Duration.ofSeconds(20);
    private static final RunMarker MARKER = new RunMarker("0198a000-0000-7000-8000-000000000001");
    private static final String CONFIG = "#slipway-run%3A0198a000-0000-7000-8000-000000000001\ncores: 2\nname: web-1\n";

    private static final String NOISE = ";&|$`\n\r'\"<>\\ 0a-./*?~(){}\0é";

    private static final List<String> FORBIDDEN = List.of(
            "",
            "qm",
            "qm list",
            "qm status",
            "qm status 99",
            "qm status 501 --verbose",
            "qm status 501;reboot",
            "qm status 501; reboot",
            "qm status 501 && reboot",
            "qm status 501 | sh",
            "qm status 501\nreboot",
            "qm status 501\n",
            "qm status 501\r",
            "qm  status 501",
            " qm status 501",
            "qm status 501 ",
            "qm\tstatus 501",
            "qm status $(reboot)",
            "qm status `id`",
            "qm status 501 > /etc/passwd",
            "qm status ５０１",
            "qm destroy 501",
            "qm set 501",
            "qm sendkey 501 ret;reboot",
            "qm sendkey 501 --skiplock",
            "QM status 501",
            "/usr/sbin/qm status 501",
            "cat /etc/pve/qemu-server/501.conf /etc/shadow",
            "cat /etc/pve/qemu-server/../../shadow",
            "cat /etc/pve/qemu-server/501Xconf",
            "cat /etc/pve/priv/authkey.key",
            "pvesh get /nodes/../access/users",
            "pvesh get /nodes/pve1/qemu/501/config",
            "pvesh get /cluster/resources --type vm",
            "pvesh create /nodes/pve1/qemu",
            "ssh root@other qm status 501",
            "sshHost=10.0.0.9 qm status 501",
            "allowUnsafe=1 reboot");

    private final List<String> received = new CopyOnWriteArrayList<>();
    private final List<SshHost> open = new ArrayList<>();
    private final CountDownLatch never = new CountDownLatch(1);

    @TempDir
    Path folder;

    private TestSshd sshd;
    private HostKeyPin pin;
    private HostConsole console;

    @BeforeEach
    void start() throws Exception {
        sshd = TestSshd.start(TestSshd.newKey(), 0, folder);
        pin = new SshConnector(SshLimits.USUAL).fetchHostKey("127.0.0.1", sshd.port());
        sshd.scripts = command -> channel -> {
            received.add(command);
            if (command.contains("echo slipway-ssh-ok")) {
                channel.out("slipway-ssh-ok\n");
            } else if (command.contains("printf %s")) {
                channel.out("WRITTEN\n");
            } else if (command.contains("/etc/pve/qemu-server/501.conf")) {
                channel.out(CONFIG);
            } else if (command.contains("502.conf")) {
                channel.err("cat: /etc/pve/qemu-server/502.conf: No such file or directory\n");
                channel.exit(1);
                return;
            } else if (command.contains("'status'")) {
                channel.out("status: running\n");
                channel.exit(2);
                return;
            } else if (command.contains("'reset'")) {
                channel.signal("KILL");
                return;
            }
            channel.exit(0);
        };
        console = console(TestSshd.PASSWORD, sshd.port(), pin);
    }

    private HostConsole console(String password, int port, HostKeyPin key) {
        var target = new SshTarget("127.0.0.1", port, "root", new SshAuth.Password(Secret.of(password)));
        var host = new SshConnector(SshLimits.USUAL).host(target, Optional.of(key));
        open.add(host);
        return new HostConsole(Optional.of(host));
    }

    @AfterEach
    void stop() throws Exception {
        open.forEach(SshHost::close);
        never.countDown();
        sshd.close();
    }

    private static ProblemCode code(Runnable action) {
        var thrown = catchThrowableOfType(SlipwayException.class, action::run);
        assertThat(thrown).as("a problem").isNotNull();
        return thrown.problem().code();
    }

    @Test
    @Tag("F121")
    void statusSaysWhereAndAsWhomAndOk() {
        assertThat(console.sshStatus())
                .isEqualTo(
                        new HostConsole.Status(true, "127.0.0.1:" + sshd.port(), "root", true, "OK", Optional.empty()));
    }

    @Test
    @Tag("F122")
    void eachTroubleHasItsCode() throws Exception {
        var none = new HostConsole(Optional.empty());
        assertThat(none.sshStatus().code()).isEqualTo("SSH_REQUIRED");
        assertThat(none.sshStatus().configured()).isFalse();
        assertThat(code(() -> none.readConfig(new VmId(501)))).isEqualTo(ProblemCode.SSH_REQUIRED);
        assertThat(console("wrong", sshd.port(), pin).sshStatus().code()).isEqualTo("SSH_AUTH_FAILED");
        assertThat(code(() -> console.exec("rm -rf /", USUAL))).isEqualTo(ProblemCode.SSH_COMMAND_FORBIDDEN);
        int port = sshd.port();
        sshd.close();
        assertThat(console(TestSshd.PASSWORD, port, pin).sshStatus().code()).isEqualTo("SSH_UNREACHABLE");
    }

    @Test
    @Tag("F121")
    void aConfigurationIsReadAndAMissingOneIsAReadFailure() {
        assertThat(console.readConfig(new VmId(501))).isEqualTo(CONFIG);
        assertThat(code(() -> console.readConfig(new VmId(502)))).isEqualTo(ProblemCode.SSH_READ_FAILED);
    }

    @Test
    @Tag("F121")
    void onlyAConfigurationOfOursIsWrittenAndOnlyWithCleanLines() {
        var id = new VmId(501);
        console.writeConfig(id, MARKER, CONFIG.replace("cores: 2", "cores: 4"));
        int sent = received.size();

        assertThat(received.getLast())
                .contains("cores: 4")
                .contains("501.conf.tmp")
                .contains("mv ");
        assertThat(code(() -> console.writeConfig(id, MARKER, "cores: 4\n"))).isEqualTo(ProblemCode.BAD_REQUEST);
        assertThat(code(() -> console.writeConfig(id, MARKER, CONFIG + "$(reboot)\n")))
                .isEqualTo(ProblemCode.BAD_REQUEST);
        assertThat(code(() -> console.writeConfig(id, MARKER, CONFIG + "\0"))).isEqualTo(ProblemCode.BAD_REQUEST);
        assertThat(code(() -> console.writeConfig(id, MARKER, CONFIG + "args: " + "x".repeat(70_000))))
                .isEqualTo(ProblemCode.PAYLOAD_TOO_LARGE);
        assertThat(received).hasSize(sent);
        var other = new RunMarker("0198a000-0000-7000-8000-000000000002");
        assertThat(code(() ->
                        console.writeConfig(id, other, other.description().replaceAll("^", "#") + "\ncores: 4\n")))
                .isEqualTo(ProblemCode.FOREIGN_OBJECT);
    }

    @Test
    @Tag("F121")
    @Tag("F125")
    void anAllowedCommandRunsAndItsFailureIsReported() {
        var failed = console.exec("qm status 501", USUAL);
        var killed = console.exec("qm reset 501", USUAL);

        assertThat(failed.exitCode()).isEqualTo(2);
        assertThat(failed.stdout()).isEqualTo("status: running\n");
        assertThat(killed.signal()).contains("KILL");
        assertThat(killed.exitCode()).isNotZero();
        assertThat(received.getFirst()).contains("/usr/sbin/qm");
    }

    @Test
    @Tag("F122")
    void aCommandThatNeverEndsIsCutOffAtItsTime() {
        sshd.scripts = command -> channel -> {
            never.await();
            channel.exit(0);
        };

        assertThat(code(() -> console.exec("qm status 501", Duration.ofMillis(1))))
                .isEqualTo(ProblemCode.SSH_UNREACHABLE);
    }

    @Test
    @Tag("F124")
    void whatIsNotExactlyOnTheListIsForbiddenAndNeverSent() {
        for (var command : FORBIDDEN) {
            assertThat(code(() -> console.exec(command, USUAL)))
                    .as(command)
                    .isEqualTo(ProblemCode.SSH_COMMAND_FORBIDDEN);
        }
        assertThat(received).isEmpty();
    }

    @Test
    @Tag("F124")
    void noMutationOfAnAllowedCommandLetsAShellCharacterThrough() {
        var safe = Pattern.compile("[A-Za-z0-9_./ -]+");
        var seeds = List.of(
                "qm status 501",
                "qm sendkey 501 ctrl-alt-delete",
                "cat /etc/pve/qemu-server/501.conf",
                "pvesh get /nodes/pve1/qemu",
                "pvesh get /cluster/resources");
        var random = new Random(124);
        int accepted = 0;
        for (int i = 0; i < 50_000; i++) {
            var text = new StringBuilder(seeds.get(random.nextInt(seeds.size())));
            for (int n = random.nextInt(3); n >= 0; n--) {
                int at = random.nextInt(text.length() + 1);
                text.insert(at, NOISE.charAt(random.nextInt(NOISE.length())));
            }
            try {
                var words = AllowedCommand.parse(text.toString());
                accepted++;
                assertThat(String.join(" ", words)).isEqualTo(text.toString()).matches(safe);
                assertThat(text.toString()).doesNotContain("..");
            } catch (SlipwayException e) {
                assertThat(e.problem().code()).isEqualTo(ProblemCode.SSH_COMMAND_FORBIDDEN);
            }
        }
        assertThat(accepted).isPositive();
    }
}
