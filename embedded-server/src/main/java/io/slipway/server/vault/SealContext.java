package io.slipway.server.vault;

import io.slipway.server.base.TenantId;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What a sealed value is and whose: bound to the ciphertext, so that a value moved to another row does not open.
 *
 * @param tenant whose value
 * @param label what it is for, for example {@code host-password}
 * @param id the row or file it belongs to
 */
public record SealContext(TenantId tenant, String label, String id) {

    /** The additional authenticated data: each part with its length, so that no two contexts give the same bytes. */
    byte[] aad(String keyId) {
        var out = new ByteArrayOutputStream();
        for (var part : new String[] {"slipway-seal-1", tenant.value(), label, id, keyId}) {
            var bytes = part.getBytes(StandardCharsets.UTF_8);
            out.writeBytes(
                    ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
            out.writeBytes(bytes);
        }
        return out.toByteArray();
    }
}
