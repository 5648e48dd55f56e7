package io.slipway.server.boot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Which addresses this machine has at this moment; they change with cables, leases and sleep. */
interface MachineAddresses {
    /** The address by which this machine reaches other networks, empty while it is alone. */
    Optional<InetAddress> outward();

    /** The addresses by which others on its networks could reach it; none of a link alone. */
    List<InetAddress> all();

    /** Whether an interface of this machine has the address. */
    boolean has(InetAddress address);

    /** Asks the operating system; nothing is sent. */
    static MachineAddresses system() {
        return new MachineAddresses() {
            /** TEST-NET-1 (RFC 5737): connecting a datagram socket only asks the routing table. */
            private static final String SOMEWHERE = "192.0.2.1";

            @Override
            public Optional<InetAddress> outward() {
                try (var socket = new DatagramSocket()) {
                    socket.connect(new InetSocketAddress(SOMEWHERE, 9));
                    var address = socket.getLocalAddress();
                    if (!address.isAnyLocalAddress() && !address.isLoopbackAddress()) {
                        return Optional.of(address);
                    }
                } catch (IOException | UncheckedIOException e) {
                    // No default route: look at the interfaces.
                }
                try {
                    return Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
                            .filter(this::up)
                            .flatMap(NetworkInterface::inetAddresses)
                            .filter(InetAddress::isSiteLocalAddress)
                            .findFirst();
                } catch (SocketException e) {
                    return Optional.empty();
                }
            }

            @Override
            public List<InetAddress> all() {
                try {
                    return Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
                            .filter(this::up)
                            .flatMap(NetworkInterface::inetAddresses)
                            .filter(address -> !address.isLinkLocalAddress() && !address.isMulticastAddress())
                            .toList();
                } catch (SocketException e) {
                    throw new UncheckedIOException(e);
                }
            }

            private boolean up(NetworkInterface network) {
                try {
                    return network.isUp() && !network.isLoopback();
                } catch (SocketException e) {
                    return false;
                }
            }

            @Override
            public boolean has(InetAddress address) {
                try {
                    return NetworkInterface.getByInetAddress(address) != null;
                } catch (SocketException e) {
                    return false;
                }
            }
        };
    }
}
