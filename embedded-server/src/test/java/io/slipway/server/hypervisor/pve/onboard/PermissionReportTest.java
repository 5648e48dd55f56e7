package io.slipway.server.hypervisor.pve.onboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.base.Json;
import io.slipway.server.hypervisor.Right;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a host's answer about permissions is worth for the work that is really done. */
@Tag("F135")
class PermissionReportTest {
    private static List<String> missing(String path) {
        var answer = Json.object();
        for (var area : Area.values()) {
            var folder = area == Area.VMS ? path : area.roots().getFirst();
            var rights = answer.withObjectProperty(folder);
            Privilege.ALL.stream()
                    .filter(privilege -> privilege.area() == area)
                    .forEach(privilege -> rights.put(privilege.name(), 1));
        }
        return PermissionReport.of("slipway@pve!agent", 9, answer).missing().stream()
                .map(Right::name)
                .toList();
    }

    @Test
    void rightsOnThePoolAloneDoNotReachVmsToCome() {
        assertThat(missing("/vms")).isEmpty();
        assertThat(missing("/pool/lab")).contains("VM.Allocate", "VM.Config.CDROM", "VM.PowerMgmt");
    }
}
