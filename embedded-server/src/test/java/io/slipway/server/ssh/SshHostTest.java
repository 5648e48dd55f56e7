package io.slipway.server.ssh;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Secret;
import io.slipway.server.base.SlipwayException;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyEncryptionContext;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class SshHostTest {
    private static final SshLimits LIMITS =
            new SshLimits(Duration.ofSeconds(15), Duration.ofSeconds(15), 3, Duration.ofMillis(300));

    private final SshConnector connector = new SshConnector(LIMITS);
    private final CountDownLatch never = new CountDownLatch(1);

    @TempDir
    Path folder;

    private KeyPair hostKey;
    private TestSshd sshd;
    private SshHost host;

    @BeforeEach
    void startServer() throws Exception {
        hostKey = TestSshd.newKey();
        sshd = TestSshd.start(hostKey, 0, folder);
        host = connector.host(target(TestSshd.PASSWORD), Optional.of(PinnedKey.pinOf(hostKey.getPublic())));
    }

    @AfterEach
    void stopServer() throws IOException {
        host.close();
        never.countDown();
        sshd.close();
    }

    private SshTarget target(String password) {
        return new SshTarget("127.0.0.1", sshd.port(), "root", new SshAuth.Password(Secret.of(password)));
    }

    private static SlipwayException problem(Runnable action) {
        return catchThrowableOfType(SlipwayException.class, action::run);
    }

    private static ProblemCode code(Runnable action) {
        return problem(action).problem().code();
    }

    @Test
    @Tag("F123")
    void firstContactShowsTheFingerprintAsOpensshDoesAndNobodyLogsIn() throws Exception {
        var pin = connector.fetchHostKey("127.0.0.1", sshd.port());

        var pub = folder.resolve("host.pub");
        try (var out = Files.newOutputStream(pub)) {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePublicKey(hostKey.getPublic(), "host", out);
        }
        var openssh = new ProcessBuilder("ssh-keygen", "-l", "-E", "sha256", "-f", pub.toString()).start();
        var shown = new String(openssh.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(shown).contains(" " + pin.fingerprint() + " ");
        assertThat(pin.algorithm()).isEqualTo("ecdsa-sha2-nistp256");
        assertThat(HostKeyPin.parse(pin.toString())).isEqualTo(pin);
        assertThat(sshd.logins).hasValue(0);
    }

    @Test
    @Tag("F123")
    void withoutAPinNothingIsSentAndTheKeyIsShown() {
        try (var unpinned = connector.host(target(TestSshd.PASSWORD), Optional.empty())) {
            var problem = problem(() -> unpinned.exec(SshCommand.of("true"))).problem();

            assertThat(problem.code()).isEqualTo(ProblemCode.HOST_KEY_UNKNOWN);
            assertThat(problem.detail())
                    .contains(PinnedKey.pinOf(hostKey.getPublic()).toString());
            assertThat(sshd.logins).hasValue(0);
        }
    }

    @Test
    @Tag("F123")
    void aChangedHostKeyIsRefusedBeforeThePasswordLeavesAndBothFingerprintsAreNamed() throws Exception {
        host.exec(SshCommand.of("true"));
        int port = sshd.port();
        sshd.close();
        var impostor = TestSshd.newKey();
        sshd = TestSshd.start(impostor, port, folder);

        var problem = problem(() -> host.exec(SshCommand.of("true"))).problem();

        assertThat(problem.code()).isEqualTo(ProblemCode.HOST_KEY_CHANGED);
        assertThat(problem.retryable()).isFalse();
        assertThat(problem.detail())
                .contains(PinnedKey.pinOf(hostKey.getPublic()).fingerprint())
                .contains(PinnedKey.pinOf(impostor.getPublic()).fingerprint());
        assertThat(sshd.logins).hasValue(0);
    }

    @Test
    @Tag("F122")
    void aWrongPasswordIsAnAuthenticationFailure() {
        try (var wrong = connector.host(target("wrong"), Optional.of(PinnedKey.pinOf(hostKey.getPublic())))) {
            var problem = problem(() -> wrong.exec(SshCommand.of("true")));

            assertThat(problem.problem().code()).isEqualTo(ProblemCode.SSH_AUTH_FAILED);
            assertThat(problem.toString()).doesNotContain("wrong\"").doesNotContain(TestSshd.PASSWORD);
        }
    }

    @Test
    @Tag("F122")
    void aClosedPortAndASilentOneAreUnreachable() throws Exception {
        var hasty = new SshConnector(
                new SshLimits(Duration.ofMillis(500), Duration.ofSeconds(15), 3, Duration.ofMillis(300)));
        try (var silent = new ServerSocket(0)) {
            int port = silent.getLocalPort();
            assertThat(code(() -> hasty.fetchHostKey("127.0.0.1", port))).isEqualTo(ProblemCode.SSH_UNREACHABLE);
            silent.close();
            assertThat(code(() -> hasty.fetchHostKey("127.0.0.1", port))).isEqualTo(ProblemCode.SSH_UNREACHABLE);
        }
    }

    @Test
    void aKeyFileWithPassphraseLogsIn() throws Exception {
        var key = TestSshd.newKey();
        sshd.keys.add(key.getPublic());
        var file = folder.resolve("id");
        var encryption = new OpenSSHKeyEncryptionContext();
        encryption.setCipherName("AES");
        encryption.setCipherType("256");
        encryption.setCipherMode("CTR");
        encryption.setPassword("pass-phrase");
        try (var out = Files.newOutputStream(file)) {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key, "test", encryption, out);
        }

        assertThat(loginWith(new SshAuth.KeyFile(file, Optional.of(Secret.of("pass-phrase")))))
                .isNull();
        assertThat(loginWith(
                        new SshAuth.KeyText(Secret.of(Files.readString(file)), Optional.of(Secret.of("pass-phrase")))))
                .isNull();
        assertThat(loginWith(new SshAuth.KeyFile(file, Optional.of(Secret.of("other"))))
                        .problem()
                        .code())
                .isEqualTo(ProblemCode.SSH_AUTH_FAILED);
        assertThat(loginWith(new SshAuth.KeyFile(folder.resolve("absent"), Optional.empty()))
                        .problem()
                        .code())
                .isEqualTo(ProblemCode.SSH_AUTH_FAILED);
    }

    private SlipwayException loginWith(SshAuth auth) {
        var with = new SshTarget("127.0.0.1", sshd.port(), "root", auth);
        try (var other = connector.host(with, Optional.of(PinnedKey.pinOf(hostKey.getPublic())))) {
            return problem(() -> other.exec(SshCommand.of("true")));
        }
    }

    @Test
    @Tag("F125")
    void exitCodeAndBothStreamsArrive() {
        sshd.scripts = command -> channel -> {
            channel.out("one ü\ntwo");
            channel.err("warning\n");
            channel.exit(25);
        };
        var lines = new ArrayList<String>();

        var result = host.exec(SshCommand.of("x"), lines::add);

        assertThat(result).isEqualTo(new ExecResult(25, Optional.empty(), "one ü\ntwo", "warning\n"));
        assertThat(result.succeeded()).isFalse();
        assertThat(lines).containsExactlyInAnyOrder("one ü", "two", "warning");
    }

    @Test
    @Tag("F125")
    void aCommandKilledByASignalHasFailed() {
        sshd.scripts = command -> channel -> channel.signal("KILL");

        var result = host.exec(SshCommand.of("x"));

        assertThat(result.signal()).contains("KILL");
        assertThat(result.exitCode()).isEqualTo(-1);
        assertThat(result.succeeded()).isFalse();
    }

    @Test
    @Tag("F125")
    void aConnectionThatEndsWithoutAResultIsNotSuccess() {
        sshd.scripts = command -> channel -> {
            channel.out("half");
            channel.session().getSession().close(true);
        };

        assertThat(code(() -> host.exec(SshCommand.of("x")))).isEqualTo(ProblemCode.SSH_UNREACHABLE);
    }

    @Test
    void standardInputIsAtItsEnd() {
        sshd.scripts = command -> channel -> channel.exit(channel.in().read() < 0 ? 0 : 1);

        assertThat(host.exec(SshCommand.of("cat")).succeeded()).isTrue();
    }

    @Test
    void silenceAndEndlessTalkAreBothBounded() {
        sshd.scripts = command -> channel -> {
            if (command.equals("silent")) {
                never.await();
            }
            for (int i = 0; i < 10_000; i++) {
                channel.out("x".repeat(1000));
            }
            channel.exit(0);
        };
        var silent = SshCommand.of("silent").within(Duration.ofMillis(200), Duration.ofSeconds(9));

        assertThat(code(() -> host.exec(silent))).isEqualTo(ProblemCode.SSH_UNREACHABLE);
        assertThat(code(() -> host.exec(SshCommand.of("talk").atMost(100_000)))).isEqualTo(ProblemCode.SSH_EXEC_ERROR);
    }

    @Test
    void aTricklingCommandMeetsItsTotalTime() {
        sshd.scripts = command -> channel -> {
            while (!never.await(20, java.util.concurrent.TimeUnit.MILLISECONDS)) {
                channel.out(".");
            }
        };
        var trickle = SshCommand.of("x").within(Duration.ofSeconds(9), Duration.ofMillis(300));

        assertThat(code(() -> host.exec(trickle))).isEqualTo(ProblemCode.SSH_UNREACHABLE);
    }

    @Test
    void aFourthCommandWaitsAndThenReportsABusyHost() throws Exception {
        host.exec(SshCommand.of("connect first"));
        var started = new CountDownLatch(3);
        sshd.scripts = command -> channel -> {
            started.countDown();
            never.await();
            channel.exit(0);
        };
        var three = new ArrayList<CompletableFuture<ExecResult>>();
        for (int i = 0; i < 3; i++) {
            var done = new CompletableFuture<ExecResult>();
            Thread.ofVirtual().start(() -> done.complete(host.exec(SshCommand.of("x"))));
            three.add(done);
        }
        assertThat(started.await(5, SECONDS)).isTrue();

        assertThat(code(() -> host.exec(SshCommand.of("x")))).isEqualTo(ProblemCode.HOST_BUSY);

        never.countDown();
        for (var done : three) {
            assertThat(done.get(5, SECONDS).succeeded()).isTrue();
        }
    }

    @Test
    void afterABrokenConnectionTheNextCommandConnectsAgain() throws Exception {
        assertThat(host.exec(SshCommand.of("true")).succeeded()).isTrue();

        sshd.dropConnections();

        assertThat(host.exec(SshCommand.of("true")).succeeded()).isTrue();
        assertThat(sshd.logins.get()).isEqualTo(2);
    }

    @Test
    void closingEndsEveryThreadOfTheConnection() throws Exception {
        host.exec(SshCommand.of("true"));
        assertThat(libraryThreads()).isNotEmpty();

        host.close();

        for (var thread : libraryThreads()) {
            assertThat(thread.join(Duration.ofSeconds(5))).as(thread.getName()).isTrue();
        }
        assertThat(code(() -> host.exec(SshCommand.of("true")))).isEqualTo(ProblemCode.SERVICE_UNAVAILABLE);
    }

    private static java.util.List<Thread> libraryThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("sshj"))
                .toList();
    }

    @Test
    void anUploadAppearsCompleteAndPrivate() throws Exception {
        var bytes = new byte[5 << 20];
        new java.util.Random(7).nextBytes(bytes);
        Files.writeString(folder.resolve("x.iso"), "old");
        var seen = new ArrayList<Boolean>();

        host.upload("/x.iso", bytes.length, out -> {
            out.write(bytes, 0, 1 << 20);
            seen.add(Files.readString(folder.resolve("x.iso")).equals("old"));
            out.write(bytes, 1 << 20, bytes.length - (1 << 20));
        });

        assertThat(Files.readAllBytes(folder.resolve("x.iso"))).isEqualTo(bytes);
        assertThat(seen).containsExactly(true);
        assertThat(folder.resolve("x.iso.part")).doesNotExist();
        assertThat(Files.getPosixFilePermissions(folder.resolve("x.iso")))
                .isEqualTo(java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void aSourceOfAnotherSizeLeavesTheOldFileAndAMissingFolderIsNamed() throws Exception {
        Files.writeString(folder.resolve("x.iso"), "old");

        assertThat(code(() -> host.upload("/x.iso", 3, out -> out.write(new byte[2]))))
                .isEqualTo(ProblemCode.INTERNAL_ERROR);
        assertThat(code(() -> host.upload("/x.iso", 3, out -> out.write(new byte[4]))))
                .isEqualTo(ProblemCode.INTERNAL_ERROR);
        assertThat(code(() -> host.upload("/no/x.iso", 3, out -> out.write(new byte[3]))))
                .isEqualTo(ProblemCode.SSH_WRITE_FAILED);
        assertThat(folder.resolve("x.iso")).hasContent("old");
    }

    @Test
    void noLogLevelShowsCommandsOrTheirOutput() {
        var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        var before = root.getLevel();
        var appender = new ListAppender<ILoggingEvent>();
        appender.start();
        sshd.scripts = command -> channel -> {
            channel.out("OUTPUT-MARK");
            channel.exit(0);
        };
        root.addAppender(appender);
        ((Logger) LoggerFactory.getLogger("org.apache.sshd")).setLevel(Level.OFF); // the far side of this test
        root.setLevel(Level.TRACE);
        try {
            assertThat(host.exec(SshCommand.of("echo COMMAND-MARK")).stdout()).isEqualTo("OUTPUT-MARK");
        } finally {
            root.setLevel(before);
            root.detachAppender(appender);
        }

        assertThat(appender.list).isNotEmpty();
        assertThat(appender.list).noneMatch(event -> event.getFormattedMessage().matches(".*(COMMAND|OUTPUT)-MARK.*"));
        assertThat(appender.list).noneMatch(event -> event.getFormattedMessage().contains(TestSshd.PASSWORD));
        assertThat(SshCommand.of("COMMAND-MARK").toString()).doesNotContain("MARK");
    }
}
