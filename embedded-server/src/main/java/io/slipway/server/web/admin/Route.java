package io.slipway.server.web.admin;

import io.javalin.http.Handler;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.web.Access;
import io.slipway.server.web.Contract;
import io.slipway.server.web.Operation;
import io.slipway.server.web.Operation.Method;
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
 * @param contract what it takes, answers and refuses
 */
record Route(
        Method method,
        String path,
        Access access,
        Surface surface,
        Effect effect,
        Set<String> query,
        String summary,
        Handler handler,
        Contract contract) {
    Route {
        query = Set.copyOf(query);
    }

    /** What a route does to the world. */
    enum Effect {
        LOOKS,
        CHANGES,
        /** A look that goes on until one side ends it. */
        STREAMS
    }

    static Route get(String path, Access access, String summary, Handler handler) {
        return api(Method.GET, path, access, Effect.LOOKS, summary, handler);
    }

    /** A look that goes on until one side ends it. */
    static Route stream(String path, Access access, String summary, Handler handler) {
        return api(Method.GET, path, access, Effect.STREAMS, summary, handler);
    }

    /** A POST that only computes or looks. */
    static Route ask(String path, Access access, String summary, Handler handler) {
        return api(Method.POST, path, access, Effect.LOOKS, summary, handler);
    }

    static Route post(String path, Access access, String summary, Handler handler) {
        return api(Method.POST, path, access, Effect.CHANGES, summary, handler);
    }

    static Route put(String path, Access access, String summary, Handler handler) {
        return api(Method.PUT, path, access, Effect.CHANGES, summary, handler);
    }

    static Route delete(String path, Access access, String summary, Handler handler) {
        return api(Method.DELETE, path, access, Effect.CHANGES, summary, handler);
    }

    private static Route api(
            Method method, String path, Access access, Effect effect, String summary, Handler handler) {
        return new Route(method, path, access, Surface.API, effect, Set.of(), summary, handler, Contract.NONE);
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
                page.handler(),
                Contract.NONE);
    }

    Route with(String... parameters) {
        return new Route(method, path, access, surface, effect, Set.of(parameters), summary, handler, contract);
    }

    /** The same for pages: by session cookie instead of bearer token. */
    Route page() {
        return new Route(method, path, access, Surface.PAGE, effect, query, summary, handler, contract);
    }

    private Route with(Contract described) {
        return new Route(method, path, access, surface, effect, query, summary, handler, described);
    }

    /** The same under an id, by which clients and the description know it. */
    Route as(String id) {
        return with(contract.as(id));
    }

    /** Takes a JSON document of this schema. */
    Route takes(String schema) {
        return with(contract.takes(schema));
    }

    /** Takes a JSON document of this schema, or no body at all. */
    Route mayTake(String schema) {
        return with(contract.mayTake(schema));
    }

    /** Takes a file. */
    Route takesFile(String mediaType) {
        return with(contract.takesFile(mediaType));
    }

    /** Answers 200 with a JSON document of this schema. */
    Route answers(String schema) {
        return with(contract.answers(schema));
    }

    /** Answers a JSON document of this schema. */
    Route answers(int status, String schema) {
        return with(contract.answers(status, schema));
    }

    /** Answers 200 with something that is no JSON. */
    Route sends(String mediaType) {
        return with(contract.sends(mediaType));
    }

    /** Answers 200 with messages of this schema, until one side ends it. */
    Route streams(String schema) {
        return with(contract.streams(schema));
    }

    /** Answers without a body. */
    Route answersNothing(int status) {
        return with(contract.answersNothing(status));
    }

    /** The latest answer comes with these headers. */
    Route headers(String... names) {
        return with(contract.headers(names));
    }

    /** Refuses with these problems, besides those that every route shares. */
    Route refuses(ProblemCode... codes) {
        return with(contract.refuses(codes));
    }

    /** Refuses with these problems, besides those that every route shares. */
    Route refuses(Set<ProblemCode> codes) {
        return with(contract.refuses(codes));
    }

    /** As the listener serves it and the description shows it. */
    Operation operation() {
        var program = access == Access.OPEN ? Operation.Proof.NONE : Operation.Proof.BEARER;
        return new Operation(
                Operation.Side.ADMIN,
                method,
                path,
                surface == Surface.PAGE ? Operation.Proof.SESSION : program,
                access,
                query,
                summary,
                contract);
    }
}
