package io.slipway.server.tenant;

import io.slipway.server.base.Json;
import io.slipway.server.base.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The keys of the audit trail: one seals the chain's end at every row (HMAC-SHA-256), one signs exports (Ed25519, RFC 8032) so
 * that they can be checked without this installation. Immutable.
 */
public final class AuditKeys {
    private static final int MAC_BYTES = 32;
    private static final String HEAD = "slipway-audit-head-1\n";
    private static final String EXPORT = "slipway-audit-export-1\n";

    private final byte[] macKey;
    private final KeyPair signing;

    private AuditKeys(byte[] macKey, KeyPair signing) {
        this.macKey = macKey.clone();
        this.signing = signing;
    }

    /** New keys. */
    public static AuditKeys create(SecureRandom random) {
        try {
            var mac = new byte[MAC_BYTES];
            random.nextBytes(mac);
            return new AuditKeys(mac, KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    /** The keys as {@link #encoded} gave them. */
    public static AuditKeys of(byte[] encoded) {
        var json = Json.parse(encoded);
        var base64 = Base64.getDecoder();
        try {
            var factory = KeyFactory.getInstance("Ed25519");
            var secret = factory.generatePrivate(
                    new PKCS8EncodedKeySpec(base64.decode(json.path("sign").asString())));
            var open = factory.generatePublic(
                    new X509EncodedKeySpec(base64.decode(json.path("verify").asString())));
            return new AuditKeys(base64.decode(json.path("mac").asString()), new KeyPair(open, secret));
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    /** For the vault to seal; the caller wipes it. */
    public byte[] encoded() {
        var base64 = Base64.getEncoder();
        return Json.mapper()
                .writeValueAsBytes(Json.object()
                        .put("mac", base64.encodeToString(macKey))
                        .put("sign", base64.encodeToString(signing.getPrivate().getEncoded()))
                        .put("verify", base64.encodeToString(signing.getPublic().getEncoded())));
    }

    String seal(long seq, String hash) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(macKey, "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal((HEAD + seq + "\n" + hash).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    boolean fits(long seq, String hash, @Nullable String mac) {
        return mac != null
                && MessageDigest.isEqual(
                        mac.getBytes(StandardCharsets.UTF_8), seal(seq, hash).getBytes(StandardCharsets.UTF_8));
    }

    /** The key by which an export is checked, X.509 in base64. */
    String publicKey() {
        return Base64.getEncoder().encodeToString(signing.getPublic().getEncoded());
    }

    /** What people compare: the first 32 hex digits of the SHA-256 of the public key. */
    static String fingerprint(String publicKey) {
        return Sha256.hex(Base64.getDecoder().decode(publicKey)).substring(0, 32);
    }

    String sign(long seq, String hash, long at) {
        try {
            var signature = Signature.getInstance("Ed25519");
            signature.initSign(signing.getPrivate());
            signature.update(exportText(seq, hash, at));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    static boolean signed(String publicKey, long seq, String hash, long at, String signature) {
        try {
            var verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(KeyFactory.getInstance("Ed25519")
                    .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(publicKey))));
            verifier.update(exportText(seq, hash, at));
            return verifier.verify(Base64.getDecoder().decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    private static byte[] exportText(long seq, String hash, long at) {
        return (EXPORT + seq + "\n" + hash + "\n" + at).getBytes(StandardCharsets.UTF_8);
    }

    private static IllegalStateException missing(GeneralSecurityException cause) {
        return new IllegalStateException("the keys of the audit trail cannot be used", cause);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AuditKeys keys && MessageDigest.isEqual(macKey, keys.macKey);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(macKey);
    }

    @Override
    public String toString() {
        return "AuditKeys[" + fingerprint(publicKey()) + "]";
    }
}
