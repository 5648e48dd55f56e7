package io.slipway.server.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.lab.pve.LabTiming;
import io.slipway.server.lab.pve.StorageSpec;
import io.slipway.server.lab.pve.TemplateSpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Replays the recordings of a real Proxmox VE 9.2 node against the laboratory, in their order.
 *
 * <p>The state carries over from command to command, so all commands run once and each test judges one of them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TranscriptReplayTest {
    /** From here on the recording started anew with fresh templates. */
    private static final int SECOND_SESSION = 323;

    /** Nothing takes time, but whoever waits for a lock does so long enough for a busy machine. */
    private static final LabTiming PATIENT = new LabTiming(
            Duration.ZERO,
            Duration.ZERO,
            2,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ofSeconds(2),
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            40);

    record Replayed(Transcript recorded, LabClient.Answer answer) {
        @Override
        public String toString() {
            return recorded.toString();
        }
    }

    private final TranscriptScript script = new TranscriptScript();
    private final List<Replayed> replayed = new ArrayList<>();

    List<Replayed> replay() throws InterruptedException {
        if (replayed.isEmpty()) {
            var all = Transcript.all();
            session(all.subList(0, SECOND_SESSION), 1);
            session(all.subList(SECOND_SESSION, all.size()), 0);
        }
        return replayed;
    }

    private void session(List<Transcript> transcripts, int firstDisk) throws InterruptedException {
        try (var lab = laboratory(firstDisk);
                var root = new LabClient(lab);
                var user = new LabClient(lab, "pcuser", LabClient.PASSWORD)) {
            for (var transcript : transcripts) {
                script.prepare(transcript.index(), lab, root);
                if (script.skipped(transcript.index()) == null) {
                    var client = transcript.topic().equals("nonroot") ? user : root;
                    replayed.add(new Replayed(transcript, client.run(command(transcript, root))));
                }
            }
        }
    }

    /** Commands about one recorded task ask for the laboratory's own one of that kind. */
    private static String command(Transcript transcript, LabClient root) {
        if (!transcript.topic().equals("task")) {
            return transcript.command();
        }
        var tasks = root.out("pvesh get /nodes/pve1/tasks --typefilter qmdestroy --vmid 301 --output-format json");
        return transcript.command().replaceAll("UPID:[^/]*", tasks.replaceAll("(?s).*?(UPID:[^\"]*).*", "$1"));
    }

    private static Laboratory laboratory(int firstDisk) {
        return Laboratory.builder()
                .node("pve1", 2, 25L << 30, "vmbr0")
                .timing(PATIENT)
                .rootPassword(LabClient.PASSWORD)
                .user("pcuser", LabClient.PASSWORD, false)
                .clock(InstantSource.system(), time -> Thread.sleep(Math.min(5, time.toMillis())))
                .storages(
                        StorageSpec.directory("local", "/var/lib/vz", "backup", "images", "iso", "snippets", "vztmpl"),
                        StorageSpec.directory("fast", "/srv/fast", "images", "rootdir"),
                        StorageSpec.directory("nfsiso", "/mnt/pve/nfsiso", "iso")
                                .asShared(),
                        StorageSpec.directory("nocd", "/srv/nocd", "backup").asDisabled(),
                        StorageSpec.directory("only2", "/srv/only2", "iso", "images")
                                .on("pve2"))
                .templates(windows(firstDisk), TemplateSpec.linux(9001, "linux-tpl"))
                .machineElsewhere(200, "pve2")
                .start();
    }

    private static TemplateSpec windows(int firstDisk) {
        var conf = new TreeMap<>(TemplateSpec.windows(9000, "win11-tpl").conf());
        conf.put("boot", "order=scsi0;ide0;net0");
        conf.put("cores", "1");
        conf.put("memory", "512");
        var keys = List.of("efidisk0", "scsi0", "tpmstate0");
        for (int i = 0; i < keys.size(); i++) {
            var number = "disk-" + (firstDisk + i);
            conf.computeIfPresent(keys.get(i), (key, value) -> value.replaceAll("disk-[0-9]", number));
        }
        return new TemplateSpec(9000, true, conf);
    }

    @ParameterizedTest
    @MethodSource("replay")
    void answersAsTheRealNodeDid(Replayed replayed) {
        var recorded = replayed.recorded();
        var answer = replayed.answer();

        assertThat(Transcript.normalise(answer.err())).isEqualTo(Transcript.normalise(recorded.err()));
        assertThat(Transcript.normalise(answer.out())).isEqualTo(Transcript.normalise(recorded.out()));
        assertThat(answer.code()).isEqualTo(recorded.code());
    }

    @Test
    void replaysMostOfTheRecording() throws InterruptedException {
        assertThat(replay()).hasSizeGreaterThan(300);
    }
}
