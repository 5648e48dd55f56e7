package io.slipway.server.artifact;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs links and reads them back: a form number, expiry, lease, release and digest, then the HMAC-SHA256 of all that, together
 * in base64url. Only our own spelling of a link is accepted. Thread-safe.
 */
final class DownloadLinks {
    private static final String HMAC = "HmacSHA256";
    private static final byte FORM = 1;
    private static final int DIGEST = 32;
    private static final int SIGNED = 1 + Long.BYTES + 2 * 2 * Long.BYTES + DIGEST;
    private static final int MAC = 32;
    private static final int LENGTH = (SIGNED + MAC) * 4 / 3;

    private final SecretKeySpec key;

    DownloadLinks(byte[] key) {
        this.key = new SecretKeySpec(key, HMAC);
    }

    String sign(DownloadLink link) {
        var bytes = ByteBuffer.allocate(SIGNED + MAC);
        bytes.put(FORM).putLong(link.expiresAt().toEpochMilli());
        put(bytes, link.leaseId());
        put(bytes, link.releaseId());
        bytes.put(HexFormat.of().parseHex(link.digest()));
        bytes.put(mac(bytes.array()));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    private static void put(ByteBuffer bytes, String id) {
        var uuid = UUID.fromString(id);
        bytes.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
    }

    private static String id(ByteBuffer bytes) {
        return new UUID(bytes.getLong(), bytes.getLong()).toString();
    }

    /** What the text says if we signed it, whatever its time; compared in constant time. */
    Optional<DownloadLink> read(String text) {
        if (text.length() != LENGTH) {
            return Optional.empty();
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        var found = Arrays.copyOfRange(bytes, SIGNED, SIGNED + MAC);
        if (!MessageDigest.isEqual(mac(bytes), found)
                || !Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(bytes)
                        .equals(text)
                || bytes[0] != FORM) {
            return Optional.empty();
        }
        var signed = ByteBuffer.wrap(bytes, 1, SIGNED - 1);
        var expiresAt = Instant.ofEpochMilli(signed.getLong());
        var lease = id(signed);
        var release = id(signed);
        var digest = new byte[DIGEST];
        signed.get(digest);
        return Optional.of(
                new DownloadLink(expiresAt, lease, release, HexFormat.of().formatHex(digest)));
    }

    /** Of the signed part of the bytes. */
    private byte[] mac(byte[] bytes) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(key);
            mac.update(bytes, 0, SIGNED);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + HMAC, e);
        }
    }
}
