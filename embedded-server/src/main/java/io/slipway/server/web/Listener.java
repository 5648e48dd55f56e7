package io.slipway.server.web;

import io.slipway.server.tls.TlsIdentity;
import java.net.InetAddress;
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

    public Listener {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("a listener needs an address");
        }
        if (tls.isEmpty() && !addresses.stream().allMatch(InetAddress::isLoopbackAddress)) {
            throw new IllegalArgumentException("plain HTTP is for the loopback only");
        }
    }

    /** The admin listener: {@code 127.0.0.1}, bodies to 1 MiB. */
    public static Listener admin(int port) {
        return new Listener("admin", List.of(loopback()), port, 1 << 20, 512, DEADLINE, NOTHING, Optional.empty());
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

    private static InetAddress loopback() {
        try {
            return InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1});
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an IPv4 address", e);
        }
    }
}
