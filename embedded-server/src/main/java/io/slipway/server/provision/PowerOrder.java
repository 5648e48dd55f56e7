package io.slipway.server.provision;

import io.slipway.server.base.Json;
import tools.jackson.databind.node.ObjectNode;

/**
 * A change of a VM's power; frozen when it is ordered.
 *
 * @param madeByRun the run whose marker the VM carries
 * @param action a {@link PowerAction}'s word
 */
record PowerOrder(String hostId, String vmUuid, String name, int vmId, String madeByRun, String action) {
    ObjectNode toJson() {
        return Json.mapper().valueToTree(this);
    }

    static PowerOrder fromJson(ObjectNode json) {
        return Json.mapper().treeToValue(json, PowerOrder.class);
    }
}
