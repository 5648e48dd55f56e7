package io.slipway.server.boot;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * The listener for VMs.
 *
 * @param addresses of this machine, one for each interface that VMs reach
 * @param port fixed, so that a disc made before a restart still fits; 0 only for tests and the demonstration
 * @param publicUrl how VMs reach us when it is not by these addresses, for example through port forwarding
 * @param laboratory whether the VMs live on this machine; only then may the address be the loopback
 */
public record LanConfig(List<InetAddress> addresses, int port, Optional<URI> publicUrl, boolean laboratory) {
    /** The port unless another is chosen. */
    public static final int USUAL_PORT = 8443;

    public LanConfig {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty()) {
            throw Problem.of(ProblemCode.CONFIG_ERROR, "The LAN listener needs an address.")
                    .exception();
        }
        if (!laboratory && addresses.stream().anyMatch(InetAddress::isLoopbackAddress)) {
            throw Problem.of(
                            ProblemCode.CONFIG_ERROR,
                            "VMs cannot reach the loopback address.",
                            "Choose an address of this machine on the VMs' network.")
                    .exception();
        }
    }

    /** For guests that live in this process. */
    public static LanConfig forLaboratory() {
        return new LanConfig(List.of(InetAddress.getLoopbackAddress()), 0, Optional.empty(), true);
    }
}
