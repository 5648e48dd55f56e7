package io.slipway.server.guest;

import java.util.Locale;

/** Life of a provisioning token. Only an active one is accepted. */
public enum TokenState {
    ACTIVE,
    USED,
    EXPIRED,
    REVOKED;

    /** The word in the database and in answers. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static TokenState of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
