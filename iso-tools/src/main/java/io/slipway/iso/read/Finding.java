package io.slipway.iso.read;

/**
 * One rule that an image breaks.
 *
 * @param rule a short name such as {@code joliet.path-table}
 * @param message what is wrong where, one sentence
 */
public record Finding(String rule, String message) {
    @Override
    public String toString() {
        return rule + ": " + message;
    }
}
