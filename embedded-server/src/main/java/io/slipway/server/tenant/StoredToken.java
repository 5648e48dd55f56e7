package io.slipway.server.tenant;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A bearer token as it lies in the store.
 *
 * @param token as its row says, vouched for or not
 * @param hash SHA-256 of the text
 * @param code what vouches for all of it but its last use; null in rows of earlier versions and of others
 */
record StoredToken(ApiToken token, String hash, @Nullable String code) {

    static StoredToken of(AccessCodes codes, ApiToken token, String hash) {
        return new StoredToken(token, hash, codes.code(fields(token, hash)));
    }

    /** The token, marked as altered when nothing vouches for its row. */
    ApiToken checked(AccessCodes codes) {
        return codes.fits(code, fields(token, hash)) ? token : token.asAltered();
    }

    private static List<String> fields(ApiToken token, String hash) {
        return List.of(
                "api-token",
                token.id(),
                token.caller().tenant().value(),
                token.caller().userId(),
                token.caller().role().name(),
                token.kind().name(),
                token.label(),
                hash,
                millis(token.createdAt()),
                token.expiresAt().map(StoredToken::millis).orElse(""),
                token.revokedAt().map(StoredToken::millis).orElse(""));
    }

    private static String millis(Instant at) {
        return Long.toString(at.toEpochMilli());
    }
}
