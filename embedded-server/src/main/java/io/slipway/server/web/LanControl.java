package io.slipway.server.web;

import io.slipway.server.provision.GuestEndpoints;
import java.net.InetAddress;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The listener for VMs and its authority, as an administrator steers them. Thread-safe. */
public interface LanControl {
    /** How guests reach us at this moment. */
    GuestEndpoints endpoints();

    /** The addresses of this machine to choose from, as it has them at this moment. */
    List<InetAddress> mine();

    /** What was chosen, by an option at the start or by the stored setting. */
    Choice choice();

    /**
     * Stores a choice for this and every later start, and follows it at once.
     *
     * @throws io.slipway.server.base.SlipwayException INVALID_ADDRESS, PORT_IN_USE when it cannot be followed; what was before stays
     */
    void choose(Choice choice);

    /** Where a rotation of the authority stands. */
    Rotation rotation();

    /**
     * Begins a rotation.
     *
     * @param now ends it, or the one under way, at once; VMs that know the old authority alone are cut off
     * @throws io.slipway.server.base.SlipwayException WRONG_STATE when one is under way
     */
    Rotation rotate(boolean now);

    /**
     * Where the listener shall be.
     *
     * @param auto at the address by which this machine reaches other networks
     * @param addresses at these too; empty without {@code auto} is off
     * @param publicUrl how VMs reach us when not by those
     */
    record Choice(boolean auto, List<InetAddress> addresses, int port, Optional<URI> publicUrl) {
        public Choice {
            addresses = List.copyOf(addresses);
        }
    }

    /**
     * Where a rotation stands.
     *
     * @param pins that new discs carry, the signing authority's first
     * @param expiresAt when the signing authority ends
     * @param since when the rotation began, empty while there is none
     * @param waiting tokens of VMs that may know the signing authority alone
     */
    record Rotation(List<String> pins, Instant expiresAt, Optional<Instant> since, long waiting) {
        public Rotation {
            pins = List.copyOf(pins);
        }
    }
}
