package io.slipway.server.hypervisor.pve;

import java.util.List;
import java.util.function.Supplier;

/**
 * A call that starts a task, and how to find the task when the answer with its number never reached us.
 *
 * @param start makes the call; the answer's data is the task's number, or null when the host did it at once
 * @param types what the host may call such a task; HA-managed VMs get other ones
 * @param subject what the host files it under
 * @param logEnd how a line of its log ends that proves it is this call's; empty when type and subject do
 */
record RestTask(Supplier<HostAnswer> start, List<String> types, String subject, String logEnd) {
    RestTask {
        types = List.copyOf(types);
    }
}
