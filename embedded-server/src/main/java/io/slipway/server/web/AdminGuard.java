package io.slipway.server.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.websocket.WsContext;
import io.slipway.server.base.Caller;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.tenant.ApiToken;
import io.slipway.server.tenant.ApiTokens;
import io.slipway.server.tenant.Refusals;
import io.slipway.server.tenant.Sessions;
import io.slipway.server.tenant.UserSession;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Guards the admin listener against other web pages, other users of the machine and guessing.
 *
 * <p>The {@code Host} must be a loopback name, or a foreign name may have been pointed at us (DNS rebinding). A request that a
 * browser made for another site says so in {@code Origin} or {@code Sec-Fetch-Site} and is refused. Then the bearer token
 * decides for programs and the session cookie for pages, each on its own routes only. Wrong ones are counted per address; a
 * right one is never held up by them.
 */
public final class AdminGuard {
    private static final String CALLER = "slipway.caller";
    private static final String TOKEN = "slipway.token";
    private static final String CREDENTIAL = "slipway.credential";
    /** Names under which clients of older interfaces put a token into the address of a socket. */
    private static final Set<String> SECRET_IN_ADDRESS =
            Set.of("token", "access_token", "api_key", "authorization", "session");

    private static final Pattern HOST = Pattern.compile("(?i)(localhost|127\\.0\\.0\\.1|\\[::1])(:[0-9]{1,5})?");
    private static final Set<String> OWN_SITE = Set.of("same-origin", "none");
    private static final RateLimit.Rate WRONG_TOKENS = new RateLimit.Rate(1, 10);
    private static final int ADDRESSES = 1024;

    private final ApiTokens tokens;
    private final Sessions sessions;
    private final Refusals refusals;
    private final RateLimit wrong;

    public AdminGuard(ApiTokens tokens, Sessions sessions, Refusals refusals) {
        this(tokens, sessions, refusals, RateLimit.of(WRONG_TOKENS, ADDRESSES));
    }

    AdminGuard(ApiTokens tokens, Sessions sessions, Refusals refusals, RateLimit wrong) {
        this.tokens = tokens;
        this.sessions = sessions;
        this.refusals = refusals;
        this.wrong = wrong;
    }

    /** Puts the guard before every route; call it before the routes are added. */
    public void addTo(RoutesConfig routes) {
        routes.before(AdminGuard::requireOwnPage);
        routes.beforeMatched(this::authorise);
        routes.wsBeforeUpgrade(this::authoriseSocket);
    }

    /**
     * Who makes this request.
     *
     * @throws SlipwayException UNAUTHORIZED on an open route without a token
     */
    public static Caller caller(Context context) {
        Caller caller = context.attribute(CALLER);
        if (caller == null) {
            throw unauthorized();
        }
        return caller;
    }

    /**
     * What opened this request, for what lasts longer than a request.
     *
     * @throws SlipwayException UNAUTHORIZED on an open route
     */
    public static Credential credential(Context context) {
        return credential(context.<Credential>attribute(CREDENTIAL));
    }

    /** What opened this socket. */
    public static Credential credential(WsContext socket) {
        return credential(socket.<Credential>attribute(CREDENTIAL));
    }

    private static Credential credential(@Nullable Credential known) {
        if (known == null) {
            throw unauthorized();
        }
        return known;
    }

    /** Who makes this request, empty on an open route. */
    public static Optional<Caller> known(Context context) {
        return Optional.ofNullable(context.<Caller>attribute(CALLER));
    }

    /**
     * The bearer token of this request.
     *
     * @throws SlipwayException UNAUTHORIZED when it came without one
     */
    public static ApiToken token(Context context) {
        ApiToken token = context.attribute(TOKEN);
        if (token == null) {
            throw unauthorized();
        }
        return token;
    }

    private static void requireOwnPage(Context context) {
        var host = context.req().getHeader("Host");
        if (host == null || !HOST.matcher(host).matches()) {
            throw foreign("The Host header does not name this machine's loopback.");
        }
        var site = context.header("Sec-Fetch-Site");
        if (site != null && !OWN_SITE.contains(site) && !entered(context)) {
            throw foreign("The request comes from another site.");
        }
        var origin = context.header("Origin");
        if (origin != null && !ownOrigin(origin, host)) {
            throw foreign("The request comes from another site.");
        }
    }

    /**
     * The one page that a browser may be led to from outside, such as from the private file by which the desktop opens it. It is
     * the same for everybody and does nothing before its own script posts a code that only the operator has.
     */
    private static boolean entered(Context context) {
        return context.method() == HandlerType.GET
                && context.path().equals("/enter")
                && "navigate".equals(context.header("Sec-Fetch-Mode"))
                && "document".equals(context.header("Sec-Fetch-Dest"));
    }

