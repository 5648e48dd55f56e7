package io.slipway.server.provision;

import io.slipway.server.base.Json;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a deletion takes away; frozen when it is ordered.
 *
 * @param madeByRun the run whose marker the VM carries
 * @param volume its config ISO if that may still be on the host
 */
record VmRemoval(
        String hostId, String vmUuid, String name, OptionalInt vmId, String madeByRun, Optional<String> volume) {
    ObjectNode toJson() {
        return Json.mapper().valueToTree(this);
    }

    static VmRemoval fromJson(ObjectNode json) {
        return Json.mapper().treeToValue(json, VmRemoval.class);
    }
}
