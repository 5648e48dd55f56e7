package io.slipway.iso;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a plan is made of besides the tree. The system area is at most 32 KiB and not copied. */
record ImageOptions(
        Profile profile,
        String volumeId,
        Instant timestamp,
        byte[] systemArea,
        @Nullable ElTorito boot,
        KeptVolume kept) {}
