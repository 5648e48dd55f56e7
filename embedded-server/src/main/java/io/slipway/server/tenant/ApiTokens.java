package io.slipway.server.tenant;

import static io.slipway.server.tenant.AccessAlarm.Kind.API_TOKEN;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Ids;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Secret;
import io.slipway.server.base.Sha256;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.store.Database;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Bearer tokens of the admin API: {@code slp_api_} and 256 random bits, kept as SHA-256. Thread-safe.
 *
 * <p>Every check reads the row, so a revocation counts from the next request on. A row that {@link AccessCodes} do not vouch for
 * is no token: whoever makes one in the store lacks the key of its code.
 */
public final class ApiTokens {
    private static final String PREFIX = "slp_api_";
    private static final int RANDOM_BYTES = 32;
    private static final Duration USED_GRAIN = Duration.ofMinutes(1);
    private static final Pattern SHAPE = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{43}");
    private static final Pattern LABEL = Pattern.compile("[^\\p{Cntrl}]{1,100}");

    private final Database database;
    private final AccessCodes codes;
    private final AccessAlarm alarm;
    private final Ids ids;
    private final InstantSource clock;
    private final SecureRandom random;

    public ApiTokens(
            Database database,
            AccessCodes codes,
            AccessAlarm alarm,
            Ids ids,
            InstantSource clock,
            SecureRandom random) {
        this.database = database;
        this.codes = codes;
        this.alarm = alarm;
        this.ids = ids;
        this.clock = clock;
        this.random = random;
    }

    /**
     * A token that was just made; the only time its text exists here.
     *
     * @param token what can be listed of it
     * @param text what the bearer sends
     */
    public record Created(ApiToken token, Secret text) {}

    /**
     * Makes a token for a user of the caller's tenant.
     *
     * @param caller an administrator, or anybody for himself with a role not above his own
     * @param bearer whom the token stands for
     * @param label 1 to 100 characters
     * @param life until it ends by itself, empty for never
     * @throws SlipwayException FORBIDDEN for somebody else's or a higher role, BAD_REQUEST for a bad label or life
     */
    public Created create(Caller caller, Caller bearer, String label, Optional<Duration> life) {
        return create(caller, Optional.empty(), bearer, label, life);
    }

    /**
     * As {@link #create(Caller, Caller, String, Optional)} for whoever came with a token: his does not make one that lives longer.
     *
     * @throws SlipwayException also FORBIDDEN for a life beyond the maker's own
     */
    public Created create(ApiToken maker, Caller bearer, String label, Optional<Duration> life) {
        return create(maker.caller(), maker.expiresAt(), bearer, label, life);
    }

    private Created create(
            Caller caller, Optional<Instant> longest, Caller bearer, String label, Optional<Duration> life) {
        boolean allowed = bearer.tenant().equals(caller.tenant())
                && (caller.role() == Caller.Role.ADMIN
                        || bearer.userId().equals(caller.userId())
                                && caller.role().includes(bearer.role()));
        if (!allowed) {
            throw Problem.of(ProblemCode.FORBIDDEN, "You may not make an API token with these rights.")
                    .exception();
        }
        if (!LABEL.matcher(label).matches()
                || life.filter(span -> !span.isPositive()).isPresent()) {
            throw Problem.of(
                            ProblemCode.BAD_REQUEST,
                            "A token needs a label of 1 to 100 characters and a positive life.")
                    .exception();
        }
        var text = text();
        var now = clock.instant();
        longest.ifPresent(end -> requireWithin(end, life.map(now::plus)));
        var token = token(ApiToken.Kind.STORED, bearer, label, now, life);
        var entry = new AuditEntry(
                ids.next(),
                caller,
                "api-token.create",
                token.id(),
                Map.of("role", bearer.role().name()),
                now);
        return database.write(handle -> {
            ApiTokensSql.insert(handle, StoredToken.of(codes, token, Sha256.hex(text)));
            AuditSql.append(handle, entry);
            return new Created(token, Secret.of(text));
        });
    }

    private static void requireWithin(Instant longest, Optional<Instant> wanted) {
        if (wanted.isEmpty() || wanted.get().isAfter(longest)) {
            throw Problem.of(
                            ProblemCode.FORBIDDEN,
                            "The token you come with ends at " + longest + ", and it makes none that lives longer.",
                            "Give the new token a shorter life, or make it on the machine itself with"
                                    + " `slipway token create`.")
                    .exception();
        }
    }

