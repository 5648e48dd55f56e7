package io.slipway.server.web.ui.settings;

import io.slipway.server.base.Caller;
import io.slipway.server.tenant.ApiToken;
import io.slipway.server.tenant.UserSession;
import io.slipway.server.web.ui.frame.UiParts;
import java.time.Instant;
import java.util.List;

/**
 * Who may call this program.
 *
 * @param tokens that were made by somebody and are not revoked
 * @param sessions of browsers that go on, this one's among them
 * @param own id of this session
 */
record AccessView(List<ApiToken> tokens, List<UserSession> sessions, String own, Instant now) {
    static AccessView read(UiParts parts, UserSession own, Caller caller) {
        return new AccessView(
                parts.apiTokens().list(caller).stream()
                        .filter(token -> token.kind() == ApiToken.Kind.STORED)
                        .filter(token -> token.revokedAt().isEmpty())
                        .toList(),
                parts.sessions().list(caller),
                own.id(),
                parts.clock().instant());
    }

    boolean over(ApiToken token) {
        return token.expiresAt().filter(end -> !now.isBefore(end)).isPresent();
    }

    boolean own(UserSession session) {
        return session.id().equals(own);
    }
}
