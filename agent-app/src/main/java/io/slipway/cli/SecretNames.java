package io.slipway.cli;

import io.slipway.cli.client.ControlPlane;
import io.slipway.cli.client.SecretView;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import java.util.List;

/** Finds secrets by what an operator types. */
final class SecretNames {
    private SecretNames() {}

    static List<SecretView> all(Session session) {
        return SecretView.list(session.get("/secrets"));
    }

    /**
     * The secret of that id or label.
     *
     * @throws io.slipway.server.base.SlipwayException SECRET_NOT_FOUND; USAGE when several have the label
     */
    static SecretView require(Session session, String word) {
        var all = all(session);
        var found = all.stream()
                .filter(secret -> secret.id().equals(word) || secret.label().equals(word))
                .toList();
        if (found.isEmpty()) {
            throw Problem.of(ProblemCode.SECRET_NOT_FOUND, "There is no secret named \"" + word + "\".")
                    .exception();
        }
        if (found.size() > 1) {
            throw Problem.of(
                            ProblemCode.USAGE,
                            found.size() + " secrets are named \"" + word + "\".",
                            "Name the one you mean by its id: "
                                    + String.join(
                                            ", ",
                                            found.stream().map(SecretView::id).toList()) + ".")
                    .exception();
        }
        return found.getFirst();
    }

    static String path(SecretView secret) {
        return "/secrets/" + ControlPlane.segment(secret.id());
    }
}
