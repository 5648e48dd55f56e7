package io.slipway.server.answer.windows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The scripts of the config disc as they go onto it.
 *
 * <p>PowerShell 5.1 reads a file without byte-order mark in the system's code page, so each .ps1 is ASCII and has the mark
 * (rule S01); a .cmd must not have one (S02). Thread-safe.
 */
public final class Scripts {
    private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final Map<String, byte[]> LOADED = new ConcurrentHashMap<>();

    private Scripts() {}

    /**
     * The bytes of one script.
     *
     * @throws IllegalStateException if the product's jar lacks it or it is not ASCII, which are build mistakes
     */
    public static byte[] bytes(String name) {
        return LOADED.computeIfAbsent(name, Scripts::load).clone();
    }

    private static byte[] load(String name) {
        try (InputStream in = Scripts.class.getResourceAsStream("/io/slipway/server/answer/" + name)) {
            if (in == null) {
                throw new IllegalStateException("no script " + name);
            }
            var stored = in.readAllBytes();
            boolean marked = stored.length >= 3 && stored[0] == BOM[0] && stored[1] == BOM[1] && stored[2] == BOM[2];
            int from = marked ? BOM.length : 0;
            var out = new ByteArrayOutputStream(stored.length + BOM.length);
            if (name.endsWith(".ps1")) {
                out.writeBytes(BOM);
            }
            for (int i = from; i < stored.length; i++) {
                if (stored[i] < 0) {
                    throw new IllegalStateException(name + " is not ASCII at byte " + i);
                }
                out.write(stored[i]);
            }
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
