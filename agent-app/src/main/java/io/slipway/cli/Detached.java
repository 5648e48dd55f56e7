package io.slipway.cli;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import tools.jackson.databind.JsonNode;

/** Orders that a running server works on while the command ends. */
final class Detached {
    private Detached() {}

    /** @throws io.slipway.server.base.SlipwayException SERVICE_UNAVAILABLE when this process would be the server */
    static void check(boolean detach, Session session) {
        if (detach && session.own()) {
            throw Problem.of(
                            ProblemCode.SERVICE_UNAVAILABLE,
                            "No server runs on this data folder, so nobody would do the work after this command.",
                            "Start `slipway serve` first, or leave out --detach.")
                    .exception();
        }
    }

    static int report(Shell shell, JsonNode answer, String jobId) {
        shell.screen()
                .result(
                        answer,
                        () -> shell.screen().line("Job " + jobId + " is accepted. Watch it: slipway job show " + jobId
                                + " --follow"));
        return ExitCode.OK.number();
    }
}
