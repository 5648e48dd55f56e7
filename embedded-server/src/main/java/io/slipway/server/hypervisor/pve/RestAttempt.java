package io.slipway.server.hypervisor.pve;

import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import java.util.List;
import tools.jackson.core.JacksonException;

/**
 * What we noted of a call that starts a task: before it that we are about to make it, after it what came of it.
 *
 * @param since start of the newest task of ours before the call, in seconds of the host's clock
 * @param atMillis when we were about to call, by our clock
 * @param end the task's number, or the words of a refusal
 */
record RestAttempt(
        Stage stage, long since, long atMillis, List<String> types, String subject, String logEnd, String end) {
    /** How far the call got as far as we know. */
    enum Stage {
        /** About to be made, or made and its answer lost. */
        INTENT,
        /** The host gave it a task. */
        TASK,
        /** The host said no. */
        REFUSED,
        /** The host did it at once. */
        DONE
    }

    RestAttempt {
        types = List.copyOf(types);
    }

    static RestAttempt intent(RestTask task, long since, long atMillis) {
        return new RestAttempt(Stage.INTENT, since, atMillis, task.types(), task.subject(), task.logEnd(), "");
    }

    RestAttempt became(Stage later, String outcome) {
        return new RestAttempt(later, since, atMillis, types, subject, logEnd, outcome);
    }

    String text() {
        return Json.write(this);
    }

    static RestAttempt parse(String text) {
        try {
            return Json.mapper().readValue(text, RestAttempt.class);
        } catch (JacksonException e) {
            throw Problem.of(ProblemCode.INTERNAL_ERROR, "Slipway's own note about a task of the host is damaged.")
                    .exception();
        }
    }
}
