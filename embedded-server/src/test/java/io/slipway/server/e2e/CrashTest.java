package io.slipway.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.lab.pve.Effect;
import io.slipway.server.lab.pve.Faults;
import io.slipway.server.lab.pve.LabTiming;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kills the product's process and shows that nothing is doubled, orphaned or lost. */
class CrashTest {
    private static final List<String> EDGES = List.of("before", "journalled", "acted", "committed");
    private static final List<String> STEPS = List.of(
            "reserve",
            "token",
            "media",
            "acquire-slot",
            "upload",
            "clone",
            "configure",
            "start",
            "release-slot",
            "await-guest",
            "await-complete",
            "detach-media",
            "close");
    private static final List<String> JOURNALLING = List.of("media", "clone", "configure");
    private static final List<String> UNDO =
            List.of("undo-clone", "undo-upload", "release-slot", "undo-token", "undo-reserve");

    @TempDir
    Path work;

    /** The edges where an effect outside is done and not yet known to us: the ones that hurt. */
    @ParameterizedTest
    @ValueSource(
            strings = {"acted/upload/1", "journalled/clone/1", "acted/clone/1", "acted/start/1", "acted/detach-media/1"
            })
    @Timeout(120)
    void killedAtAnEdgeTheOrderEndsOnce(String edge) throws Exception {
        try (var rig = new CrashRig(work, lab -> lab)) {
            haltAndFinish(rig, edge, "edge");
            assertOnce(rig, 1);
        }
    }

    static Stream<String> everyEdge() {
        return STEPS.stream().flatMap(step -> EDGES.stream()
                .filter(edge -> !edge.equals("journalled") || JOURNALLING.contains(step))
                .map(edge -> edge + "/" + step + "/1"));
    }

    @Test
    @Tag("slow")
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void killedAtEveryEdgeOfEveryStepEachOrderEndsOnce() throws Exception {
        try (var rig = new CrashRig(work, lab -> lab)) {
            int orders = 0;
            for (var edge : everyEdge().toList()) {
                haltAndFinish(rig, edge, "edge-" + ++orders);
                assertOnce(rig, orders);
            }
            System.out.println("crash test: " + orders + " edges, each killed once");
        }
    }

    private static void haltAndFinish(CrashRig rig, String edge, String key) throws Exception {
        var order = Rig.windows(1).put("name_pattern", "w-" + key);
        var child = rig.start(order, key, edge);
        assertThat(child.await()).as(edge + "\n" + child.text()).isEqualTo(137);
        assertThat(rig.finish(order, key)).as(edge).contains("ENDED SUCCEEDED");
    }

    @Test
    @Tag("slow")
    @Tag("F195")
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void killedAtEveryEdgeOfTheCleanUpNothingIsLeft() throws Exception {
        try (var rig = new CrashRig(work, lab -> lab)) {
            rig.lab.faults().always("qm start", new Faults.Answer(255, "", "start failed: QEMU exited with code 1\n"));
            int orders = 0;
            for (var step : UNDO) {
                for (var edge : List.of("before", "acted", "committed")) {
                    var key = "undo-" + ++orders;
                    var order = Rig.windows(1).put("name_pattern", "u-" + orders);
                    var child = rig.start(order, key, edge + "/" + step + "/1");
                    assertThat(child.await())
                            .as(edge + " " + step + "\n" + child.text())
                            .isEqualTo(137);
                    assertThat(rig.finish(order, key)).as(edge + " " + step).contains("ENDED FAILED");
                    assertNothingLeft(rig);
                }
            }
        }
    }

