package io.slipway.server.hypervisor.pve;

import org.junit.jupiter.api.Tag;

@Tag("F120")
class RestCrashTest extends CrashContract {
    RestCrashTest() {
        super(LabHost.Transport.REST);
    }
}
