package io.slipway.server.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.lab.guest.GuestFault;
import io.slipway.server.lab.pve.StorageSpec;
import io.slipway.server.lab.pve.TemplateSpec;
import io.slipway.server.lab.rest.LabToken;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The laboratory's API answers as the real node did: status line, error texts, names and forms of the data. */
@Tag("F120")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestTranscriptReplayTest {
    private static final Set<String> BOT = Set.of(
            "VM.GuestAgent.Audit",
            "SDN.Use",
            "VM.PowerMgmt",
            "VM.Audit",
            "Datastore.AllocateTemplate",
            "VM.Config.Options",
            "VM.Config.Disk",
            "VM.Config.Network",
            "VM.Clone",
            "Datastore.AllocateSpace",
            "VM.Config.Memory",
            "VM.Config.CPU",
            "VM.Allocate",
            "VM.Config.CDROM",
            "Datastore.Audit");
    private static final LabToken ROOT = token("root@pam!agent", LabToken.ALL);
    private static final LabToken NOBODY = token("bot@pve!none", Set.of());
    private static final LabToken ROBOT = token("bot@pve!agent", BOT);
    private static final LabToken STRONGER = token("bot@pve!strong", more("VM.GuestAgent.Unrestricted"));
    private static final LabToken STRONGEST =
            token("bot@pve!strongest", more("VM.GuestAgent.Unrestricted", "Datastore.Allocate", "VM.Config.HWType"));

    /** What cannot be replayed, and why. */
    private static final Map<Integer, String> SKIPPED = Map.ofEntries(
            Map.entry(1, "the measuring node's own disk and load"),
            Map.entry(11, "one clone among the tasks of hours"),
            Map.entry(14, "images that only the measuring node had"),
            Map.entry(23, "images that only the measuring node had"),
            Map.entry(24, "tasks of other uploads"),
            Map.entry(43, "load figures of a real QEMU"),
            Map.entry(58, "tasks of hours"),
            Map.entry(59, "the number of a recorded task"),
            Map.entry(60, "the number of a recorded task"),
            Map.entry(67, "the task failed, and the recording does not say why"),
            Map.entry(70, "a real guest's interfaces"),
            Map.entry(75, "no agent program was started under that number"),
            Map.entry(82, "load figures of a real QEMU"),
            Map.entry(83, "a shutdown that takes its time"),
            Map.entry(84, "tasks of hours"),
            Map.entry(85, "login by password is not simulated"),
            Map.entry(86, "login by password is not simulated"),
            Map.entry(87, "login by password is not simulated"));

    private final List<Replayed> replayed = new ArrayList<>();

    record Replayed(RestTranscript recorded, RawApiClient.Answer answer) {
        @Override
        public String toString() {
            return recorded.toString();
        }
    }

    private static LabToken token(String id, Set<String> rights) {
        return LabToken.of(id, "5f0c1f2e-0d4b-4f6a-9b1e-2a3b4c5d6e7f", rights);
    }

    private static Set<String> more(String... rights) {
        var all = new HashSet<>(BOT);
        all.addAll(List.of(rights));
        return all;
    }

    /** Who asked, by what was being tried at that point of the recording. */
    private static String authorization(RestTranscript recorded) {
        int index = recorded.index();
        if (index == 2) {
            return "";
        }
        if (recorded.status().startsWith("401")) {
            return "PVEAPIToken=root@pam!agent=00000000-0000-0000-0000-000000000000";
        }
        LabToken token = ROBOT;
        if (index < 25 || index == 61 || index == 62 || index >= 88) {
            token = ROOT;
        } else if (index < 36) {
            token = NOBODY;
        } else if (Set.of(49, 50, 73, 74, 75).contains(index)) {
            token = STRONGER;
        } else if (index >= 78 && index <= 80) {
            token = STRONGEST;
        }
        return "PVEAPIToken=" + token.id() + "=" + token.secret();
    }

    private static Laboratory laboratory() {
        return Laboratory.builder()
                .node("pve1", 2, 25L << 30, "vmbr0")
                .rootPassword(LabClient.PASSWORD)
                .storages(
                        StorageSpec.directory("local", "/var/lib/vz", "backup", "images", "iso", "snippets", "vztmpl"),
                        StorageSpec.directory("fast", "/srv/fast", "images", "rootdir"),
                        StorageSpec.directory("only2", "/srv/only2", "iso", "images")
                                .on("pve2"))
                .templates(
                        TemplateSpec.windows(9000, "win11-tpl"),
                        TemplateSpec.linux(9001, "linux-tpl"),
                        new TemplateSpec(101, false, Map.of("name", "web", "memory", "512")))
                .token(ROOT)
                .token(NOBODY)
                .token(ROBOT)
                .token(STRONGER)
                .token(STRONGEST)
                .start();
    }

    List<Replayed> replay() throws Exception {
        if (replayed.isEmpty()) {
            try (var lab = laboratory();
                    var client = new RawApiClient(lab.rest().port())) {
                lab.putIso("local", "mini.iso", new byte[4096]);
                lab.guestRules().fault("bot-01", new GuestFault.SilentAgent());
                for (var recorded : RestTranscript.all()) {
                    if (recorded.index() == 69) {
                        lab.guestRules().clearFaults();
                    }
                    if (!SKIPPED.containsKey(recorded.index())) {
                        replayed.add(new Replayed(recorded, client.send(recorded, authorization(recorded))));
                        client.settle(ROOT);
                    }
                }
            }
        }
        return replayed;
    }

    @ParameterizedTest
    @MethodSource("replay")
    void answersAsTheRealNodeDid(Replayed replayed) {
        var recorded = replayed.recorded();
        var answer = replayed.answer();

        assertThat(answer.status()).isEqualTo(recorded.status());
        assertThat(RestTranscript.normalise(answer.body())).isEqualTo(RestTranscript.normalise(recorded.body()));
    }

    @Test
    void replaysMostOfTheRecording() throws Exception {
        assertThat(replay()).hasSizeGreaterThan(70);
    }
}
