package io.slipway.server.answer.importing;

/**
 * What became of one setting of an imported answer file.
 *
 * @param where pass, component and element path, or the name of the script or form it stands in; never a value
 * @param pointer JSON Pointer into the profile; empty when nothing of it is there
 * @param reason why it was left, or what was made of it; empty when it was taken as it is
 */
public record ImportLine(String where, Outcome outcome, String pointer, String reason) {
    /** What was done with a setting. */
    public enum Outcome {
        /** It stands in the profile. */
        TAKEN,
        /** It stands in the profile in another form. */
        ADAPTED,
        /** Slipway's own answer files say the same anyway. */
        ALWAYS,
        /** It is lost unless the operator does something about it. */
        LEFT
    }
}
