package io.slipway.server.guest;

import io.slipway.server.base.TenantId;

/** A token that a VM sent and that this installation signed; whether it still counts is for its row to say. */
public final class PresentedToken {
    private final GuestJwt.Claims claims;
    private final String hash;

    PresentedToken(GuestJwt.Claims claims, String hash) {
        this.claims = claims;
        this.hash = hash;
    }

    /** Differs between any two tokens; no secret. */
    public String id() {
        return claims.id();
    }

    GuestJwt.Claims claims() {
        return claims;
    }

    TenantId tenant() {
        return claims.tenant();
    }

    String hash() {
        return hash;
    }
}