    @Test
    @Tag("slow")
    @Timeout(value = 40, unit = TimeUnit.MINUTES)
    void killedTwoHundredTimesAtRandomInstantsEveryOrderEndsOnce() throws Exception {
        long seed = Long.getLong("slipway.crash.seed", 20_261_121L);
        int wanted = Integer.getInteger("slipway.crash.kills", 200);
        var random = new Random(seed);
        System.out.println("crash storm: seed " + seed + ", " + wanted + " kills");
        // Clones of a second, so that many kills hit the middle of one.
        try (var rig = new CrashRig(work, lab -> lab.timing(LabTiming.lifelike().scaled(0.01)))) {
            int kills = 0;
            int orders = 0;
            int vms = 0;
            while (kills < wanted) {
                int count = 1 + random.nextInt(4);
                var key = "storm-" + ++orders;
                var order = Rig.windows(count).put("name_pattern", "s" + orders + "-{n}");
                vms += count;
                boolean ended = false;
                while (!ended && kills < wanted) {
                    var child = rig.start(order, key, "-");
                    // Most kills hit the work; every sixth hits the start of the process, whenever that is.
                    ended = random.nextInt(6) > 0 && child.awaitWork();
                    long delay = random.nextInt(2500);
                    ended = ended || child.process().waitFor(delay, TimeUnit.MILLISECONDS);
                    if (!ended) {
                        child.kill();
                        kills++;
                    } else {
                        assertThat(child.process().exitValue()).as(child.text()).isZero();
                    }
                }
                assertThat(rig.finish(order, key)).contains("ENDED SUCCEEDED");
                assertOnce(rig, vms);
            }
            System.out.println("crash storm: " + kills + " kills, " + orders + " orders, " + vms + " VMs");
        }
    }

    private static void assertOnce(CrashRig rig, int vms) {
        assertThat(rig.machines()).as("VMs").hasSize(vms);
        assertThat(rig.isos()).as("config ISOs left").isEmpty();
        assertThat(rig.counts(Effect.Kind.CLONE, Effect.Kind.START))
                .as("effects")
                .allSatisfy((effect, times) -> assertThat(times).as(effect).isEqualTo(1));
        assertThat(rig.counts(Effect.Kind.CLONE)).hasSize(vms);
        assertThat(rig.counts(Effect.Kind.DESTROY)).as("destroyed").isEmpty();
        assertThat(rig.lab.unsupported()).isEmpty();
        assertThat(StoreFacts.count(rig.folder, "vm where state = 'present'")).isEqualTo(vms);
        assertThat(StoreFacts.count(rig.folder, "vm where state not in ('present', 'gone')"))
                .isZero();
        assertThat(StoreFacts.count(rig.folder, "guest_token")).isEqualTo(vms);
        assertThat(StoreFacts.count(rig.folder, "guest_token where state = 'used'"))
                .isEqualTo(vms);
        assertThat(StoreFacts.count(rig.folder, "address_use")).isEqualTo(vms);
        assertThat(StoreFacts.count(rig.folder, "vmid_ledger where state = 'ours'"))
                .isEqualTo(vms);
        assertThat(StoreFacts.count(rig.folder, "vmid_ledger where state <> 'ours'"))
                .isZero();
        assertThat(StoreFacts.count(rig.folder, "host_slot where run_id is not null"))
                .isZero();
        assertThat(StoreFacts.count(rig.folder, "sealed_secret where id like 'run-%'"))
                .isZero();
    }

    private static void assertNothingLeft(CrashRig rig) {
        assertThat(rig.machines()).as("VMs").isEmpty();
        assertThat(rig.isos()).as("config ISOs left").isEmpty();
        assertThat(StoreFacts.count(rig.folder, "vm where state <> 'gone'")).isZero();
        assertThat(StoreFacts.count(rig.folder, "guest_token where state = 'active'"))
                .isZero();
        assertThat(StoreFacts.count(rig.folder, "address_use")).isZero();
        assertThat(StoreFacts.count(rig.folder, "vmid_ledger")).isZero();
        assertThat(StoreFacts.count(rig.folder, "host_slot where run_id is not null"))
                .isZero();
        assertThat(StoreFacts.count(rig.folder, "sealed_secret where id like 'run-%'"))
                .isZero();
    }
}
