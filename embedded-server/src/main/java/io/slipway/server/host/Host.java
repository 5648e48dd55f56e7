package io.slipway.server.host;

import io.slipway.server.base.TenantId;
import java.time.Instant;
import java.util.Optional;

/**
 * A registered host.
 *
 * @param name unique in its tenant, chosen by the operator
 * @param address DNS name or numeric
 * @param port of its SSH server
 * @param userName login name
 * @param auth how we sign in; never the secret itself
 * @param hostKeyPin key type and fingerprint that the operator confirmed
 * @param tlsPin fingerprint of its web server's certificate that the operator confirmed; empty when none is pinned
 * @param tlsPort of its web server
 * @param node its own name in the cluster
 * @param probedAt when it last answered a full probe
 */
public record Host(
        String id,
        TenantId tenant,
        String name,
        String address,
        int port,
        String userName,
        HostAuth auth,
        String hostKeyPin,
        Optional<String> tlsPin,
        int tlsPort,
        String node,
        HostLimits limits,
        Optional<Instant> probedAt,
        Instant createdAt) {
    /** How a pin begins that is a certificate's fingerprint. */
    public static final String BY_CERTIFICATE = "x509 ";

    /** The same host, used within other limits. */
    Host withLimits(HostLimits other) {
        return new Host(
                id,
                tenant,
                name,
                address,
                port,
                userName,
                auth,
                hostKeyPin,
                tlsPin,
                tlsPort,
                node,
                other,
                probedAt,
                createdAt);
    }

    /** Whether its web server's certificate is what it proves itself with, because it is driven by its REST API. */
    boolean byCertificate() {
        return hostKeyPin.startsWith(BY_CERTIFICATE);
    }

    /** What is pinned of that kind. */
    Optional<String> pin(Proof proof) {
        return switch (proof) {
            case SSH_KEY -> byCertificate() ? Optional.empty() : Optional.of(hostKeyPin);
            case CERTIFICATE -> byCertificate() ? Optional.of(hostKeyPin) : tlsPin;
        };
    }

    /** Where its web server listens. */
    int webPort() {
        return byCertificate() ? port : tlsPort;
    }
}
