package io.slipway.server.schema;

/**
 * Something a check says about a place of the document.
 *
 * @param pointer of the field it is shown at: the named one, or its nearest ancestor that the form has
 * @param message one sentence without a secret
 * @param severity whether the document is refused
 */
public record FormFinding(String pointer, String message, Severity severity) {

    /** How much it matters. */
    public enum Severity {
        /** The document is refused. */
        ERROR,
        /** The document is accepted, and this setting does less than a reader may expect. */
        WARNING
    }
}
