package io.slipway.server.lab.sh;

/** An executable of the laboratory. */
@FunctionalInterface
public interface Program {
    /**
     * Runs to its end.
     *
     * @return the exit code, 0 to 255
     * @throws PipeClosed when its output has no reader, which ends it as SIGPIPE would
     */
    int run(Call call) throws PipeClosed, InterruptedException;
}
