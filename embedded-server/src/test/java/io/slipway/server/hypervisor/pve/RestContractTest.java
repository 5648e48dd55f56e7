package io.slipway.server.hypervisor.pve;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;

@Tag("F120")
class RestContractTest extends LabContract {
    RestContractTest() {
        super(LabHost.Transport.REST);
    }

    @AfterEach
    void nothingWentBySsh() {
        assertThat(host.lab.commands()).isEmpty();
    }
}
