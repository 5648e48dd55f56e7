package io.slipway.server.web;

import io.javalin.security.RouteRole;
import io.slipway.server.base.Caller;
import java.util.Optional;

/** Who may use a route of the admin listener. A route that says nothing is for administrators. */
public enum Access implements RouteRole {
    /** Without a token. */
    OPEN,
    READ,
    OPERATE,
    ADMIN;

    /** The role that is needed, empty for {@link #OPEN}. */
    Optional<Caller.Role> role() {
        return switch (this) {
            case OPEN -> Optional.empty();
            case READ -> Optional.of(Caller.Role.READ);
            case OPERATE -> Optional.of(Caller.Role.OPERATE);
            case ADMIN -> Optional.of(Caller.Role.ADMIN);
        };
    }
}
