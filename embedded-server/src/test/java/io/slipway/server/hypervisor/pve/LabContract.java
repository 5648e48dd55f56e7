package io.slipway.server.hypervisor.pve;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.hypervisor.Hypervisor;
import io.slipway.server.hypervisor.HypervisorContract;
import io.slipway.server.hypervisor.VmId;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The contract against the laboratory, whichever way the adapter speaks. */
abstract class LabContract extends HypervisorContract {
    private final LabHost.Transport transport;
    LabHost host;

    LabContract(LabHost.Transport transport) {
        this.transport = transport;
    }

    @BeforeEach
    void startLaboratory() {
        host = start();
    }

    LabHost start() {
        return LabHost.start(transport);
    }

    @AfterEach
    void stopLaboratory() {
        try {
            assertThat(host.lab.unsupported()).isEmpty();
        } finally {
            host.close();
        }
    }

    @Override
    protected Hypervisor hypervisor() {
        return host.hypervisor();
    }

    @Override
    protected Hypervisor reconnect() {
        return host.reconnect();
    }

    @Override
    protected VmId template() {
        return new VmId(9000);
    }

    @Override
    protected String isoStorage() {
        return "local";
    }

    @Override
    protected void foreignVm(VmId id) {
        host.lab.takeVmid(id.value(), host.lab.nodeName());
    }

    @Override
    protected Map<String, String> configOf(VmId id) {
        return host.lab.vms().stream()
                .filter(vm -> vm.vmid() == id.value())
                .findFirst()
                .map(vm -> (Map<String, String>) new TreeMap<>(vm.conf()))
                .orElse(Map.of());
    }

    @Override
    protected Map<String, byte[]> images() {
        var images = new TreeMap<String, byte[]>();
        host.lab.isoFiles("local").forEach(file -> images.put(file.name(), file.bytes()));
        return images;
    }

    @Override
    protected void foreignImage(String name, byte[] bytes) {
        host.lab.putIso("local", name, bytes);
    }

    @Override
    protected long effects(String kind) {
        return host.lab.effects().stream()
                .filter(effect -> effect.kind().name().equals(kind))
                .count();
    }
}
