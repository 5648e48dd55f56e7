package io.slipway.server.guest;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Secret;

/**
 * A signed token whose row is not stored yet: pass it to {@link GuestTokensSql#save} within your own transaction.
 *
 * <p>Until the row is committed the token is unknown and refused.
 */
public final class PreparedToken {
    private final Caller caller;
    private final TokenOrder order;
    private final GuestJwt.Claims claims;
    private final String rowId;
    private final String hash;
    private final Secret text;

    PreparedToken(Caller caller, TokenOrder order, GuestJwt.Claims claims, String rowId, String text) {
        this.caller = caller;
        this.order = order;
        this.claims = claims;
        this.rowId = rowId;
        this.hash = GuestJwt.hash(text);
        this.text = Secret.of(text);
    }

    Caller caller() {
        return caller;
    }

    TokenOrder order() {
        return order;
    }

    GuestJwt.Claims claims() {
        return claims;
    }

    /** The row's id when the VM has no row yet. */
    String rowId() {
        return rowId;
    }

    String hash() {
        return hash;
    }

    Secret text() {
        return text;
    }
}
