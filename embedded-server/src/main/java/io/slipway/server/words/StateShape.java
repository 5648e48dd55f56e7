package io.slipway.server.words;

/** How something stands, told by a shape and a colour together; the word beside it is the caller's. */
public enum StateShape {
    /** Nothing to do: a ring. */
    IDLE("idle", "M8 2a6 6 0 1 1 0 12a6 6 0 1 1 0 -12"),
    /** Work goes on: three quarters of a ring. */
    BUSY("busy", "M8 2a6 6 0 1 1 -6 6"),
    /** Well ended: a disc with a tick. */
    DONE("ok", "M8 2a6 6 0 1 1 0 12a6 6 0 1 1 0 -12M5.2 8.2l2 2l3.6 -4.2"),
    /** Somebody must look: a triangle with a mark. */
    NEEDS_YOU("warn", "M8 2l6.5 11.5h-13zM8 6.5v3.2M8 11.6v.1"),
    /** Ended badly: an octagon with a cross. */
    FAILED("bad", "M5.5 2h5l3.5 3.5v5l-3.5 3.5h-5l-3.5 -3.5v-5zM6 6l4 4M10 6l-4 4"),
    /** Not there: a ring of dashes. */
    OFF("muted", "M8 2a6 6 0 1 1 0 12a6 6 0 1 1 0 -12");

    private final String colour;
    private final String outline;

    StateShape(String colour, String outline) {
        this.colour = colour;
        this.outline = outline;
    }

    /** The name of its colour among the tokens. */
    public String colour() {
        return colour;
    }

    /** The shape as an SVG path on a grid of 16, drawn as a stroke. */
    public String outline() {
        return outline;
    }

    /** Whether the stroke is broken. */
    public boolean dashed() {
        return this == OFF;
    }
}
