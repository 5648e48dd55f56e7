package io.slipway.server.vault;

import io.slipway.server.base.TenantId;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Where a version of a secret belongs. All of it is bound to the ciphertext.
 *
 * @param tenant whose secret
 * @param secretId its row
 * @param version from 1
 * @param label what the operator calls it
 */
record SecretPlace(TenantId tenant, String secretId, int version, String label) {

    /** The additional authenticated data: each part with its length, so that no two places give the same bytes. */
    byte[] aad(String keyId) {
        var out = new ByteArrayOutputStream();
        var version = Integer.toString(this.version);
        for (var part : new String[] {"slipway-secret-1", tenant.value(), secretId, version, keyId, label}) {
            var bytes = part.getBytes(StandardCharsets.UTF_8);
            out.writeBytes(
                    ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
            out.writeBytes(bytes);
        }
        return out.toByteArray();
    }

    /**
     * The place of the version's data key under the vault key. It says whether the version is the newest: a database that names
     * an older one as the newest is noticed.
     *
     * @param newest false once a rotation replaced it
     */
    SealContext dataKey(boolean newest) {
        return new SealContext(
                tenant, (newest ? "data key of " : "former data key of ") + label, secretId + "/" + version);
    }
}
