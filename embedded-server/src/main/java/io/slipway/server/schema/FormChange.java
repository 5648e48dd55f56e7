package io.slipway.server.schema;

/**
 * What happened to a form's state.
 *
 * @param kind what kind of change
 * @param pointer the value that changed; empty when anything may have changed
 */
public record FormChange(Kind kind, String pointer) {

    /** Kinds of changes. */
    public enum Kind {
        /** One value. */
        VALUE,
        /** Members came or went: entries of a list, a group, an alternative, or the whole document. */
        STRUCTURE,
        /** The results of a check. */
        FINDINGS
    }
}
