package io.slipway.server.diagnose;

/**
 * One thing that a diagnostic bundle can hold.
 *
 * @param name in the zip, with slashes; names neither a user nor a host
 * @param what it is, for the operator who decides whether it goes along
 * @param ticked whether it goes along unless somebody says otherwise
 * @param bytes of its text; 0 for a choice that is about the other entries
 */
public record BundleEntry(String name, String what, boolean ticked, long bytes) {}
