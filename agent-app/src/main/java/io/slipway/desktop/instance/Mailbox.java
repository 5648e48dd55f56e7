package io.slipway.desktop.instance;

import io.slipway.server.store.PrivateFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
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
import java.util.Base64;
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

/**
 * Where the running desktop takes the arguments of later starts: a Unix socket in the data folder, or, where the system has none or
 * the folder's name is too long for one, a port of the loopback. {@code desktop.address}, readable by its user only, tells where,
 * and holds the secret without which nothing is taken; so another user of the machine cannot make a window open.
 *
 * <p>A message is the secret, then each argument in Base64, a line each, then an empty line: at most 16 KiB within two seconds. The
 * answer is {@code ok}. Plain lines and no JSON: a second start must not spend its time on loading a parser.
 */
final class Mailbox implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);
    static final String ADDRESS = "desktop.address";
    private static final String SOCKET = "desktop.sock";
    static final int LARGEST = 16 * 1024;
    private static final int MOST_ARGUMENTS = 16;
    private static final int SECRET_BYTES = 32;
    static final Duration PATIENCE = Duration.ofSeconds(2);
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
        var where = server.getLocalAddress() instanceof InetSocketAddress address
                ? "port " + address.getPort()
                : "socket " + socket;
        var file = dataFolder.resolve(ADDRESS);
        PrivateFiles.write(
                file, (HexFormat.of().formatHex(secret) + "\n" + where + "\n").getBytes(StandardCharsets.UTF_8));
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
            var arguments = arguments(new BoundedLines(Channels.newInputStream(channel), LARGEST));
            if (arguments.isPresent()) {
                taken.accept(arguments.get());
                Channels.newOutputStream(channel).write(OK);
            }
        } catch (IOException e) {
            LOG.debug("a message to the desktop broke off", e);
        } finally {
            limit.cancel(false);
        }
    }

    /** Empty when it is not from a start of the same user, or makes no sense. */
    private Optional<List<String>> arguments(BoundedLines lines) throws IOException {
        var given = lines.next().orElse("").getBytes(StandardCharsets.UTF_8);
        var wanted = HexFormat.of().formatHex(secret).getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(given, wanted)) {
            return Optional.empty();
        }
        var arguments = new ArrayList<String>();
        for (var line = lines.next(); line.isPresent() && arguments.size() <= MOST_ARGUMENTS; line = lines.next()) {
            if (line.get().isEmpty()) {
                return Optional.of(arguments);
            }
            try {
                arguments.add(new String(Base64.getDecoder().decode(line.get()), StandardCharsets.UTF_8));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }
        return Optional.empty();
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
