package io.slipway.server.guest;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.slipway.server.base.Json;
import io.slipway.server.base.Sha256;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.base.TenantId;
import java.text.ParseException;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.regex.Pattern;

/**
 * The text of a provisioning token: an HS256 JSON Web Token (RFC 7519) with the claims of requirements A.12. Thread-safe.
 *
 * <p>All our tokens have the same header, so any other header is refused before the signature is looked at: neither
 * {@code alg:none} nor another algorithm ever reaches a verifier.
 */
final class GuestJwt {
    private static final JWSHeader HEADER =
            new JWSHeader.Builder(JWSAlgorithm.HS256).type(JOSEObjectType.JWT).build();
    private static final String HEADER_TEXT = HEADER.toBase64URL().toString();
    private static final String TYPE = "provision";
    private static final int LONGEST = 2048;
    /** A VM calls every few seconds with the same text; more VMs than that at once only cost a verification each time. */
    private static final int MOST_RECENT = 4096;

    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*");

    private final JWSSigner signer;
    private final JWSVerifier verifier;
    private final RecentTokens recent = new RecentTokens(MOST_RECENT);

    /**
     * What a token says.
     *
     * @param id unlike any other token's, {@code jti}
     * @param tenant {@code tid}
     * @param userId {@code sub}
     * @param vmUuid {@code vm}
     * @param issuedAt {@code iat}, whole seconds
     * @param expiresAt {@code exp}, whole seconds
     */
    record Claims(String id, TenantId tenant, String userId, String vmUuid, Instant issuedAt, Instant expiresAt) {}

    GuestJwt(byte[] key) {
        try {
            this.signer = new MACSigner(key);
            this.verifier = new MACVerifier(key);
        } catch (JOSEException e) {
            throw new IllegalStateException("HS256 needs a key of 32 bytes", e);
        }
    }

    String sign(Claims claims) {
        var set = new JWTClaimsSet.Builder()
                .jwtID(claims.id())
                .subject(claims.userId())
                .issueTime(Date.from(claims.issuedAt()))
                .expirationTime(Date.from(claims.expiresAt()))
                .claim("typ", TYPE)
                .claim("vm", claims.vmUuid())
                .claim("tid", claims.tenant().value())
                .build();
        var jwt = new SignedJWT(HEADER, set);
        try {
            jwt.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException("HS256 is missing in this runtime", e);
        }
        return jwt.serialize();
    }

    /**
     * Checks form, algorithm, signature and type, not the time.
     *
     * @throws SlipwayException TOKEN_INVALID with the reason
     */
    PresentedToken verify(String text) {
        if (text.isEmpty()) {
            throw TokenRefusal.MISSING.exception();
        }
        if (text.length() > LONGEST) {
            throw TokenRefusal.MALFORMED.exception();
        }
        var hash = hash(text);
        var known = recent.get(hash);
        if (known != null) {
            return known;
        }
        var verified = new PresentedToken(claims(text), hash);
        recent.add(verified);
        return verified;
    }

    private Claims claims(String text) {
        if (!SHAPE.matcher(text).matches()) {
            throw TokenRefusal.MALFORMED.exception();
        }
        if (!text.startsWith(HEADER_TEXT + ".")) {
            throw foreignHeader(text).exception();
        }
        try {
            var jwt = SignedJWT.parse(text);
            if (!jwt.verify(verifier)) {
                throw TokenRefusal.SIGNATURE.exception();
            }
            return claims(jwt.getJWTClaimsSet());
        } catch (ParseException | IllegalArgumentException | IllegalStateException e) {
            throw TokenRefusal.MALFORMED.exception();
        } catch (JOSEException e) {
            throw TokenRefusal.SIGNATURE.exception();
        }
    }

    private static TokenRefusal foreignHeader(String text) {
        try {
            var header = Base64.getUrlDecoder().decode(text.substring(0, text.indexOf('.')));
            var algorithm = Json.parse(header).path("alg").asString("");
            return algorithm.equals("HS256") || algorithm.isEmpty() ? TokenRefusal.MALFORMED : TokenRefusal.ALGORITHM;
        } catch (IllegalArgumentException | SlipwayException e) {
            return TokenRefusal.MALFORMED;
        }
    }

    private static Claims claims(JWTClaimsSet set) throws ParseException {
        if (!TYPE.equals(set.getStringClaim("typ"))) {
            throw TokenRefusal.TYPE.exception();
        }
        var id = set.getJWTID();
        var tenant = set.getStringClaim("tid");
        var user = set.getSubject();
        var vm = set.getStringClaim("vm");
        var issued = set.getIssueTime();
        var expires = set.getExpirationTime();
        if (id == null || tenant == null || user == null || vm == null || issued == null || expires == null) {
            throw TokenRefusal.MALFORMED.exception();
        }
        return new Claims(id, tenant(tenant), user, vm, issued.toInstant(), expires.toInstant());
    }

    private static TenantId tenant(String text) {
        try {
            return new TenantId(text);
        } catch (SlipwayException e) {
            throw TokenRefusal.MALFORMED.exception();
        }
    }

    /** Lower-case hex SHA-256 of the text, the key of its row. */
    static String hash(String text) {
        return Sha256.hex(text);
    }
}
