package io.slipway.server.web.ui.artifacts;

import io.slipway.server.artifact.Assignment;
import io.slipway.server.artifact.Release;
import io.slipway.server.artifact.ReleaseStatus;
import io.slipway.server.text.Text;
import io.slipway.server.words.StateShape;
import java.util.List;
import java.util.Optional;

/**
 * One release in the operator's words.
 *
 * @param available whether the store still has its file, whole
 * @param assigned who gets it
 * @param links handed out to VMs, as far as the trail reaches back
 */
record ArtifactRow(Release release, boolean available, List<Assignment> assigned, int links, Text text) {
    private static final int DIGEST_SHOWN = 12;
    private static final long KIB = 1L << 10;
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;

    String link() {
        return "/ui/artifacts/" + release.id();
    }

    StateShape shape() {
        if (!available) {
            return StateShape.FAILED;
        }
        return release.status() == ReleaseStatus.ACTIVE ? StateShape.DONE : StateShape.OFF;
    }

    String state() {
        return available ? text.get("status." + release.status().word()) : text.get("missing");
    }

    String size() {
        return size(text, release.size());
    }

    /** Rounded to a tenth; small ones in bytes. */
    static String size(Text text, long bytes) {
        if (bytes < KIB) {
            return text.get("size.bytes", String.valueOf(bytes));
        }
        if (bytes < MIB) {
            return text.get("size.kib", tenths(text, bytes, KIB));
        }
        return bytes < GIB
                ? text.get("size.mib", tenths(text, bytes, MIB))
                : text.get("size.gib", tenths(text, bytes, GIB));
    }

    private static String tenths(Text text, long bytes, long unit) {
        return String.format(text.language(), "%.1f", (double) bytes / unit);
    }

    String digest() {
        return release.digest().substring(0, DIGEST_SHOWN) + "…";
    }

    /** Who gets it: everybody, so many users, or nobody. */
    String usedBy() {
        boolean everybody = assigned.stream().map(Assignment::userId).anyMatch(Optional::isEmpty);
        long users = assigned.stream()
                .map(Assignment::userId)
                .filter(Optional::isPresent)
                .count();
        if (everybody) {
            return users == 0 ? text.get("used.everybody") : text.count("used.both", users);
        }
        return users == 0 ? text.get("used.nobody") : text.count("used.users", users);
    }

    String downloads() {
        return text.count("downloads", links);
    }
}
