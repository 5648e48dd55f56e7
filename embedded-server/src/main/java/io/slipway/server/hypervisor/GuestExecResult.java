package io.slipway.server.hypervisor;

/**
 * What a command inside a guest did.
 *
 * @param exitCode the guest's own exit code
 * @param output standard output, cut at 64 KiB
 * @param errors standard error, cut at 64 KiB
 */
public record GuestExecResult(int exitCode, String output, String errors) {}
