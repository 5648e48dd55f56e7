package io.slipway.server.answer;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;

/** Writes the files of a config disc; the same request gives the same bytes. */
public final class AnswerFiles {
    private AnswerFiles() {}

    /**
     * Renders and checks all files.
     *
     * @throws SlipwayException INVALID_PROFILE when a rule of the answer-file check is broken, CONFIG_ERROR when no endpoint
     *     can be reached from the guest
     */
    public static ConfigFiles render(AnswerRequest request) {
        throw Problem.of(ProblemCode.INTERNAL_ERROR, "not yet " + request).exception();
    }
}
