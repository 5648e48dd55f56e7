package io.slipway.iso;

/** What to do with a name that one of the views cannot show exactly. */
public enum NamePolicy {
    /** Refuse the image and name the path, the view and the rule. */
    STRICT,
    /** Give it the nearest legal name in that view and list the change in {@link IsoImage#report()}. */
    MANGLE
}
