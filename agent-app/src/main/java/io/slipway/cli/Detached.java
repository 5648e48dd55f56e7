package io.slipway.cli;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import tools.jackson.databind.JsonNode;

/** Orders that a running server works on while the command ends. */
final class Detached {
    private Detached() {}

    /**
     * Refuses what makes sense only with a server that stays.
     *
     * @param option as typed, for the message
     * @throws io.slipway.server.base.SlipwayException SERVICE_UNAVAILABLE when this process would be the server
     */
    static void check(boolean wanted, String option, Session session) {
        if (wanted && session.own()) {
            throw Problem.of(
                            ProblemCode.SERVICE_UNAVAILABLE,
                            option + " needs a server that is still there after this command, and none runs on this"
                                    + " data folder.",
                            "Start `slipway serve` first, or leave out " + option + ".")
                    .exception();
        }
    }

    static int report(Shell shell, JsonNode answer, String jobId) {
        shell.screen().result(answer, () -> shell.screen()
                .line("Job " + jobId + " is accepted. Watch it: slipway job show " + jobId + " --follow"));
        return ExitCode.OK.number();
    }
}
