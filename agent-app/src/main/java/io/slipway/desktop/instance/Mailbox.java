package io.slipway.desktop.instance;

import io.slipway.server.base.Json;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.store.PrivateFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Where the running desktop takes the arguments of later starts: a Unix socket in the data folder, or, where the system has none or
 * the folder's name is too long for one, a port of the loopback. {@code desktop.address}, readable by its user only, tells where,
 * and holds the secret without which nothing is taken; so another user of the machine cannot make a window open.
 *
 * <p>One message is one JSON line of at most 16 KiB within two seconds; the answer is {@code ok}.
 */
final class Mailbox implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);
    private static final String ADDRESS = "desktop.address";
    private static final String SOCKET = "desktop.sock";
    private static final int LARGEST = 16 * 1024;
    private static final int MOST_ARGUMENTS = 16;
    private static final int SECRET_BYTES = 32;
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final byte[] OK = "ok\n".getBytes(StandardCharsets.US_ASCII);

    private final ServerSocketChannel server;
    private final Path addressFile;
    private final byte[] secret;
    private final Consumer<List<String>> taken;
    private final ScheduledExecutorService clock;

    private Mailbox(ServerSocketChannel server, Path addressFile, byte[] secret, Consumer<List<String>> taken) {
        this.server = server;
        this.addressFile = addressFile;
        this.secret = secret;
        this.taken = taken;
        this.clock = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("mailbox-clock").factory());
    }

    /** Opens the mailbox of the holder of the lock. */
    static Mailbox open(Path dataFolder, Consumer<List<String>> taken) throws IOException {
        var socket = dataFolder.toAbsolutePath().resolve(SOCKET);
        var server = bind(socket);
        var secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        var json = Json.object().put("secret", HexFormat.of().formatHex(secret));
        if (server.getLocalAddress() instanceof InetSocketAddress address) {
            json.put("port", address.getPort());
        } else {
            json.put("socket", socket.toString());
        }
        var file = dataFolder.resolve(ADDRESS);
        PrivateFiles.write(file, Json.write(json).getBytes(StandardCharsets.UTF_8));
        var mailbox = new Mailbox(server, file, secret, taken);
        Thread.ofPlatform().daemon().name("mailbox").start(mailbox::listen);
        return mailbox;
    }

    private static ServerSocketChannel bind(Path socket) throws IOException {
        try {
            // Only the holder of the lock comes here: what lies there belonged to a dead process.
            Files.deleteIfExists(socket);
            var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                return server.bind(UnixDomainSocketAddress.of(socket));
            } catch (IOException e) {
                server.close();
                throw e;
            }
        } catch (IOException | UnsupportedOperationException e) {
            LOG.info("no Unix socket here, taking a loopback port cause={}", e.toString());
            return ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        }
    }

    /**
     * Gives the arguments to the running desktop.
     *
     * @return whether it took them; not when it is just starting or ending, or does not answer
     */
    static boolean handOver(Path dataFolder, List<String> arguments) {
        var file = dataFolder.resolve(ADDRESS);
        try {
            if (!Files.exists(file) || Files.size(file) > LARGEST) {
                return false;
            }
            var json = Json.parse(Files.readString(file, StandardCharsets.UTF_8));
            try (var channel = SocketChannel.open(address(json));
                    var watch = new Watch(channel)) {
                var message = Json.object().put("secret", json.path("secret").asString(""));
                arguments.forEach(message.putArray("arguments")::add);
                write(channel, (Json.write(message) + "\n").getBytes(StandardCharsets.UTF_8));
                return line(channel).filter("ok"::equals).isPresent();
            }
        } catch (IOException | SlipwayException | IllegalArgumentException e) {
            LOG.debug("the running desktop did not take the arguments", e);
            return false;
        }
    }

    private static SocketAddress address(JsonNode json) {
        return json.has("port")
                ? new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), json.path("port").asInt())
                : UnixDomainSocketAddress.of(json.path("socket").asString(""));
    }

    /** Closes a connection that takes too long. */
    private static final class Watch implements AutoCloseable {
        private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("hand-over-clock").factory());

        Watch(SocketChannel channel) {
            timer.schedule(() -> Mailbox.close(channel), PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        }

        @Override
        public void close() {
            timer.shutdownNow();
        }
    }

    private void listen() {
        while (server.isOpen()) {
            try {
                var channel = server.accept();
                Thread.ofVirtual().name("mailbox-message").start(() -> take(channel));
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                LOG.warn("a start could not hand over", e);
            }
        }
    }

    private void take(SocketChannel channel) {
        Future<?> limit = clock.schedule(() -> close(channel), PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        try (channel) {
            var arguments = line(channel).flatMap(this::arguments);
            if (arguments.isPresent()) {
                taken.accept(arguments.get());
                write(channel, OK);
            }
        } catch (IOException e) {
            LOG.debug("a message to the desktop broke off", e);
        } finally {
            limit.cancel(false);
        }
    }

    /** Empty when it is not from a start of the same user, or makes no sense. */
    private Optional<List<String>> arguments(String line) {
        try {
            var json = Json.parse(line);
            var given = json.path("secret").asString("").getBytes(StandardCharsets.UTF_8);
            var wanted = HexFormat.of().formatHex(secret).getBytes(StandardCharsets.UTF_8);
            if (!MessageDigest.isEqual(given, wanted) || json.path("arguments").size() > MOST_ARGUMENTS) {
                return Optional.empty();
            }
            var arguments = new ArrayList<String>();
            json.path("arguments").forEach(argument -> arguments.add(argument.asString("")));
            return Optional.of(arguments);
        } catch (SlipwayException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> line(SocketChannel channel) throws IOException {
        var bytes = new java.io.ByteArrayOutputStream();
        var buffer = ByteBuffer.allocate(1024);
        while (bytes.size() <= LARGEST && channel.read(buffer.clear()) >= 0) {
            for (buffer.flip(); buffer.hasRemaining(); ) {
                byte next = buffer.get();
                if (next == '\n') {
                    return Optional.of(bytes.toString(StandardCharsets.UTF_8));
                }
                bytes.write(next);
            }
        }
        return Optional.empty();
    }

    private static void write(SocketChannel channel, byte[] bytes) throws IOException {
        Channels.newOutputStream(channel).write(bytes);
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("a connection did not close", e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        clock.shutdownNow();
        Files.deleteIfExists(addressFile);
        Files.deleteIfExists(addressFile.resolveSibling(SOCKET));
    }
}
