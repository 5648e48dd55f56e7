package io.slipway.server.hypervisor.pve;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.base.SlipwayException;
import io.slipway.server.hypervisor.CloneOrder;
import io.slipway.server.hypervisor.Hypervisor;
import io.slipway.server.hypervisor.MediaRef;
import io.slipway.server.hypervisor.MediaUpload;
import io.slipway.server.hypervisor.OperationLog;
import io.slipway.server.hypervisor.RunMarker;
import io.slipway.server.hypervisor.VmId;
import io.slipway.server.hypervisor.VmSettings;
import io.slipway.server.lab.pve.Effect;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Kills the adapter right before and right after every change it makes, and goes on with a new one. */
abstract class CrashContract {
    private final LabHost.Transport transport;

    CrashContract(LabHost.Transport transport) {
        this.transport = transport;
    }

    private static final VmId ID = new VmId(501);
    private static final RunMarker MARKER = new RunMarker("0198a000-0000-7000-8000-000000000001");
    private static final String UUID = "6f1c4b0c-1111-4222-8333-7d3f00000009";
    private static final MediaRef DISC = new MediaRef("local", "slipway-run.iso");
    private static final byte[] IMAGE = new byte[50_000];

    /** What the provisioning steps do with a VM from its birth to its end. */
    private static final List<Consumer<Hypervisor>> LIFE = List.of(
            h -> h.cloneTemplate(
                    new CloneOrder(new VmId(9000), ID, "web-1", MARKER, true, Optional.empty()), OperationLog.none()),
            h -> h.putMedia(
                    new MediaUpload(
                            DISC,
                            IMAGE.length,
                            "5b4b67b5d68e02c992760de07640472efe53a7f7553865f83262d0a74efc3e5d",
                            out -> out.write(IMAGE)),
                    MARKER),
            h -> h.apply(
                    ID,
                    MARKER,
                    new VmSettings(
                            OptionalInt.of(4),
                            OptionalInt.of(2048),
                            OptionalInt.of(2),
                            "BC:24:11:01:02:03",
                            Optional.empty(),
                            OptionalInt.of(7),
                            UUID,
                            Optional.of(DISC))),
            h -> h.start(ID, MARKER),
            h -> h.ejectMedia(ID, MARKER, DISC),
            h -> h.stop(ID, MARKER),
            h -> h.ejectMedia(ID, MARKER, DISC),
            h -> h.destroy(ID, MARKER, Optional.of(UUID), OperationLog.none()),
            h -> h.removeMedia(DISC));

    private static Map<String, Long> counted(LabHost host) {
        return host.lab.effects().stream()
                .collect(Collectors.groupingBy(effect -> effect.kind().name(), TreeMap::new, Collectors.counting()));
    }

    private static void live(LabHost host) {
        for (var step : LIFE) {
            for (int attempt = 0; ; attempt++) {
                try {
                    step.accept(host.hypervisor());
                    break;
                } catch (SlipwayException e) {
                    if (attempt > 3) {
                        throw e;
                    }
                    host.reconnect();
                }
            }
        }
    }

    private Map<String, Long> undisturbed() {
        try (var host = LabHost.start(transport)) {
            live(host);
            assertThat(host.lab.vms()).noneMatch(vm -> vm.vmid() == ID.value());
            return counted(host);
        }
    }

    @Test
    @Tag("slow")
    void everyEffectHappensOnceWhereverTheProcessDies() {
        var expected = undisturbed();
        long effects = expected.values().stream().mapToLong(Long::longValue).sum();
        assertThat(expected).containsEntry("CLONE", 1L).containsEntry("DESTROY", 1L);

        for (int crashAt = 1; crashAt <= effects; crashAt++) {
            for (var edge : Effect.Edge.values()) {
                dieAt(crashAt, edge, expected);
            }
        }
    }

    private void dieAt(int crashAt, Effect.Edge edge, Map<String, Long> expected) {
        try (var host = LabHost.start(transport)) {
            var seen = new AtomicInteger();
            var before = host.lab.vm(9000);
            host.lab.onEffect(effect -> {
                if (effect.edge() == edge && seen.incrementAndGet() == crashAt) {
                    host.crash();
                }
            });

            live(host);

            var where = "crash at effect " + crashAt + " " + edge;
            assertThat(host.lab.vms()).as(where).noneMatch(vm -> vm.vmid() == ID.value());
            assertThat(host.lab.isoFiles("local")).as(where).noneMatch(file -> file.name()
                    .equals(DISC.fileName()));
            assertThat(host.lab.vm(9000)).as(where).isEqualTo(before);
            var counted = new TreeMap<>(counted(host));
            // A staged upload that lost its connection is sent again; everything else happens exactly once.
            counted.remove("STAGE");
            var wanted = new TreeMap<>(expected);
            wanted.remove("STAGE");
            assertThat(counted).as(where).isEqualTo(wanted);
        }
    }
}
