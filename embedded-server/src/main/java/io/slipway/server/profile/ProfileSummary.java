package io.slipway.server.profile;

import java.time.Instant;

/**
 * A profile as lists show it; it can be read while the vault is locked.
 *
 * @param kind the guest's system: {@code win11}, {@code server2022}, {@code linux} and the like
 * @param usedBy VMs that are still there and whose order named the profile
 * @param bindings secrets that are bound to places of it
 */
public record ProfileSummary(
        String id,
        String name,
        boolean isDefault,
        int version,
        String kind,
        int usedBy,
        int bindings,
        Instant updatedAt) {}
