package io.slipway.desktop.instance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SingleInstanceTest {
    @TempDir
    Path folder;

    private final BlockingQueue<List<String>> received = new LinkedBlockingQueue<>();

    @Test
    @Tag("F180")
    void theSecondStartHandsItsArgumentsToTheFirst() throws Exception {
        try (var first = SingleInstance.claim(folder).orElseThrow()) {
            first.receive(folder, received::add);
            assertThat(SingleInstance.claim(folder)).isEmpty();
            assertThat(HandOver.to(folder, List.of("--show", "slipway://vm/x")))
                    .isInstanceOf(HandOver.Start.Taken.class);
            assertThat(received.poll(20, TimeUnit.SECONDS)).containsExactly("--show", "slipway://vm/x");
        }
        assertThat(folder.resolve("desktop.address")).doesNotExist();
        try (var next = SingleInstance.claim(folder).orElseThrow()) {
            assertThat(next).isNotNull();
        }
    }

    @Test
    void aSocketAndAnAddressThatADeadProcessLeftAreReplaced() throws Exception {
        Files.writeString(folder.resolve("desktop.sock"), "left");
        Files.writeString(folder.resolve("desktop.address"), "00\nsocket /nowhere\n");
        assertThat(HandOver.once(folder, List.of("--show"))).isFalse();
        try (var first = SingleInstance.claim(folder).orElseThrow()) {
            first.receive(folder, received::add);
            assertThat(HandOver.once(folder, List.of("--tray"))).isTrue();
            assertThat(received.poll(20, TimeUnit.SECONDS)).containsExactly("--tray");
        }
    }

    @Test
    void aFolderWithANameTooLongForASocketTakesALoopbackPort() throws Exception {
        var deep = Files.createDirectories(folder.resolve("x".repeat(120)));
        try (var first = SingleInstance.claim(deep).orElseThrow()) {
            first.receive(deep, received::add);
            assertThat(Files.readString(deep.resolve("desktop.address"))).contains("\nport ");
            assertThat(HandOver.once(deep, List.of("a"))).isTrue();
            assertThat(received.poll(20, TimeUnit.SECONDS)).containsExactly("a");
        }
    }

    @Test
    void whatComesWithoutTheSecretOrIsNoMessageIsNotTaken() throws Exception {
        try (var first = SingleInstance.claim(folder).orElseThrow()) {
            first.receive(folder, received::add);
            for (var message : List.of(
                    "YQ==\n\n",
                    "0".repeat(64) + "\nYQ==\n\n",
                    "\n",
                    secret() + "\nnot Base64\n\n",
                    secret() + "\n" + "YQ==\n".repeat(100) + "\n",
                    "x".repeat(20_000) + "\n\n")) {
                assertThat(answer(message)).as(message.strip()).isEmpty();
            }
            assertThat(HandOver.once(folder, List.of("b"))).isTrue();
            assertThat(received.poll(20, TimeUnit.SECONDS)).containsExactly("b");
            assertThat(received).isEmpty();
        }
    }

    @Test
    void aCallerThatSaysNothingIsCutOff() throws Exception {
        try (var first = SingleInstance.claim(folder).orElseThrow()) {
            first.receive(folder, received::add);
            assertThat(answer("never ends")).isEmpty();
        }
    }

    @Test
    void aStartWhileTheFirstEndsBecomesTheNextDesktop() throws Exception {
        var first = SingleInstance.claim(folder).orElseThrow();
        first.receive(folder, received::add);
        first.receiveNoMore();
        assertThat(HandOver.once(folder, List.of("--show")))
                .as("a dying desktop takes nothing")
                .isFalse();
        var ending = Thread.ofVirtual().start(() -> {
            try {
                first.close();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        assertThat(HandOver.to(folder, List.of("--show"))).isInstanceOfSatisfying(HandOver.Start.First.class, next -> {
            try {
                next.instance().close();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        ending.join();
        assertThat(received).isEmpty();
    }

    @Test
    void onlyItsUserCanReadTheAddress() throws Exception {
        try (var first = SingleInstance.claim(folder).orElseThrow()) {
            first.receive(folder, received::add);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("desktop.address"))))
                    .isEqualTo("rw-------");
        }
    }

    private String secret() throws IOException {
        return Files.readAllLines(folder.resolve("desktop.address")).getFirst();
    }

    private String answer(String message) throws IOException {
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(folder.resolve("desktop.sock")))) {
            var bytes = ByteBuffer.wrap(message.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            var answer = ByteBuffer.allocate(16);
            while (channel.read(answer) >= 0 && answer.hasRemaining()) {}
            return new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            // Cut off while we wrote.
            return "";
        }
    }
}
