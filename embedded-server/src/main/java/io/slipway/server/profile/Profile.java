package io.slipway.server.profile;

/** What a profile asks for, typed and with every default in place. */
public sealed interface Profile permits WindowsProfile, LinuxProfile {
    /** Stable id, 1 to 64 of lower-case letters, digits, hyphen. */
    String id();

    /** Name for people. */
    String name();
}
