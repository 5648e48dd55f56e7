package io.slipway.server.workflow;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import java.util.Optional;

/** A gate that a test closes. */
final class TestGate implements Gate {
    volatile boolean closed;

    @Override
    public Optional<String> closedFor() {
        return closed ? Optional.of("a test") : Optional.empty();
    }

    @Override
    public boolean stopped(Problem problem) {
        return problem.code() == ProblemCode.VAULT_LOCKED;
    }
}
