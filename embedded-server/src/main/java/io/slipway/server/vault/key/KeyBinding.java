package io.slipway.server.vault.key;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which key of which installation: bound to every wrapped form of it, so that one from elsewhere does not open.
 *
 * @param installation random id of the data folder
 * @param keyId of the wrapped key
 */
public record KeyBinding(String installation, String keyId) {

    /**
     * Data that goes into the authentication of a wrapped key: this binding, what wraps it, and every stored parameter, each
     * with its length. Changing one of them in the file makes the wrapped key refuse to open.
     */
    public byte[] aad(String purpose, Map<String, String> parameters) {
        var out = new ByteArrayOutputStream();
        part(out, "slipway-wrap-1");
        part(out, installation);
        part(out, keyId);
        part(out, purpose);
        new TreeMap<>(parameters).forEach((name, value) -> {
            part(out, name);
            part(out, value);
        });
        return out.toByteArray();
    }

    private static void part(ByteArrayOutputStream out, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        out.writeBytes(bytes);
    }
}
