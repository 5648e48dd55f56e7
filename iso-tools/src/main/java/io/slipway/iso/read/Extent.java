package io.slipway.iso.read;

/** A run of bytes in the image. */
record Extent(long position, long length) {
    /** What one costs in the heap, in bytes. */
    static final int MEMORY = 32;
}
