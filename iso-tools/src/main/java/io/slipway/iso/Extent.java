package io.slipway.iso;

/**
 * A run of bytes in an image.
 *
 * @param position first byte
 * @param length bytes
 */
public record Extent(long position, long length) {
    /** What one costs in the heap, in bytes. */
    public static final int MEMORY = 32;

    /** First byte after the run. */
    public long end() {
        return position + length;
    }
}
