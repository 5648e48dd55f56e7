package io.slipway.desktop.instance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Lines of UTF-8 from a stream that may send without end. */
final class BoundedLines {
    private final InputStream in;
    private int left;

    /** @param most bytes of all lines together */
    BoundedLines(InputStream in, int most) {
        this.in = in;
        this.left = most;
    }

    /** The next line without its end; empty when the stream ends before one does, or too much has come. */
    Optional<String> next() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && left-- > 0; next = in.read()) {
            if (next == '\n') {
                return Optional.of(line.toString(StandardCharsets.UTF_8));
            }
            line.write(next);
        }
        return Optional.empty();
    }
}
