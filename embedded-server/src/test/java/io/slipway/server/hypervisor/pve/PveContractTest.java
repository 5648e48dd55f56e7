package io.slipway.server.hypervisor.pve;

class PveContractTest extends LabContract {
    PveContractTest() {
        super(LabHost.Transport.SSH);
    }
}
