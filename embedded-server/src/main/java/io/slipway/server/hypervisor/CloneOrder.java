package io.slipway.server.hypervisor;

import java.util.Optional;

/**
 * A clone to be made.
 *
 * @param template what to copy
 * @param id the number it gets; already in our ledger
 * @param name a DNS name
 * @param marker goes into the description with the clone call itself
 * @param full an independent copy; otherwise linked, where the storage can
 * @param storage for the disks of a full clone; empty means the template's
 */
public record CloneOrder(
        VmId template, VmId id, String name, RunMarker marker, boolean full, Optional<String> storage) {}
