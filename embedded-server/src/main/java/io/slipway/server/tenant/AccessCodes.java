package io.slipway.server.tenant;

import io.slipway.server.base.Framed;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.jspecify.annotations.Nullable;

/**
 * Vouches for the rows that decide who may call: whoever writes one into the store without the key makes nobody known by it.
 * Immutable.
 *
 * <p>A code is HMAC-SHA-256 over every field that counts, under a key that HKDF (RFC 5869) derives from a secret outside the
 * store. That secret is there while the vault is locked too, for a locked vault is opened by a call that comes with a token.
 */
public final class AccessCodes {
    /** Bytes of the secret. */
    public static final int SECRET_BYTES = 32;

    private static final String PURPOSE = "slipway access rows";
    private static final String MAC = "HmacSHA256";

    private final SecretKeySpec key;

    private AccessCodes(SecretKeySpec key) {
        this.key = key;
    }

    /** Codes under a secret of {@value #SECRET_BYTES} random bytes, which is not kept. */
    public static AccessCodes of(byte[] secret) {
        if (secret.length != SECRET_BYTES) {
            throw new IllegalArgumentException("the secret has " + secret.length + " bytes");
        }
        var hkdf = new HKDFBytesGenerator(new SHA256Digest());
        hkdf.init(new HKDFParameters(secret, null, PURPOSE.getBytes(StandardCharsets.US_ASCII)));
        var derived = new byte[SECRET_BYTES];
        hkdf.generateBytes(derived, 0, derived.length);
        try {
            return new AccessCodes(new SecretKeySpec(derived, MAC));
        } finally {
            Arrays.fill(derived, (byte) 0);
        }
    }

    /** The code of a row; the first field names the kind of row. */
    String code(List<String> fields) {
        try {
            var mac = Mac.getInstance(MAC);
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(Framed.bytes(fields)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is missing in this runtime", e);
        }
    }

    boolean fits(@Nullable String code, List<String> fields) {
        return code != null
                && MessageDigest.isEqual(
                        code.getBytes(StandardCharsets.UTF_8), code(fields).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "AccessCodes[***]";
    }
}
