package io.slipway.server.host;

import io.slipway.server.base.Secret;
import java.util.Locale;
import java.util.Optional;

/**
 * A host to be registered.
 *
 * @param userName login name; for an API token its id, {@code user@realm!name}
 * @param password or {@code keyFile} or {@code apiToken}, exactly one
 * @param keyFile absolute path of a private key on this machine
 * @param apiToken the secret half of an API token; then the host is driven by its REST API at this port, and what is confirmed
 *     is the certificate
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
        Optional<Secret> apiToken,
        Optional<String> confirmedKey,
        TlsContact tls,
        boolean replaceKey,
        HostLimits limits) {
    /** A host reached by SSH. */
    public NewHost(
            String name,
            String address,
            int port,
            String userName,
            Optional<Secret> password,
            Optional<String> keyFile,
            Optional<String> confirmedKey,
            TlsContact tls,
            boolean replaceKey,
            HostLimits limits) {
        this(name, address, port, userName, password, keyFile, Optional.empty(), confirmedKey, tls, replaceKey, limits);
    }

    /** A name for whoever gives none: the first part of the address, in lower case. */
    public static String suggestedName(String address) {
        var first = address.matches("[0-9.:]+") ? address.replace(':', '-') : address.split("\\.", -1)[0];
        return first.toLowerCase(Locale.ROOT);
    }
}
