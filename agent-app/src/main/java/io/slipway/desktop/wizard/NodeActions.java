package io.slipway.desktop.wizard;

import io.slipway.server.compat.Node;

/**
 * What can be done with a machine that an application wants. One without a VM can be provisioned or deleted and nothing else; all
 * else needs a VM.
 */
record NodeActions(boolean provision, boolean delete, boolean open, boolean start, boolean stop) {
    static NodeActions of(Node node) {
        boolean vm = node.vmId().isPresent();
        boolean building = node.status().equals("provisioning");
        return new NodeActions(!vm && !building, !vm && !building, vm, vm, vm);
    }
}
