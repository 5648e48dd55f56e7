package io.slipway.server.profile;

import java.time.Instant;

/**
 * A profile of one user.
 *
 * @param id UUID
 * @param name unique among the user's profiles
 * @param isDefault whether it is used when none is named; true for at most one profile of a user
 * @param version counts from 1; grows with every change of the document
 * @param document the current version
 * @param createdAt of the profile
 * @param updatedAt of the last change
 */
public record StoredProfile(
        String id,
        String name,
        boolean isDefault,
        int version,
        ProfileDocument document,
        Instant createdAt,
        Instant updatedAt) {}
