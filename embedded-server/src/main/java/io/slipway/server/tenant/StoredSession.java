package io.slipway.server.tenant;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A session as it lies in the store.
 *
 * @param cookieHash SHA-256 of the cookie
 * @param pageHash SHA-256 of the page token
 * @param opener id of the stored token that asked for it
 * @param code what vouches for all of it; null in rows of earlier versions and of others
 */
record StoredSession(
        UserSession session,
        String cookieHash,
        String pageHash,
        Optional<String> opener,
        @Nullable String code) {

    static StoredSession of(
            AccessCodes codes, UserSession session, String cookieHash, String pageHash, Optional<String> opener) {
        return new StoredSession(session, cookieHash, pageHash, opener, null).coded(codes);
    }

    boolean fits(AccessCodes codes) {
        return codes.fits(code, fields());
    }

    StoredSession seen(AccessCodes codes, Instant at) {
        var later = new UserSession(
                session.id(), session.caller(), session.createdAt(), at, session.expiresAt(), session.endedAt());
        return of(codes, later, cookieHash, pageHash, opener);
    }

    StoredSession ended(AccessCodes codes, Instant at) {
        var over = new UserSession(
                session.id(),
                session.caller(),
                session.createdAt(),
                session.seenAt(),
                session.expiresAt(),
                Optional.of(at));
        return of(codes, over, cookieHash, pageHash, opener);
    }

    private StoredSession coded(AccessCodes codes) {
        return new StoredSession(session, cookieHash, pageHash, opener, codes.code(fields()));
    }

    private List<String> fields() {
        return List.of(
                "session",
                session.id(),
                session.caller().tenant().value(),
                session.caller().userId(),
                session.caller().role().name(),
                cookieHash,
                pageHash,
                millis(session.createdAt()),
                millis(session.seenAt()),
                millis(session.expiresAt()),
                session.endedAt().map(StoredSession::millis).orElse(""),
                opener.orElse(""));
    }

    private static String millis(Instant at) {
        return Long.toString(at.toEpochMilli());
    }
}
