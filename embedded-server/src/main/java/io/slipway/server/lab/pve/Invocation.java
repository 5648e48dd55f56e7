package io.slipway.server.lab.pve;

import io.slipway.server.lab.sh.Output;
import org.jspecify.annotations.Nullable;

/**
 * One call of a Proxmox command: where its texts go and which faults ride along.
 *
 * @param taskFailure the text its worker shall fail with after its work, or null
 * @param crash whether its worker shall die in the middle without cleaning up
 */
public record Invocation(Output out, Output err, @Nullable String taskFailure, boolean crash) {}
