package io.slipway.iso;

/**
 * One difference between what was asked and what a view shows.
 *
 * @param kind what happened
 * @param view the view it happened in
 * @param path the path as given to the builder; empty for the volume itself
 * @param written what the view shows instead; empty when it shows nothing
 * @param reason the rule behind it, one sentence
 */
public record Deviation(Kind kind, View view, String path, String written, String reason) {

    /** What happened to the entry. */
    public enum Kind {
        /** The view shows another name. */
        RENAMED,
        /** The view cannot hold the entry. */
        OMITTED,
        /** A date, label or link target was brought into the format's range. */
        ADJUSTED
    }

    @Override
    public String toString() {
        return switch (kind) {
            case RENAMED -> view + ": " + path + " is written as " + written + ": " + reason;
            case OMITTED -> view + ": " + path + " is left out: " + reason;
            case ADJUSTED -> view + ": " + (path.isEmpty() ? "the volume" : path) + " has " + written + ": " + reason;
        };
    }
}
