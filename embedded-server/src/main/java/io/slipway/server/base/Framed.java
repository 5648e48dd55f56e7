package io.slipway.server.base;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** One encoding for one list of texts, to be authenticated. Pure. */
public final class Framed {
    private Framed() {}

    /** Their number, then each with its length in front, so that nothing can move from one text to the next. */
    public static byte[] bytes(List<String> parts) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeInt(parts.size());
            for (var part : parts) {
                var text = part.getBytes(StandardCharsets.UTF_8);
                out.writeInt(text.length);
                out.write(text);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail", e);
        }
        return bytes.toByteArray();
    }
}
