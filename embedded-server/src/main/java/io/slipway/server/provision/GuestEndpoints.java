package io.slipway.server.provision;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * How guests reach us now.
 *
 * @param urls base URLs to try in order, https; empty while the LAN listener is off
 * @param pins lower-case hex SHA-256 of the accepted authorities' certificates
 * @param caPem the authority for guests that cannot pin by digest
 * @param loopback whether the guests live on this machine, as the laboratory's do
 */
public record GuestEndpoints(List<URI> urls, List<String> pins, Optional<String> caPem, boolean loopback) {
    public GuestEndpoints {
        urls = List.copyOf(urls);
        pins = List.copyOf(pins);
    }

    /** Whether a guest has an address to report to. */
    public boolean reachable() {
        return !urls.isEmpty();
    }
}
