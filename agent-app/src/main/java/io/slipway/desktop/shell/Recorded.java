package io.slipway.desktop.shell;

import io.slipway.server.base.Caller;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.boot.AgentAssembly;
import io.slipway.server.tenant.AuditEntry;
import java.util.Map;

/**
 * What the operator does in the desktop, written into the audit trail before it is done and once more with its outcome, as a request
 * to the admin API is. Call it in the background.
 */
public final class Recorded {
    private final AgentAssembly.Parts services;

    public Recorded(AgentAssembly.Parts services) {
        this.services = services;
    }

    /** What is done. */
    @FunctionalInterface
    public interface Deed<T, E extends Exception> {
        T call() throws E;
    }

    /**
     * Does it and writes it down.
     *
     * @param action for example {@code desktop.job.stop}
     * @param object the id of what it is done to
     */
    public <T, E extends Exception> T call(String action, String object, Deed<T, E> deed) throws E {
        note(action, object, AuditEntry.STARTED);
        var outcome = ProblemCode.INTERNAL_ERROR.name();
        try {
            var result = deed.call();
            outcome = AuditEntry.OK;
            return result;
        } catch (SlipwayException e) {
            outcome = e.problem().code().name();
            throw e;
        } finally {
            note(action, object, outcome);
        }
    }

    /** Writes down what has been done, or how it ended. */
    public void note(String action, String object, String outcome) {
        services.auditLog()
                .append(new AuditEntry(
                        services.ids().next(),
                        Caller.localOperator(),
                        action,
                        object,
                        Map.of(),
                        services.clock().instant(),
                        outcome));
    }
}
