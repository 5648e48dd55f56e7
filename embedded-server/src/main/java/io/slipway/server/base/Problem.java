package io.slipway.server.base;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What went wrong, in words for the operator.
 *
 * @param code stable name, also in documentation and answers
 * @param detail what happened and why, one or two sentences, no secret
 * @param nextStep what the operator can do now, one sentence in the imperative
 * @param context ids and values that help to find the cause; no secret
 * @param errors one entry per wrong field, empty when the problem is not about a document
 */
public record Problem(
        ProblemCode code, String detail, String nextStep, Map<String, String> context, List<FieldError> errors) {

    public Problem {
        context = Map.copyOf(context);
        errors = List.copyOf(errors);
    }

    /** A problem with the code's usual next step. */
    public static Problem of(ProblemCode code, String detail) {
        return new Problem(code, detail, code.nextStep(), Map.of(), List.of());
    }

    /** A problem whose next step depends on the case. */
    public static Problem of(ProblemCode code, String detail, String nextStep) {
        return new Problem(code, detail, nextStep, Map.of(), List.of());
    }

    /** A document with one or more wrong fields. */
    public static Problem of(ProblemCode code, String detail, List<FieldError> errors) {
        return new Problem(code, detail, code.nextStep(), Map.of(), errors);
    }

    /** The same with one more context value. */
    public Problem with(String key, Object value) {
        var more = new TreeMap<>(context);
        more.put(key, String.valueOf(value));
        return new Problem(code, detail, nextStep, more, errors);
    }

    /** Whether doing the same again later can succeed without anybody's help. */
    public boolean retryable() {
        return code.retryable();
    }

    /** Shorthand for throwing. */
    public SlipwayException exception() {
        return new SlipwayException(this);
    }
}
