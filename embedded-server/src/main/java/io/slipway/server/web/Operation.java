package io.slipway.server.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * One method of one address, as the listener serves it and as the API's description shows it.
 *
 * @param side the listener
 * @param path with parameters in braces
 * @param proof how the caller shows who he is
 * @param access the role that is needed
 * @param query the query parameters it knows
 * @param summary what it does, one sentence fragment
 */
public record Operation(
        Side side,
        Method method,
        String path,
        Proof proof,
        Access access,
        Set<String> query,
        String summary,
        Contract contract) {
    public Operation {
        query = Collections.unmodifiableSet(new TreeSet<>(query));
    }

    /** The listener that serves it. */
    public enum Side {
        ADMIN,
        LAN
    }

    /** Methods that the API uses. */
    public enum Method {
        GET,
        POST,
        PUT,
        DELETE
    }

    /** How a caller shows who he is. */
    public enum Proof {
        /** Not at all. */
        NONE,
        /** An API token as bearer. */
        BEARER,
        /** A page: the session cookie, and the page token for whatever changes something; nothing where it is for anybody. */
        SESSION,
        /** The provisioning token of a VM. */
        GUEST,
        /** The address itself, which is signed. */
        LINK
    }

    /** For anybody, without a token. */
    static Operation open(Side side, String path, String summary, Contract contract) {
        return new Operation(side, Method.GET, path, Proof.NONE, Access.OPEN, Set.of(), summary, contract);
    }

    /** Serves it; pages and programs are told apart by the proof. */
    public void serve(RoutesConfig routes, Handler handler) {
        var surface = proof == Proof.SESSION ? Surface.PAGE : Surface.API;
        switch (method) {
            case GET -> routes.get(path, handler, access, surface);
            case POST -> routes.post(path, handler, access, surface);
            case PUT -> routes.put(path, handler, access, surface);
            case DELETE -> routes.delete(path, handler, access, surface);
        }
    }
}