    private String text() {
        var bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private ApiToken token(ApiToken.Kind kind, Caller bearer, String label, Instant now, Optional<Duration> life) {
        return new ApiToken(
                ids.next(), kind, bearer, label, now, life.map(now::plus), Optional.empty(), Optional.empty(), false);
    }

    /**
     * Makes the one token of this machine's own programs; one of an earlier listener, which ended or was killed, is gone.
     *
     * @param opening what the audit trail says about it
     */
    public Created openLocal(Caller owner, String label, AuditEntry opening) {
        var text = text();
        var token = token(ApiToken.Kind.LOCAL, owner, label, clock.instant(), Optional.empty());
        return database.write(handle -> {
            var unused = ApiTokensSql.deleteLocal(handle);
            ApiTokensSql.insert(handle, StoredToken.of(codes, token, Sha256.hex(text)));
            AuditSql.append(handle, opening);
            return new Created(token, Secret.of(text));
        });
    }

    /** Ends the token of this machine's own programs; its row goes. */
    public void closeLocal() {
        database.write(ApiTokensSql::deleteLocal);
    }

    /** Who the bearer of the text is, or empty when the text is no usable token. */
    public Optional<Caller> verify(String text) {
        return present(text).map(ApiToken::caller);
    }

    /** As {@link #verify} with the token itself. */
    public Optional<ApiToken> present(String text) {
        if (text.length() != PREFIX.length() + 43 || !SHAPE.matcher(text).matches()) {
            return Optional.empty();
        }
        var hash = Sha256.hex(text);
        var now = clock.instant();
        var met = database.read(handle -> ApiTokensSql.byHash(handle, hash)).map(stored -> stored.checked(codes));
        met.filter(ApiToken::altered)
                .ifPresent(token -> alarm.altered(API_TOKEN, token.caller().tenant(), token.id()));
        var found = met.filter(token -> token.usableAt(now));
        found.filter(token -> token.lastUsedAt()
                        .map(at -> !at.plus(USED_GRAIN).isAfter(now))
                        .orElse(true))
                .ifPresent(token -> database.write(handle -> ApiTokensSql.used(handle, token, now, ids.next())));
        return found;
    }

    /** Whether a token that opened something that lasts still opens it; this is no use of it. */
    public boolean stands(ApiToken token) {
        var now = clock.instant();
        return database.read(handle -> ApiTokensSql.find(handle, token.caller().tenant(), token.id()))
                .map(stored -> stored.checked(codes))
                .filter(found -> !found.altered() && found.usableAt(now))
                .isPresent();
    }

    /** The tenant's tokens, oldest first, revoked and altered ones included; an administrator sees all, others their own. */
    public List<ApiToken> list(Caller caller) {
        return database.read(handle -> ApiTokensSql.list(handle, caller.tenant())).stream()
                .map(stored -> stored.checked(codes))
                .filter(token -> mayTouch(caller, token))
                .toList();
    }

    /**
     * Ends a token and the browser sessions it opened; ended already is success. An altered one stays as it is, but ended.
     *
     * @return whether the caller has a token of that id
     */
    public boolean revoke(Caller caller, String id) {
        if (list(caller).stream().noneMatch(token -> token.id().equals(id))) {
            return false;
        }
        var now = clock.instant();
        var entry = new AuditEntry(ids.next(), caller, "api-token.revoke", id, Map.of(), now);
        boolean revoked = database.write(handle -> {
            var stored = ApiTokensSql.find(handle, caller.tenant(), id);
            if (stored.isEmpty()) {
                return false;
            }
            AuditSql.append(handle, entry);
            for (var session : SessionsSql.openedBy(handle, caller.tenant(), id)) {
                if (session.session().aliveAt(now)) {
                    AuditSql.append(
                            handle,
                            new AuditEntry(
                                    ids.next(),
                                    caller,
                                    "session.end",
                                    session.session().id(),
                                    Map.of("api-token", id),
                                    now));
                }
                SessionsSql.update(handle, session.ended(codes, now));
            }
            // Nothing is vouched for but the end: with a date taken out again the code does not fit.
            var ended = stored.get().token().revokedAt(now);
            return ApiTokensSql.revoke(
                    handle, StoredToken.of(codes, ended, stored.get().hash()));
        });
        alarm.settled(API_TOKEN, caller.tenant(), id);
        return revoked;
    }

    private static boolean mayTouch(Caller caller, ApiToken token) {
        return caller.role() == Caller.Role.ADMIN || token.caller().userId().equals(caller.userId());
    }
}
