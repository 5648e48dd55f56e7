package io.slipway.server.web;

import io.javalin.http.Context;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Secret;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.tenant.Sessions;
import io.slipway.server.tenant.UserSession;
import jakarta.servlet.http.Cookie;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The session of a page: a cookie that scripts cannot read, and a page token in a header for whatever changes something.
 *
 * <p>The name cannot begin with {@code __Host-}, which browsers accept with TLS only; path and host are bound by the rules that
 * prefix would enforce.
 */
public final class PageSession {
    /** Name of the cookie. */
    public static final String COOKIE = "slipway_session";

    /** Header with the page token. */
    public static final String PAGE_TOKEN = "x-slipway-page";

    private static final String SESSION = "slipway.session";
    private static final Set<String> SAFE = Set.of("GET", "HEAD");
    private static final String ATTRIBUTES = "; Path=/; HttpOnly; SameSite=Strict; Max-Age=";

    private PageSession() {}

    /** Whether the request carries our cookie, be it good or not. */
    static boolean shown(Context context) {
        return !cookies(context).isEmpty();
    }

    /** The session of the request's cookie; two cookies of our name are none, for one of them was planted. */
    public static Optional<UserSession> of(Context context, Sessions sessions) {
        var found = cookies(context);
        return found.size() == 1 ? sessions.verify(found.getFirst()) : Optional.empty();
    }

    /**
     * The session by which a page route was opened.
     *
     * @throws SlipwayException UNAUTHORIZED on an open route
     */
    public static UserSession current(Context context) {
        UserSession session = context.attribute(SESSION);
        if (session == null) {
            throw AdminGuard.unauthorized();
        }
        return session;
    }

    static void current(Context context, UserSession session) {
        context.attribute(SESSION, session);
    }

    private static List<String> cookies(Context context) {
        var cookies = context.req().getCookies();
        return cookies == null
                ? List.of()
                : Arrays.stream(cookies)
                        .filter(cookie -> cookie.getName().equals(COOKIE))
                        .map(Cookie::getValue)
                        .toList();
    }

    /** A request that changes something must come from a page of ours, which browsers say in {@code Origin}. */
    static void requirePage(Context context) {
        if (unsafe(context) && context.header("Origin") == null) {
            throw refused("A request that changes something needs the Origin header of a page of ours.");
        }
    }

    static void requirePageToken(Context context, Sessions sessions, UserSession session) {
        if (unsafe(context)
                && !sessions.ownsPage(
                        session, Optional.ofNullable(context.header(PAGE_TOKEN)).orElse(""))) {
            throw refused("The request does not carry the page token of this session.");
        }
    }

    private static boolean unsafe(Context context) {
        return !SAFE.contains(context.req().getMethod());
    }

    private static SlipwayException refused(String detail) {
        return Problem.of(ProblemCode.FORBIDDEN, detail, "Open Slipway again with `slipway open`.")
                .exception();
    }

    /** Hands the cookie to the browser for as long as the session can last. */
    public static void give(Context context, Secret cookie, UserSession session) {
        long seconds =
                session.expiresAt().getEpochSecond() - session.createdAt().getEpochSecond();
        context.res().setHeader("Set-Cookie", COOKIE + "=" + cookie.reveal() + ATTRIBUTES + seconds);
    }

    /** Takes the cookie back. */
    public static void take(Context context) {
        context.res().setHeader("Set-Cookie", COOKIE + "=" + ATTRIBUTES + 0);
    }
}
