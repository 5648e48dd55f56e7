package io.slipway.desktop.shell;

import io.slipway.server.base.Caller;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.boot.AgentAssembly;
import io.slipway.server.tenant.AuditEntry;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * What the operator does in the desktop, written into the audit trail before it is done and once more with its outcome, as a request
 * to the admin API is. Call it in the background.
 */
public final class Recorded {
    private final AgentAssembly.Parts services;

    public Recorded(AgentAssembly.Parts services) {
        this.services = services;
    }

    /**
     * Does it and writes it down.
     *
     * @param action for example {@code desktop.job.stop}
     * @param object the id of what it is done to
     */
    public <T> T call(String action, String object, Callable<T> deed) throws Exception {
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

    private void note(String action, String object, String outcome) {
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
