package io.slipway.server.tenant;

import static io.slipway.server.tenant.AccessAlarm.Kind.SESSION;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Ids;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Secret;
import io.slipway.server.base.Sha256;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.store.Database;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;

/**
 * Sign-ins of this machine's browser: a one-time code becomes a session. Thread-safe.
 *
 * <p>A code has 256 random bits, lives {@value #CODE_SECONDS} seconds in memory as its SHA-256, and works once. A session ends
 * after {@value #IDLE_MINUTES} minutes without a request or {@value #LONGEST_HOURS} hours after its beginning. It has two
 * secrets, both kept as SHA-256: the cookie, and the page token that changing requests carry in a header. Cookies know no
 * ports, so another program of this machine may be shown ours; the page token stays with the origin that got it.
 *
 * <p>A row that {@link AccessCodes} do not vouch for is no session, and goes when it is met.
 */
public final class Sessions {
    static final int CODE_SECONDS = 60;
    static final int IDLE_MINUTES = 60;
    static final int LONGEST_HOURS = 12;

    private static final Duration SEEN_GRAIN = Duration.ofMinutes(1);
    /** Days for which an ended session stays in the store. */
    public static final int KEPT_DAYS = 90;

    private static final Duration KEPT = Duration.ofDays(KEPT_DAYS);
    /** Of one principal: whoever asks for too many keeps nobody else out. */
    private static final int MOST_CODES = 8;

    private static final int RANDOM_BYTES = 32;
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final Database database;
    private final AccessCodes rowCodes;
    private final AccessAlarm alarm;
    private final Ids ids;
    private final InstantSource clock;
    private final SecureRandom random;
    /** Guards {@link #codes}. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Map<String, Code> codes = new HashMap<>();

    /** @param opener the stored token that asked for it; empty for the owner of this machine */
    private record Code(Caller caller, Optional<ApiToken> opener, Instant until) {
        boolean sameAsker(Caller other, Optional<ApiToken> token) {
            return opener.map(ApiToken::id).equals(token.map(ApiToken::id))
                    && caller.tenant().equals(other.tenant())
                    && caller.userId().equals(other.userId());
        }
    }

    public Sessions(
            Database database,
            AccessCodes rowCodes,
            AccessAlarm alarm,
            Ids ids,
            InstantSource clock,
            SecureRandom random) {
        this.database = database;
        this.rowCodes = rowCodes;
        this.alarm = alarm;
        this.ids = ids;
        this.clock = clock;
        this.random = random;
    }

    /**
     * A session that began just now; the only time its texts exist here.
     *
     * @param session what can be listed of it
     * @param cookie what the browser sends back
     * @param pageToken what pages send in a header to change something
     */
    public record Started(UserSession session, Secret cookie, Secret pageToken) {}

    /**
     * Makes a one-time code for the owner of this machine, with the caller's role: the session stays when no program is
     * connected any more.
     *
     * @throws SlipwayException RATE_LIMITED while too many codes of his wait for their use
     */
    public Secret code(Caller caller) {
        return code(caller, Optional.empty());
    }

    /**
     * As {@link #code(Caller)} for whoever came with a token. The session of a stored one ends with it, at the latest when it
     * expires or is revoked.
     */
    public Secret code(ApiToken token) {
        return code(token.caller(), Optional.of(token).filter(one -> !one.local()));
    }

    private Secret code(Caller caller, Optional<ApiToken> opener) {
        var text = text();
        var now = clock.instant();
        lock.lock();
        try {
            codes.values().removeIf(code -> !now.isBefore(code.until()));
            if (codes.values().stream()
                            .filter(code -> code.sameAsker(caller, opener))
                            .count()
                    >= MOST_CODES) {
                throw Problem.of(ProblemCode.RATE_LIMITED, "Too many one-time codes of yours wait for their use.")
                        .with("retry_after", CODE_SECONDS)
                        .exception();
            }
            codes.put(Sha256.hex(text), new Code(caller, opener, now.plusSeconds(CODE_SECONDS)));
        } finally {
            lock.unlock();
        }
        note(caller, "session.code", caller.userId(), AuditEntry.OK);
        return Secret.of(text);
    }

    /** Uses a code up; empty when it is none, was used, or is too old. */
    public Optional<Started> enter(String codeText) {
        var code = taken(codeText);
        return code.isEmpty() ? Optional.empty() : begin(code.get());
    }

    private Optional<Started> begin(Code code) {
        var cookie = text();
        var page = text();
        var now = clock.instant();
        var longest = now.plus(Duration.ofHours(LONGEST_HOURS));
        var end = code.opener()
                .flatMap(ApiToken::expiresAt)
                .filter(longest::isAfter)
                .orElse(longest);
        var session = new UserSession(ids.next(), code.caller(), now, now, end, Optional.empty());
        return database.write(handle -> {
            boolean gone = code.opener()
                    .filter(token -> ApiTokensSql.find(handle, token.caller().tenant(), token.id())
                            .filter(one -> one.checked(rowCodes).usableAt(now))
                            .isEmpty())
                    .isPresent();
            if (gone) {
                return Optional.<Started>empty();
            }
            SessionsSql.forget(handle, now.minus(KEPT));
            SessionsSql.insert(
                    handle,
                    StoredSession.of(
                            rowCodes,
                            session,
                            Sha256.hex(cookie),
                            Sha256.hex(page),
                            code.opener().map(ApiToken::id)));
            AuditSql.append(handle, entry(session.caller(), "session.start", session.id(), now));
            return Optional.of(new Started(session, Secret.of(cookie), Secret.of(page)));
        });
    }

