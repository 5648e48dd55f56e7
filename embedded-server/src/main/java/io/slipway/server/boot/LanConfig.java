package io.slipway.server.boot;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.web.LanControl;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * The listener for VMs.
 *
 * @param addresses of this machine, one for each interface that VMs reach
 * @param auto also the address by which this machine reaches other networks, whatever it is at the time
 * @param port fixed, so that a disc made before a restart still fits; 0 only for tests and the demonstration
 * @param publicUrl how VMs reach us when it is not by these addresses, for example through port forwarding
 * @param laboratory whether the VMs live on this machine; only then may the address be the loopback
 */
public record LanConfig(
        List<InetAddress> addresses, boolean auto, int port, Optional<URI> publicUrl, boolean laboratory) {
    /** The port unless another is chosen. */
    public static final int USUAL_PORT = 8443;

    public LanConfig {
        addresses = List.copyOf(addresses);
        if (!laboratory && addresses.stream().anyMatch(InetAddress::isLoopbackAddress)) {
            throw Problem.of(
                            ProblemCode.INVALID_ADDRESS,
                            "VMs cannot reach the loopback address.",
                            "Choose an address of this machine on the VMs' network.")
                    .exception();
        }
        if (addresses.stream().anyMatch(address -> address.isAnyLocalAddress() || address.isMulticastAddress())) {
            throw Problem.of(
                            ProblemCode.INVALID_ADDRESS,
                            "The LAN listener binds chosen addresses only, never all of them.",
                            "Choose an address of this machine on the VMs' network, or auto.")
                    .exception();
        }
    }

    /** Fixed addresses. */
    public LanConfig(List<InetAddress> addresses, int port, Optional<URI> publicUrl, boolean laboratory) {
        this(addresses, false, port, publicUrl, laboratory);
    }

    /** No listener. */
    public static LanConfig off() {
        return new LanConfig(List.of(), false, USUAL_PORT, Optional.empty(), false);
    }

    /** For guests that live in this process. */
    public static LanConfig forLaboratory() {
        return new LanConfig(List.of(InetAddress.getLoopbackAddress()), 0, Optional.empty(), true);
    }

    static LanConfig of(LanControl.Choice choice) {
        return new LanConfig(choice.addresses(), choice.auto(), choice.port(), choice.publicUrl(), false);
    }

    /** As administrators see it. */
    LanControl.Choice choice() {
        return new LanControl.Choice(auto, addresses, port, publicUrl);
    }

    /** Whether nothing shall listen. */
    public boolean isOff() {
        return addresses.isEmpty() && !auto;
    }
}
