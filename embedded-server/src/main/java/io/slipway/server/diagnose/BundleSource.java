package io.slipway.server.diagnose;

import java.io.IOException;
import java.util.List;

/**
 * Where texts of a bundle come from.
 *
 * @param name by which a source that gave nothing is listed
 */
record BundleSource(String name, Reading reading) {

    /** Reads the texts; may block, fail and take too long. */
    @FunctionalInterface
    interface Reading {
        List<BundleText> texts() throws IOException;
    }

    /** A source of one text. */
    static BundleSource of(String name, String what, Text text) {
        return new BundleSource(name, () -> List.of(new BundleText(name, what, text.text())));
    }

    /** Reads one text. */
    @FunctionalInterface
    interface Text {
        String text() throws IOException;
    }

    /** A source that is known to give nothing. */
    static BundleSource missing(String name, String why) {
        return new BundleSource(name, () -> {
            throw new IOException(why);
        });
    }
}
