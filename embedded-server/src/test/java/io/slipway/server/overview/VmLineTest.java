package io.slipway.server.overview;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.inventory.Vm;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VmLineTest {
    private static final VmLine LINE = new VmLine(
            new Vm(
                    "3f6c1b1e-0000-4000-8000-00000000abcd",
                    "operator",
                    "host-1",
                    "Lab",
                    Optional.of("pve1/107"),
                    "PC-01",
                    Optional.of("BC:24:11:00:00:01"),
                    Vm.State.PRESENT,
                    Optional.of("job-1"),
                    Optional.of("run-1"),
                    "[\"10.0.0.17\",\"fe80::1%eth0\"]",
                    "{}",
                    Instant.parse("2026-11-22T10:00:00Z"),
                    Optional.empty()),
            Optional.empty(),
            Optional.of("Windows-11-Worker"));

    @ParameterizedTest
    @ValueSource(strings = {"pc-0", "lab", "00abcd", "/107", "11-worker", "0.0.17", "fe80::1%eth0"})
    void itIsFoundByWhatIsKnownOfIt(String words) {
        assertThat(LINE.fits(words)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pc-02", "10.0.0.18", "\",\"", "[\"10", "operator", "job-1"})
    void itIsNotFoundByHowThatIsStored(String words) {
        assertThat(LINE.fits(words)).isFalse();
    }

    @Test
    void withoutAnAddressNoAddressFits() {
        var vm = LINE.vm();
        var bare = new VmLine(
                new Vm(
                        vm.id(),
                        vm.userId(),
                        vm.hostId(),
                        vm.hostName(),
                        Optional.empty(),
                        vm.name(),
                        vm.mac(),
                        vm.state(),
                        vm.jobId(),
                        vm.runId(),
                        "[]",
                        vm.metadataJson(),
                        vm.createdAt(),
                        vm.seenAt()),
                Optional.empty(),
                Optional.empty());

        assertThat(bare.fits("[]")).isFalse();
        assertThat(bare.fits("10.0")).isFalse();
        assertThat(bare.fits("pc-01")).isTrue();
    }
}
