package io.slipway.server.profile;

import java.util.Optional;

/**
 * One setting in which two profile documents differ.
 *
 * @param pointer JSON Pointer (RFC 6901) of the setting
 * @param before its value in the first document, compact JSON; empty when it is not there, or when it is a secret
 * @param after its value in the second one, in the same way
 */
public record ProfileDifference(String pointer, Kind kind, Optional<String> before, Optional<String> after) {
    /** What happened to the setting. */
    public enum Kind {
        ADDED,
        REMOVED,
        CHANGED,
        /** A secret differs; its values are shown to nobody. */
        SECRET_CHANGED,
    }
}
