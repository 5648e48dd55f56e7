package io.slipway.server.web;

import io.slipway.server.tls.TlsIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How one listener is set up.
 *
 * @param name for logs and threads
 * @param addresses where it listens, at least one
 * @param port the same on all addresses; 0 lets the system choose one
 * @param largestBody longest request body in bytes
 * @param mostConnections open at once; further ones wait in the kernel
 * @param deadline longest time for one request
 * @param contentPolicy value of {@code Content-Security-Policy}
 * @param tls the identity to show, empty for plain HTTP on the loopback
 */
public record Listener(
        String name,
        List<InetAddress> addresses,
        int port,
        int largestBody,
        int mostConnections,
        Duration deadline,
        String contentPolicy,
        Optional<TlsIdentity> tls) {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";
    /** Our own files only, nothing inline, no frames in either direction (requirements C-1). */
    private static final String OWN_FILES = "default-src 'self'; base-uri 'none'; form-action 'self';"
            + " frame-ancestors 'none'; frame-src 'none'; object-src 'none'";

    public Listener {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("a listener needs an address");
        }
        if (tls.isEmpty() && !addresses.stream().allMatch(InetAddress::isLoopbackAddress)) {
            throw new IllegalArgumentException("plain HTTP is for the loopback only");
        }
    }

    /** The admin listener: {@code 127.0.0.1}, and {@code ::1} where the machine has it; bodies to 1 MiB. */
    public static Listener admin(int port) {
        return new Listener("admin", loopbacks(), port, 1 << 20, 512, DEADLINE, OWN_FILES, Optional.empty());
    }

    /** The VMs' listener: TLS, bodies to 64 KiB. */
    public static Listener lan(List<InetAddress> addresses, int port, TlsIdentity identity) {
        return new Listener("lan", addresses, port, 64 << 10, 4096, DEADLINE, NOTHING, Optional.of(identity));
    }

    /** The same with another policy for what pages may load. */
    public Listener withContentPolicy(String policy) {
        return new Listener(name, addresses, port, largestBody, mostConnections, deadline, policy, tls);
    }

    /** The same with another deadline. */
    public Listener withDeadline(Duration longest) {
        return new Listener(name, addresses, port, largestBody, mostConnections, longest, contentPolicy, tls);
    }

    private static List<InetAddress> loopbacks() {
        var six = address(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
        var four = address(127, 0, 0, 1);
        try (var probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(six, 0));
            return List.of(four, six);
        } catch (IOException e) {
            // A machine without IPv6, or with it switched off.
            return List.of(four);
        }
    }

    private static InetAddress address(int... numbers) {
        var bytes = new byte[numbers.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) numbers[i];
        }
        try {
            return InetAddress.getByAddress("localhost", bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 or 16 bytes are an address", e);
        }
    }
}
