package io.slipway.server.guest;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import java.util.Locale;

/**
 * Why a provisioning token is refused, in the order in which it is looked at (requirements A.12).
 *
 * <p>Every one is a 401 {@code TOKEN_INVALID}; the word of the reason is in the problem's context under {@code reason}.
 */
public enum TokenRefusal {
    MISSING("No token was sent."),
    TWO_TOKENS("The Authorization header and the document carry different tokens."),
    MALFORMED("The token is not a signed token."),
    ALGORITHM("The token is not signed with HS256."),
    SIGNATURE("The token was not signed by this installation, or was altered."),
    TYPE("The token is not a provisioning token."),
    EXPIRED("The token has expired."),
    VM_MISMATCH("The token belongs to another VM."),
    UNKNOWN("The token is not known here; a newer one may have replaced it."),
    USED("The token was used: this VM has reported completion."),
    REVOKED("The token was revoked.");

    private final String detail;

    TokenRefusal(String detail) {
        this.detail = detail;
    }

    /** The word in the answer. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The refusal as a problem to throw. */
    public SlipwayException exception() {
        return Problem.of(ProblemCode.TOKEN_INVALID, detail)
                .with("reason", word())
                .exception();
    }

    static TokenRefusal of(TokenState state) {
        return switch (state) {
            case USED -> USED;
            case REVOKED -> REVOKED;
            case EXPIRED -> EXPIRED;
            case ACTIVE -> UNKNOWN;
        };
    }
}
