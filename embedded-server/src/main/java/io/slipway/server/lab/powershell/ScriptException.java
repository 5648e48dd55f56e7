package io.slipway.server.lab.powershell;

/**
 * The host, not the script, stopped: the script leaves the subset, a budget is used up, or the run was cancelled.
 *
 * <p>A script cannot catch this.
 */
public final class ScriptException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ScriptError error;

    ScriptException(ScriptError error) {
        super(error.toString());
        this.error = error;
    }

    /** Where and why. */
    public ScriptError error() {
        return error;
    }
}