    private Optional<Code> taken(String text) {
        if (!SHAPE.matcher(text).matches()) {
            return Optional.empty();
        }
        lock.lock();
        try {
            return Optional.ofNullable(codes.remove(Sha256.hex(text)))
                    .filter(code -> clock.instant().isBefore(code.until()));
        } finally {
            lock.unlock();
        }
    }

    /** The session of a cookie, or empty when it is none or has ended; being asked for keeps it from going idle. */
    public Optional<UserSession> verify(String cookie) {
        if (!SHAPE.matcher(cookie).matches()) {
            return Optional.empty();
        }
        var now = clock.instant();
        var hash = Sha256.hex(cookie);
        var stored = ours(database.read(handle -> SessionsSql.byHash(handle, hash)));
        var found =
                stored.filter(this::openerLives).map(StoredSession::session).filter(session -> session.aliveAt(now));
        found.filter(session -> !session.seenAt().plus(SEEN_GRAIN).isAfter(now))
                .ifPresent(session -> seen(session, now));
        return found;
    }

    /** Reads the row again, which somebody may have ended since. */
    private void seen(UserSession session, Instant now) {
        database.write(handle -> SessionsSql.find(handle, session.caller().tenant(), session.id())
                .filter(row -> row.fits(rowCodes))
                .filter(row -> row.session().aliveAt(now))
                .map(row -> SessionsSql.update(handle, row.seen(rowCodes, now))));
    }

    private Optional<StoredSession> ours(Optional<StoredSession> found) {
        found.filter(row -> !row.fits(rowCodes))
                .map(StoredSession::session)
                .ifPresent(session -> alarm.altered(SESSION, session.caller().tenant(), session.id()));
        return found.filter(row -> row.fits(rowCodes));
    }

    /** A session lives no longer than the token that opened it, whoever ended that. */
    private boolean openerLives(StoredSession stored) {
        return stored.opener()
                .map(id -> database.read(handle -> ApiTokensSql.find(
                                handle, stored.session().caller().tenant(), id))
                        .map(token -> token.checked(rowCodes))
                        .filter(token -> !token.altered() && token.revokedAt().isEmpty())
                        .isPresent())
                .orElse(true);
    }

    /** Whether a session that opened something that lasts still goes on; being asked for does not keep it from going idle. */
    public boolean stands(UserSession session) {
        var now = clock.instant();
        return database.read(handle -> SessionsSql.find(handle, session.caller().tenant(), session.id()))
                .filter(row -> row.fits(rowCodes))
                .filter(row -> row.session().aliveAt(now))
                .isPresent();
    }

    /** Whether the text is the page token of that session. */
    public boolean ownsPage(UserSession session, String pageToken) {
        return ours(database.read(
                        handle -> SessionsSql.find(handle, session.caller().tenant(), session.id())))
                .filter(row -> MessageDigest.isEqual(
                        row.pageHash().getBytes(StandardCharsets.US_ASCII),
                        Sha256.hex(pageToken).getBytes(StandardCharsets.US_ASCII)))
                .isPresent();
    }

    /** The stored token that opened a session and with which it ends; empty for the owner of this machine. */
    public Optional<ApiToken> opener(UserSession session) {
        return database.read(handle -> {
            var tenant = session.caller().tenant();
            return SessionsSql.find(handle, tenant, session.id())
                    .flatMap(StoredSession::opener)
                    .flatMap(id -> ApiTokensSql.find(handle, tenant, id))
                    .map(stored -> stored.checked(rowCodes));
        });
    }

    /** Sessions that could still be used, the newest first; an administrator sees all of his tenant, others their own. */
    public List<UserSession> list(Caller caller) {
        var now = clock.instant();
        return database.read(handle -> SessionsSql.list(handle, caller.tenant())).stream()
                .filter(row -> row.fits(rowCodes))
                .filter(this::openerLives)
                .map(StoredSession::session)
                .filter(session -> session.aliveAt(now))
                .filter(session -> caller.role() == Caller.Role.ADMIN
                        || session.caller().userId().equals(caller.userId()))
                .toList();
    }

    /**
     * Ends a session.
     *
     * @return whether the caller has a living session of that id
     */
    public boolean end(Caller caller, String id) {
        if (list(caller).stream().noneMatch(session -> session.id().equals(id))) {
            return false;
        }
        var now = clock.instant();
        return database.write(handle -> {
            var row = SessionsSql.find(handle, caller.tenant(), id)
                    .filter(one -> one.session().endedAt().isEmpty());
            if (row.isEmpty()) {
                return false;
            }
            AuditSql.append(handle, entry(caller, "session.end", id, now));
            return SessionsSql.update(handle, row.get().ended(rowCodes, now));
        });
    }

    private void note(Caller caller, String action, String object, String outcome) {
        var entry = new AuditEntry(ids.next(), caller, action, object, Map.of(), clock.instant(), outcome);
        database.write(handle -> {
            AuditSql.append(handle, entry);
            return true;
        });
    }

    private AuditEntry entry(Caller caller, String action, String object, Instant now) {
        return new AuditEntry(ids.next(), caller, action, object, Map.of(), now);
    }

    private String text() {
        var bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
