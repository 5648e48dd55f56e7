package io.slipway.iso.read;

import static io.slipway.iso.IsoException.Reason.LIMIT;

import io.slipway.iso.IsoException;

/**
 * Counts what one view keeps in memory. Small images can describe much more than their own size: many records may point to
 * one long name, link target or extent list.
 */
final class Budget {
    /** Bytes of names, targets and extents that an entry may need on average; real ones need about 60. */
    private static final int BYTES_PER_ENTRY = 128;

    private final Limits limits;
    private int entries;
    private long bytes;

    Budget(Limits limits) {
        this.limits = limits;
    }

    /** Counts an entry with that many bytes of text. */
    void entry(int textBytes) {
        if (++entries > limits.maxEntries()) {
            throw new IsoException(LIMIT, "The image has more than " + limits.maxEntries() + " entries.");
        }
        spend(textBytes);
    }

    void spend(long more) {
        bytes += more;
        if (bytes > (long) BYTES_PER_ENTRY * limits.maxEntries()) {
            throw new IsoException(LIMIT, "The image's names, link targets and extents need too much memory.");
        }
    }
}
