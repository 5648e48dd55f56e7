package io.slipway.server.artifact;

import java.util.Locale;
import java.util.Optional;

/** Where a release stands. Only an active one can be downloaded. */
public enum ReleaseStatus {
    DRAFT,
    ACTIVE,
    DISABLED,
    ARCHIVED;

    /** The word in the database and in answers. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The status of that exact word, or empty. */
    public static Optional<ReleaseStatus> of(String word) {
        for (var status : values()) {
            if (status.word().equals(word)) {
                return Optional.of(status);
            }
        }
        return Optional.empty();
    }
}
