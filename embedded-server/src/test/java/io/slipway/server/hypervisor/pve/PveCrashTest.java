package io.slipway.server.hypervisor.pve;

class PveCrashTest extends CrashContract {
    PveCrashTest() {
        super(LabHost.Transport.SSH);
    }
}
