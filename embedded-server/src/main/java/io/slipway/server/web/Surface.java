package io.slipway.server.web;

import io.javalin.security.RouteRole;

/** Who a route of the admin listener is for: programs, or pages in this machine's browser. A route that says nothing is API. */
public enum Surface implements RouteRole {
    /** Programs with a bearer token; a browser's cookie is refused here. */
    API,
    /** Pages with the session cookie; a bearer token is refused here. */
    PAGE
}
