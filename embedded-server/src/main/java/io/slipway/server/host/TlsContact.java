package io.slipway.server.host;

import java.util.Optional;

/**
 * The web server of a host to be registered.
 *
 * @param port of its API, usually 8006
 * @param confirmed fingerprint of its certificate as the operator saw and confirmed it; empty pins none
 */
public record TlsContact(int port, Optional<String> confirmed) {
    /** Where Proxmox VE listens. */
    public static final int USUAL_PORT = 8006;

    /** The usual port, and no certificate pinned. */
    public static TlsContact unpinned() {
        return new TlsContact(USUAL_PORT, Optional.empty());
    }
}
