package io.slipway.server.workflow;

import io.slipway.server.base.Problem;
import java.util.Optional;

/** Whether runs may be worked on at all; a closed gate holds them without failing them. Thread-safe. */
public interface Gate {
    /** Never closed. */
    Gate OPEN = new Gate() {
        @Override
        public Optional<String> closedFor() {
            return Optional.empty();
        }

        @Override
        public boolean stopped(Problem problem) {
            return false;
        }
    };

    /** What every run waits for while none may be claimed; empty while work goes on. {@link Engine#poke} after it opened. */
    Optional<String> closedFor();

    /** Whether a step met the closed gate: then it has not failed and looks again when the gate is open. */
    boolean stopped(Problem problem);
}
