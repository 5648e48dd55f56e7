package io.slipway.server.hypervisor.pve;

import io.slipway.server.hypervisor.CloneOrder;
import io.slipway.server.hypervisor.VmId;

/** A change on which the host works for a while, as a task of its own. */
sealed interface Operation {
    /** @param description what the clone's description shall be, with the marker */
    record Clone(CloneOrder order, String description) implements Operation {}

    record Start(VmId id) implements Operation {}

    record Stop(VmId id) implements Operation {}

    /** @param seconds how long the guest may take */
    record Shutdown(VmId id, long seconds) implements Operation {}

    /** @param gib the new size, absolute, so that a repetition changes nothing */
    record Resize(VmId id, String slot, long gib) implements Operation {}

    /**
     * @param purge whether jobs and HA forget the VM too
     * @param unreferenced whether disks of its number that nobody names go as well; for crash cleanup only
     */
    record Destroy(VmId id, boolean purge, boolean unreferenced) implements Operation {}
}
