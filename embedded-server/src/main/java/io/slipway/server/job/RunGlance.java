package io.slipway.server.job;

import io.slipway.server.base.Problem;
import io.slipway.server.workflow.RunState;
import java.time.Instant;
import java.util.Optional;

/**
 * One VM's run at a glance: what it does and when it last gave a sign.
 *
 * @param jobKind {@code provision_vm}, {@code delete_vm} or {@code power_vm}
 * @param subject the VM's name
 * @param waitsFor what a waiting run waits for; {@code vault} or {@code host-key:ID} when the operator must act first
 * @param percent progress of the forward steps, 0 to 100
 * @param phase the step it is at; empty before the first one and after the last one
 * @param problem why it failed or what is left over
 * @param lastSign the newest of: its step began, it wrote a line, its VM called
 */
public record RunGlance(
        String runId,
        String jobId,
        String jobKind,
        String planKind,
        Optional<String> hostId,
        Optional<String> hostName,
        String subject,
        RunState state,
        boolean compensating,
        boolean cancelRequested,
        Optional<String> waitsFor,
        int percent,
        Optional<Phase> phase,
        Optional<Problem> problem,
        Instant createdAt,
        Optional<Instant> endedAt,
        Optional<Instant> lastSign) {
    private static final String VAULT = "vault";
    private static final String HOST_KEY = "host-key:";

    /**
     * The step a run is at.
     *
     * @param startedAt empty while it is only the next one
     * @param problem what stood in the way at the last attempt, or what it waits for the operator to decide
     */
    public record Phase(
            int ordinal, String kind, int attempt, Optional<Instant> startedAt, Optional<Problem> problem) {}

    /** Whether it cannot go on before somebody opens the vault or looks at a host's changed key. */
    public boolean held() {
        return waitsFor.filter(what -> what.equals(VAULT) || what.startsWith(HOST_KEY))
                .isPresent();
    }

    /** Whether what holds it is the closed vault. */
    public boolean heldByVault() {
        return waitsFor.filter(VAULT::equals).isPresent();
    }

    RunGlance signedAt(Instant at) {
        var newest = lastSign.filter(known -> known.isAfter(at)).or(() -> Optional.of(at));
        return with(newest, waitsFor);
    }

    RunGlance waitingFor(String what) {
        return with(lastSign, Optional.of(what));
    }

    private RunGlance with(Optional<Instant> sign, Optional<String> waiting) {
        return new RunGlance(
                runId,
                jobId,
                jobKind,
                planKind,
                hostId,
                hostName,
                subject,
                state,
                compensating,
                cancelRequested,
                waiting,
                percent,
                phase,
                problem,
                createdAt,
                endedAt,
                sign);
    }
}
