package io.slipway.server.answer;

/** Who reads the config disc. */
public enum AnswerKind {
    /** Windows Setup from an installer: {@code autounattend.xml}, all passes. */
    AUTOUNATTEND,
    /** A generalized Windows template: {@code unattend.xml}, specialize and oobeSystem only. */
    UNATTEND_CLONE,
    /** cloud-init's NoCloud source: {@code user-data}, {@code meta-data}, {@code network-config}. */
    NOCLOUD
}
