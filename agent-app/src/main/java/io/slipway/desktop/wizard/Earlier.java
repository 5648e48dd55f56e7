package io.slipway.desktop.wizard;

import java.time.Duration;

/**
 * How long jobs of the same host and template took that went through.
 *
 * @param median of their VMs' runs, from first to last step
 * @param vms how many
 */
record Earlier(Duration median, int vms) {}
