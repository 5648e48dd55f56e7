package io.slipway.server.boot;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.vault.VaultListener;
import io.slipway.server.workflow.Gate;
import java.util.Optional;

/** Holds all runs until the vault, and with it the way in for VMs, is open. Register it after everything runs need. */
final class VaultGate implements Gate, VaultListener {
    private static final String VAULT = "vault";

    private volatile boolean open;
    private volatile Runnable poke = () -> {};

    /** What to do when runs can be claimed again. */
    void whenOpened(Runnable task) {
        poke = task;
    }

    @Override
    public void opened() {
        open = true;
        poke.run();
    }

    @Override
    public void closed() {
        open = false;
    }

    @Override
    public Optional<String> closedFor() {
        return open ? Optional.empty() : Optional.of(VAULT);
    }

    @Override
    public boolean stopped(Problem problem) {
        return problem.code() == ProblemCode.VAULT_LOCKED || problem.code() == ProblemCode.VAULT_KEY_LOST;
    }
}
