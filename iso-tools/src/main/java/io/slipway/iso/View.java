package io.slipway.iso;

/** One of the name spaces that a disc shows; all of them share the same file data. */
public enum View {
    /** Plain ECMA-119 names: upper case, 31 characters, a fallback for readers without extensions. */
    ISO,
    /** UTF-16 names, read by Windows. */
    JOLIET,
    /** POSIX names, modes and links, read by Linux. */
    ROCK_RIDGE,
    /** UDF 1.02, read first by Windows when present. */
    UDF
}
