package io.slipway.iso.read;

/**
 * Bounds for reading an untrusted image; beyond one of them reading ends with {@code LIMIT}.
 *
 * @param maxDepth levels of directories
 * @param maxEntries files, directories and links of one view
 * @param maxDirectoryBytes size of one directory
 * @param maxContinuations Rock Ridge continuation areas of one record
 */
public record Limits(int maxDepth, int maxEntries, long maxDirectoryBytes, int maxContinuations) {
    /** Room for any real installation medium: 256 levels, a million entries, 64 MiB directories, 32 continuations. */
    public static final Limits DEFAULT = new Limits(256, 1_000_000, 64L << 20, 32);
}
