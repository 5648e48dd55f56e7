package io.slipway.server.ssh;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.server.base.LiveSecret;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Redactor;
import io.slipway.server.base.Secret;
import io.slipway.server.base.SlipwayException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A password that changes while connections are open (acceptance scenario AC8). */
class RotatedPasswordTest {
    private static final SshLimits LIMITS =
            new SshLimits(Duration.ofSeconds(15), Duration.ofSeconds(15), 3, Duration.ofMillis(300));

    @TempDir
    Path folder;

    private final Rotating password = new Rotating();
    private final Redactor redactor = new Redactor();
    private final CountDownLatch finish = new CountDownLatch(1);
    private final CountDownLatch running = new CountDownLatch(1);
    private TestSshd sshd;
    private SshHost host;

    @BeforeEach
    void start() throws Exception {
        var key = TestSshd.newKey();
        sshd = TestSshd.start(key, 0, folder);
        var target = new SshTarget("127.0.0.1", sshd.port(), "root", new SshAuth.Password(password));
        host = new SshConnector(LIMITS, redactor).host(target, Optional.of(PinnedKey.pinOf(key.getPublic())));
    }

    @AfterEach
    void stop() throws IOException {
        finish.countDown();
        host.close();
        sshd.close();
    }

    @Test
    @Tag("F132")
    void aRunningCommandEndsOnItsConnectionAndTheNextOneSignsInAnew() throws Exception {
        sshd.scripts = command -> channel -> {
            if (command.equals("long")) {
                running.countDown();
                finish.await();
            }
            channel.exit(0);
        };
        var longOne = CompletableFuture.supplyAsync(() -> host.exec(SshCommand.of("long")));
        assertThat(running.await(20, SECONDS)).isTrue();
        password.rotate(TestSshd.PASSWORD);

        assertThat(host.exec(SshCommand.of("short")).succeeded()).isTrue();

        assertThat(sshd.logins).hasValue(2);
        assertThat(password.open).as("the old connection still runs a command").hasSize(2);
        finish.countDown();
        assertThat(longOne.get(20, SECONDS).succeeded()).isTrue();
        assertThat(password.open)
                .as("the old connection ended with its last command")
                .containsExactly("v2");
        host.close();
        assertThat(password.open).isEmpty();
    }

    @Test
    @Tag("F132")
    void withoutARotationTheConnectionIsSharedAndAWrongNewPasswordIsToldAtOnce() {
        host.exec(SshCommand.of("one"));
        host.exec(SshCommand.of("two"));
        assertThat(sshd.logins).hasValue(1);
        password.rotate("wrong");

        var refused = catchThrowableOfType(SlipwayException.class, () -> host.exec(SshCommand.of("three")));

        assertThat(refused.problem().code()).isEqualTo(ProblemCode.SSH_AUTH_FAILED);
        assertThat(password.open).as("no lease is left behind").isEmpty();
        password.rotate(TestSshd.PASSWORD);
        assertThat(host.exec(SshCommand.of("four")).succeeded()).isTrue();
    }

    @Test
    void aPasswordIsWipedAsSoonAsItWasShown() {
        host.exec(SshCommand.of("one"));

        assertThat(password.given).hasSize(1);
        assertThat(password.given.getFirst().reveal()).isEqualTo("\0".repeat(TestSshd.PASSWORD.length()));
    }

    @Test
    @Tag("F135")
    void whatACommandPrintsIsCleanHoweverTheHostCutsIt() {
        redactor.learn("correct-horse-battery-staple");
        sshd.scripts = command -> channel -> {
            channel.out("x".repeat(8185) + "correct-horse-");
            channel.out("battery-staple and more\nplain ü line\n");
            channel.err("correct-horse-battery-staple");
            channel.exit(0);
        };
        var lines = new ArrayList<String>();

        host.exec(SshCommand.of("print"), lines::add);

        assertThat(String.join("\n", lines))
                .doesNotContain("correct-horse")
                .doesNotContain("staple")
                .contains("*** and more")
                .contains("plain ü line");
    }

    /** Counts what is open. */
    private static final class Rotating implements LiveSecret {
        private final List<String> open = new CopyOnWriteArrayList<>();
        private final List<Secret> given = new CopyOnWriteArrayList<>();
        private volatile int version = 1;
        private volatile String value = TestSshd.PASSWORD;

        private void rotate(String next) {
            value = next;
            version++;
        }

        @Override
        public String stamp() {
            return "v" + version;
        }

        @Override
        public Lease open() {
            var stamp = stamp();
            var secret = Secret.of(value);
            open.add(stamp);
            given.add(secret);
            return new Lease() {
                @Override
                public String stamp() {
                    return stamp;
                }

                @Override
                public Secret value() {
                    return secret;
                }

                @Override
                public void close() {
                    open.remove(stamp);
                }
            };
        }
    }
}
