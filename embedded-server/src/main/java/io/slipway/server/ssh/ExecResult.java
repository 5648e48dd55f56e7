package io.slipway.server.ssh;

import java.util.Optional;

/**
 * What a remote command did.
 *
 * @param exitCode the command's own code; -1 when a signal ended it
 * @param signal without {@code SIG}, for example {@code KILL}; then the command failed, whatever the code
 * @param stdout in the command's charset, wrong bytes replaced
 * @param stderr likewise
 */
public record ExecResult(int exitCode, Optional<String> signal, String stdout, String stderr) {
    /** Whether the command ended by itself with code 0. */
    public boolean succeeded() {
        return exitCode == 0 && signal.isEmpty();
    }

    /** Without the output: it may hold what does not belong into a log. */
    @Override
    public String toString() {
        return "ExecResult[exitCode=" + exitCode + ", signal=" + signal.orElse("none") + "]";
    }
}
