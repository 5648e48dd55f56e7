package io.slipway.server.lab.powershell;

/** Leaves a loop, a function or the script. */
final class Jump extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is left. */
    enum Kind {
        RETURN,
        BREAK,
        CONTINUE,
        EXIT
    }

    private final Kind kind;
    private final int exitCode;

    Jump(Kind kind, int exitCode) {
        super(kind.name(), null, false, false);
        this.kind = kind;
        this.exitCode = exitCode;
    }

    Kind kind() {
        return kind;
    }

    int exitCode() {
        return exitCode;
    }
}
