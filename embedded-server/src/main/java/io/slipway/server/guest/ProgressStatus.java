package io.slipway.server.guest;

import java.util.Locale;
import java.util.Optional;

/** What a VM says about a step. */
public enum ProgressStatus {
    PENDING,
    RUNNING,
    COMPLETED,
    FAILED;

    /** The word in the database, in requests and in answers. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The status of that exact word, or empty. */
    public static Optional<ProgressStatus> of(String word) {
        for (var status : values()) {
            if (status.word().equals(word)) {
                return Optional.of(status);
            }
        }
        return Optional.empty();
    }
}
