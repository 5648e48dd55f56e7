package io.slipway.server.web.ui.vms;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.inventory.Vm;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VmSheetTest {
    @Test
    void everyValueStandsInQuotesUnderItsColumn() {
        assertThat(VmSheet.of(
                        List.of(vm("PC-01", "[\"10.0.0.5\",\"fe80::1\"]")), Map.of("run-1", "Office \"PC\", Büro")))
                .isEqualTo(
                        "\ufeff\"name\",\"id\",\"host\",\"vmid\",\"state\",\"addresses\",\"mac\",\"profile\",\"created_at\","
                                + "\"seen_at\"\r\n\"PC-01\",\"id-1\",\"lab\",\"107\",\"present\",\"10.0.0.5 fe80::1\","
                                + "\"BC:24:11:00:00:01\",\"Office \"\"PC\"\", Büro\",\"2026-11-22T10:00:00Z\",\"\"\r\n");
    }

    @Test
    void whatAGuestSaysIsNoFormula() {
        var sheet = VmSheet.of(List.of(vm("PC-01", "[\"=1+1\"]")), Map.of("run-1", "@sum"));

        assertThat(sheet).contains(",\"'=1+1\",").contains(",\"'@sum\",");
    }

    private static Vm vm(String name, String addresses) {
        return new Vm(
                "id-1",
                "operator",
                "host-1",
                "lab",
                Optional.of("107"),
                name,
                Optional.of("BC:24:11:00:00:01"),
                Vm.State.PRESENT,
                Optional.of("job-1"),
                Optional.of("run-1"),
                addresses,
                "{}",
                Instant.parse("2026-11-22T10:00:00Z"),
                Optional.empty());
    }
}
