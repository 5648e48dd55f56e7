package io.slipway.server.web.admin;

import io.javalin.http.Handler;
import io.slipway.server.web.Access;
import io.slipway.server.web.Surface;
import io.slipway.server.web.ui.frame.UiPage;
import java.util.Set;

/**
 * One route of the admin API. The table of all routes makes the listener and its documentation, so the two agree.
 *
 * @param path with parameters in braces
 * @param surface for programs or for pages
 * @param effect whether it only looks or changes something; changes are written to the audit trail
 * @param query the query parameters it knows; any other is refused
 * @param summary what it does, one sentence fragment for the documentation
 */
record Route(
        Method method,
        String path,
        Access access,
        Surface surface,
        Effect effect,
        Set<String> query,
        String summary,
        Handler handler) {
    Route {
        query = Set.copyOf(query);
    }

    /** Methods that the API uses. */
    enum Method {
        GET,
        POST,
        PUT,
        DELETE
    }

    /** What a route does to the world. */
    enum Effect {
        LOOKS,
        CHANGES
    }

    static Route get(String path, Access access, String summary, Handler handler) {
        return new Route(Method.GET, path, access, Surface.API, Effect.LOOKS, Set.of(), summary, handler);
    }

    /** A POST that only computes or looks. */
    static Route ask(String path, Access access, String summary, Handler handler) {
        return new Route(Method.POST, path, access, Surface.API, Effect.LOOKS, Set.of(), summary, handler);
    }

    static Route post(String path, Access access, String summary, Handler handler) {
        return new Route(Method.POST, path, access, Surface.API, Effect.CHANGES, Set.of(), summary, handler);
    }

    static Route put(String path, Access access, String summary, Handler handler) {
        return new Route(Method.PUT, path, access, Surface.API, Effect.CHANGES, Set.of(), summary, handler);
    }

    static Route delete(String path, Access access, String summary, Handler handler) {
        return new Route(Method.DELETE, path, access, Surface.API, Effect.CHANGES, Set.of(), summary, handler);
    }

    /** A page of the control panel. */
    static Route of(UiPage page) {
        return new Route(
                page.kind() == UiPage.Kind.SHOWS ? Method.GET : Method.POST,
                page.path(),
                page.access(),
                Surface.PAGE,
                page.kind() == UiPage.Kind.SENDS ? Effect.CHANGES : Effect.LOOKS,
                page.query(),
                page.summary(),
                page.handler());
    }

    Route with(String... parameters) {
        return new Route(method, path, access, surface, effect, Set.of(parameters), summary, handler);
    }

    /** The same for pages: by session cookie instead of bearer token. */
    Route page() {
        return new Route(method, path, access, Surface.PAGE, effect, query, summary, handler);
    }
}
