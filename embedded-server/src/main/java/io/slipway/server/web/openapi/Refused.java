package io.slipway.server.web.openapi;

import io.slipway.server.base.ProblemCode;
import io.slipway.server.web.Access;
import io.slipway.server.web.Operation;
import java.util.EnumSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which problems an operation can answer: its own and those that its listener gives to all of its kind. */
final class Refused {
    private Refused() {}

    /** By HTTP status. */
    static SortedMap<Integer, Set<ProblemCode>> byStatus(Operation operation) {
        var codes = shared(operation);
        codes.addAll(operation.contract().refuses());
        var sorted = new TreeMap<Integer, Set<ProblemCode>>();
        for (var code : codes) {
            sorted.computeIfAbsent(code.httpStatus(), status -> EnumSet.noneOf(ProblemCode.class))
                    .add(code);
        }
        return sorted;
    }

    private static EnumSet<ProblemCode> shared(Operation operation) {
        var codes = EnumSet.of(ProblemCode.BAD_REQUEST, ProblemCode.SERVICE_UNAVAILABLE, ProblemCode.INTERNAL_ERROR);
        if (operation.side() == Operation.Side.ADMIN) {
            // A foreign Host, Origin or Sec-Fetch-Site; the wrong kind of sign-in; a role that does not reach.
            codes.add(ProblemCode.FORBIDDEN);
        }
        if (operation.access() != Access.OPEN || operation.proof() == Operation.Proof.GUEST) {
            codes.add(ProblemCode.UNAUTHORIZED);
        }
        if (operation.access() != Access.OPEN || operation.side() == Operation.Side.LAN) {
            codes.add(ProblemCode.RATE_LIMITED);
        }
        if (operation.contract().takes().isPresent()) {
            codes.add(ProblemCode.PAYLOAD_TOO_LARGE);
            codes.add(ProblemCode.UNSUPPORTED_MEDIA_TYPE);
        }
        return codes;
    }
}
