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
        String node,
        HostLimits limits,
        Optional<Instant> probedAt,
        Instant createdAt) {}
