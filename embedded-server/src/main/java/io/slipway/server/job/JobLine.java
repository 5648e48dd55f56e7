package io.slipway.server.job;

import java.util.Optional;

/**
 * A job in a list.
 *
 * @param host name of its host, also of one that is no longer registered
 * @param firstVm name of its first VM, empty when it has none
 * @param liveliest of the runs under way the one that gave the newest sign
 */
public record JobLine(Job job, Optional<String> host, String firstVm, Optional<RunGlance> liveliest) {}
