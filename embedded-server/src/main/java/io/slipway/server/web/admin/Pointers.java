package io.slipway.server.web.admin;

import io.slipway.server.base.FieldError;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import java.util.Set;
import java.util.function.Supplier;

/** Lets the pointers of a problem about a part of a request point into the whole request. */
final class Pointers {
    private static final Set<ProblemCode> ABOUT_THE_PART = Set.of(
            ProblemCode.INVALID_PROFILE,
            ProblemCode.UNKNOWN_PROFILE_FIELD,
            ProblemCode.INVALID_ADDRESS,
            ProblemCode.INVALID_PLAYBOOK,
            ProblemCode.UNPROCESSABLE);

    private Pointers() {}

    /** Runs the work; what it says about its own document is said about the member {@code parent} of the request. */
    static <T> T below(String parent, Supplier<T> work) {
        try {
            return work.get();
        } catch (SlipwayException e) {
            var problem = e.problem();
            if (problem.errors().isEmpty() || !ABOUT_THE_PART.contains(problem.code())) {
                throw e;
            }
            var moved = problem.errors().stream()
                    .map(error -> new FieldError(parent + error.pointer(), error.message()))
                    .toList();
            throw new SlipwayException(
                    new Problem(problem.code(), problem.detail(), problem.nextStep(), problem.context(), moved), e);
        }
    }
}
