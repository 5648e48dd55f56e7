package io.slipway.server.host;

import io.slipway.server.base.Secret;
import java.util.Optional;

/**
 * A host to be registered.
 *
 * @param password or {@code keyFile}, exactly one
 * @param keyFile absolute path of a private key on this machine
 * @param confirmedKey the host key as the operator saw and confirmed it; empty asks for it
 * @param tls its web server and that one's certificate
 * @param replaceKey whether a registered host of this name gets this key in place of its old one
 */
public record NewHost(
        String name,
        String address,
        int port,
        String userName,
        Optional<Secret> password,
        Optional<String> keyFile,
        Optional<String> confirmedKey,
        TlsContact tls,
        boolean replaceKey,
        HostLimits limits) {}
