package io.slipway.iso;

/** What the digest inside the volume descriptors covers. */
public enum ContentKey {
    /**
     * The bytes of every file. Sources without a known digest are read once more while planning. Equal digests mean equal
     * images.
     */
    CONTENT,
    /**
     * Names, sizes and modification times; the bytes only of sources held in memory or with a known digest. For
     * multi-gigabyte inputs that must be read only once: a file changed without a new time keeps the digest.
     */
    METADATA
}
