package io.slipway.server.web.vm;

import io.javalin.http.Context;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.guest.GuestTokens;
import io.slipway.server.guest.PresentedToken;
import io.slipway.server.guest.TokenRefusal;
import io.slipway.server.web.RateLimit;
import io.slipway.server.web.Requests;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads what guests send and counts it: requests with a token that we signed against that token, all others against their
 * address.
 */
final class GuestCalls {
    static final String TOKEN = "token";

    private final GuestTokens tokens;
    private final RateLimit addressLimit;
    private final RateLimit tokenLimit;

    GuestCalls(GuestTokens tokens, VmLimits limits) {
        this.tokens = tokens;
        this.addressLimit = limits.addresses();
        this.tokenLimit = limits.tokens();
    }

    /** A document and the token it came with. */
    record Sent(PresentedToken token, ObjectNode document) {}

    /** What may fail before we know the sender. */
    @FunctionalInterface
    interface Opening<T> {
        T open();
    }

    Sent sent(Context context, Set<String> fields) {
        var sent = countedAddress(context, () -> {
            var document = Requests.object(context, fields);
            var body = Requests.text(document, TOKEN);
            var bearer = Requests.bearer(context);
            if (body.isPresent() && bearer.isPresent() && !body.equals(bearer)) {
                throw TokenRefusal.TWO_TOKENS.exception();
            }
            return new Sent(present(bearer.or(() -> body)), document);
        });
        tokenLimit.require(sent.token().id());
        return sent;
    }

    PresentedToken counted(Context context, Opening<PresentedToken> opening) {
        var token = countedAddress(context, opening);
        tokenLimit.require(token.id());
        return token;
    }

    <T> T countedAddress(Context context, Opening<T> opening) {
        try {
            return opening.open();
        } catch (SlipwayException e) {
            countAddress(context);
            throw e;
        }
    }

    void countAddress(Context context) {
        addressLimit.require(RateLimit.addressKey(Requests.peer(context)));
    }

    PresentedToken present(Optional<String> text) {
        return tokens.present(text.orElseThrow(TokenRefusal.MISSING::exception));
    }

    /** Counts what a signed link asks for, by what the link stands for. */
    void count(String id) {
        tokenLimit.require(id);
    }
}
