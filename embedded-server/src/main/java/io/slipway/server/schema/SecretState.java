package io.slipway.server.schema;

/** What can be told about a secret field without its value. */
public enum SecretState {
    /** There is none. */
    NOT_SET,
    /** The documented default that everybody knows. */
    DEFAULT,
    /** One is stored. */
    STORED,
    /** One was typed and is not stored yet. */
    CHANGED,
    /** Each VM gets one of its own. */
    GENERATED
}