    private static boolean ownOrigin(String origin, String host) {
        try {
            var uri = new URI(origin);
            return "http".equals(uri.getScheme()) && host.equalsIgnoreCase(uri.getRawAuthority());
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static SlipwayException foreign(String detail) {
        return Problem.of(
                        ProblemCode.FORBIDDEN,
                        detail,
                        "Open the address that Slipway shows, on the machine where it runs.")
                .exception();
    }

    private void authorise(Context context) {
        var needed = needed(context);
        var caller = context.routeRoles().contains(Surface.PAGE)
                ? ofPage(context, needed.isPresent())
                : ofProgram(context, needed.isPresent());
        if (caller != null) {
            context.attribute(CALLER, caller);
        }
        if (needed.isEmpty()) {
            return;
        }
        if (caller == null) {
            throw unauthorized();
        }
        requireRole(context, caller, needed);
    }

    private static Optional<Caller.Role> needed(Context context) {
        return context.routeRoles().stream()
                .filter(Access.class::isInstance)
                .map(Access.class::cast)
                .min(Enum::compareTo)
                .orElse(Access.ADMIN)
                .role();
    }

    /**
     * A socket is opened by a program with its bearer token or by a page with its cookie and its own {@code Origin}, which
     * browsers send with every socket: no other rule keeps a foreign page from opening one. Never by anything in the address,
     * which proxies and histories write down.
     */
    private void authoriseSocket(Context context) {
        requireOwnPage(context);
        if (context.queryParamMap().keySet().stream().anyMatch(SECRET_IN_ADDRESS::contains)) {
            refused(context, "api-token.refused");
            throw Problem.of(ProblemCode.UNAUTHORIZED, "A token does not belong into an address.")
                    .exception();
        }
        boolean page = PageSession.shown(context);
        if (page && context.header("Authorization") != null) {
            throw misplaced("This address takes a bearer token or a cookie, not both.");
        }
        if (page && context.header("Origin") == null) {
            throw misplaced("A page opens a socket with its Origin header.");
        }
        var caller = page
                ? known(context, PageSession.of(context, sessions), "session.refused")
                        .map(session -> opened(context, session))
                        .orElse(null)
                : ofProgram(context, true);
        if (caller == null) {
            throw unauthorized();
        }
        context.attribute(CALLER, caller);
        requireRole(context, caller, needed(context));
    }

    private Caller opened(Context context, UserSession session) {
        PageSession.current(context, session);
        context.attribute(CREDENTIAL, new Credential(session.caller(), () -> sessions.stands(session)));
        return session.caller();
    }

    private void requireRole(Context context, Caller caller, Optional<Caller.Role> needed) {
        if (needed.isEmpty()) {
            return;
        }
        if (!caller.role().includes(needed.get())) {
            refusals.note(caller, "api.refused", context.path(), ProblemCode.FORBIDDEN.name());
            throw Problem.of(
                            ProblemCode.FORBIDDEN,
                            "This needs the role " + needed.get() + ", and the caller has " + caller.role() + ".")
                    .exception();
        }
    }

    /** By bearer token. A cookie is refused, since a browser sends it whoever made it ask. */
    private @Nullable Caller ofProgram(Context context, boolean closed) {
        if (closed && PageSession.shown(context)) {
            throw misplaced("This address takes a bearer token and no cookie.");
        }
        return Requests.bearer(context)
                .flatMap(text -> known(context, tokens.present(text), "api-token.refused"))
                .map(token -> {
                    context.attribute(TOKEN, token);
                    context.attribute(CREDENTIAL, new Credential(token.caller(), () -> tokens.stands(token)));
                    return token.caller();
                })
                .orElse(null);
    }

    /** By session cookie; what changes something needs the page token too. */
    private @Nullable Caller ofPage(Context context, boolean closed) {
        if (context.header("Authorization") != null) {
            throw misplaced("This address takes a signed-in browser and no bearer token.");
        }
        PageSession.requirePage(context);
        if (!closed || !PageSession.shown(context)) {
            return null;
        }
        var session = known(context, PageSession.of(context, sessions), "session.refused");
        session.ifPresent(found -> {
            PageSession.requirePageToken(context, sessions, found);
            opened(context, found);
        });
        return session.map(UserSession::caller).orElse(null);
    }

    private <T> Optional<T> known(Context context, Optional<T> found, String action) {
        if (found.isEmpty()) {
            refused(context, action);
        }
        return found;
    }

    /**
     * Counts a wrong code, token or cookie against its sender's address and notes it in the audit trail.
     *
     * @throws SlipwayException RATE_LIMITED when there were too many
     */
    public void refused(Context context, String action) {
        wrong.require(RateLimit.addressKey(Requests.peer(context)));
        refusals.note(action, "", ProblemCode.UNAUTHORIZED.name());
    }

    private static SlipwayException misplaced(String detail) {
        return Problem.of(ProblemCode.FORBIDDEN, detail, "Use the command line, or open Slipway with `slipway open`.")
                .exception();
    }

    static SlipwayException unauthorized() {
        return Problem.of(ProblemCode.UNAUTHORIZED, "The request carries no valid token.")
                .exception();
    }
}
