package io.slipway.desktop.instance;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** What a second start does. Loads next to nothing: no log, no parser, for it has 300 ms with the start of the machine in them. */
public final class HandOver {
    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final Duration BETWEEN = Duration.ofMillis(50);
    private static final String PORT = "port ";
    private static final String SOCKET = "socket ";

    private HandOver() {}

    /** What came of a start. */
    public sealed interface Start {
        /** This process is the desktop. */
        record First(SingleInstance instance) implements Start {}

        /** The desktop that runs took the arguments. */
        record Taken() implements Start {}

        /** One runs and does not answer. */
        record Silent() implements Start {}
    }

    /**
     * Becomes the desktop of the folder, or gives the arguments to the one that is. Tries both for twenty seconds, because that one may
     * just be starting, and then answers soon, or just be ending, and then leaves its place.
     */
    public static Start to(Path dataFolder, List<String> arguments) throws IOException {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (true) {
            var claimed = SingleInstance.claim(dataFolder);
            if (claimed.isPresent()) {
                return new Start.First(claimed.get());
            }
            if (once(dataFolder, arguments)) {
                return new Start.Taken();
            }
            if (System.nanoTime() > end) {
                return new Start.Silent();
            }
            LockSupport.parkNanos(BETWEEN.toNanos());
        }
    }

    /** One attempt; false when the desktop is just starting or ending, or does not answer. */
    static boolean once(Path dataFolder, List<String> arguments) {
        var file = dataFolder.resolve(Mailbox.ADDRESS);
        try {
            if (!Files.exists(file) || Files.size(file) > Mailbox.LARGEST) {
                return false;
            }
            var lines = Files.readAllLines(file, StandardCharsets.UTF_8);
            if (lines.size() != 2) {
                return false;
            }
            try (var channel = SocketChannel.open(address(lines.get(1)))) {
                var watch = watch(channel);
                var message = new StringBuilder(lines.getFirst()).append('\n');
                for (var argument : arguments) {
                    message.append(Base64.getEncoder().encodeToString(argument.getBytes(StandardCharsets.UTF_8)))
                            .append('\n');
                }
                Channels.newOutputStream(channel)
                        .write(message.append('\n').toString().getBytes(StandardCharsets.US_ASCII));
                InputStream in = Channels.newInputStream(channel);
                boolean taken = new BoundedLines(in, Mailbox.LARGEST)
                        .next()
                        .filter("ok"::equals)
                        .isPresent();
                watch.interrupt();
                return taken;
            }
        } catch (IOException | IllegalArgumentException e) {
            // Gone, going, or not there yet: the caller tries again and says so in the end.
            return false;
        }
    }

    /** Closes a connection that takes too long, until it is interrupted. */
    private static Thread watch(SocketChannel channel) {
        return Thread.ofPlatform().daemon().start(() -> {
            LockSupport.parkNanos(Mailbox.PATIENCE.toNanos());
            if (!Thread.currentThread().isInterrupted()) {
                try {
                    channel.close();
                } catch (IOException e) {
                    // Closed is what it was to be.
                }
            }
        });
    }

    private static SocketAddress address(String where) {
        return where.startsWith(PORT)
                ? new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), Integer.parseInt(where.substring(PORT.length())))
                : UnixDomainSocketAddress.of(where.substring(SOCKET.length()));
    }
}
