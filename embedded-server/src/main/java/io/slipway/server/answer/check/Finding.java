package io.slipway.server.answer.check;

/**
 * One broken rule.
 *
 * @param rule id in the answer-file rule list, such as {@code R01}
 * @param severity whether the file must not be used
 * @param where pass, component and element path
 * @param message what is wrong and what is accepted, without the value
 */
public record Finding(String rule, Severity severity, String where, String message) {
    /** How bad it is. */
    public enum Severity {
        ERROR,
        WARNING
    }

    @Override
    public String toString() {
        return rule + " " + where + ": " + message;
    }
}
