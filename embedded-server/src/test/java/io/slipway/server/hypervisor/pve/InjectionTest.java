package io.slipway.server.hypervisor.pve;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.hypervisor.CloneOrder;
import io.slipway.server.hypervisor.MediaRef;
import io.slipway.server.hypervisor.MediaUpload;
import io.slipway.server.hypervisor.OperationLog;
import io.slipway.server.hypervisor.RunMarker;
import io.slipway.server.hypervisor.VmId;
import io.slipway.server.hypervisor.VmSettings;
import io.slipway.server.lab.pve.Effect;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Hostile text in every value that comes near the host's shell, held against what the laboratory's shell received and did. */
@Tag("F124")
class InjectionTest {
    private static final RunMarker MARKER = new RunMarker("0198a000-0000-7000-8000-000000000001");
    private static final VmId OURS = new VmId(501);
    private static final int MUTATIONS = 1_000;
    private static final int MANY_MUTATIONS = 10_000;
    /** What really is a name costs a clone each. */
    private static final int MOST_GOOD_NAMES = 40;

    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9._-]+");

    /** Shell syntax, line ends, quotes, NUL, look-alikes of digits, letters and blanks, and payloads that leave a trace. */
    private static final List<String> NOISE = List.of(
            ";",
            "&&",
            "|",
            "$(touch /tmp/owned)",
            "`touch /tmp/owned`",
            "; touch /tmp/owned;",
            "\ntouch /tmp/owned\n",
            "' ; touch /tmp/owned ; '",
            "\" ; touch /tmp/owned ; \"",
            "\r",
            "\0",
            "\\",
            "'",
            "\"",
            "..",
            "/",
            "*",
            "~",
            "{a,b}",
            "<",
            ">",
            "#",
            "!",
            "\u00a0",
            "\u2028",
            "\u200b",
            "\uff11",
            "\u0441",
            "\u2024",
            "\uff1b",
            "\ud83d",
            " ",
            "\t",
            "--",
            "-",
            "=",
            ",",
            "%0a",
            "x".repeat(300),
            "0");

    /** Written down again, independently of the code that decides. */
    private static final Pattern GRAMMAR =
            Pattern.compile("qm (status|start|stop|shutdown|reset|suspend|resume) [1-9][0-9]{2,8}"
                    + "|qm sendkey [1-9][0-9]{2,8} [a-z0-9_]{1,20}(-[a-z0-9_]{1,20}){0,5}"
                    + "|cat /etc/pve/qemu-server/[1-9][0-9]{2,8}\\.conf"
                    + "|pvesh get /nodes/[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?/qemu"
                    + "|pvesh get /cluster/resources");

    private final Random random = new Random(20_261_121);
    private LabHost host;

    @BeforeEach
    void start() {
        host = LabHost.start();
    }

    @AfterEach
    void stop() {
        host.close();
    }

    private String mutated(String seed) {
        var text = new StringBuilder(seed);
        for (int n = random.nextInt(3); n >= 0; n--) {
            text.insert(random.nextInt(text.length() + 1), NOISE.get(random.nextInt(NOISE.size())));
        }
        return text.toString();
    }

    private void assertNothingHappened(String why) {
        assertThat(host.lab.files().exists("/tmp/owned")).as(why).isFalse();
        assertThat(host.lab.unsupported()).as(why).isEmpty();
    }

    @Test
    void ofAThousandMutatedCommandsOnlyThoseOfTheListReachTheHost() {
        holdCommandsAgainstTheList(MUTATIONS);
    }

    @Test
    @Tag("slow")
    void ofTenThousandMutatedCommandsOnlyThoseOfTheListReachTheHost() {
        holdCommandsAgainstTheList(MANY_MUTATIONS);
    }

    private void holdCommandsAgainstTheList(int mutations) {
        var seeds = List.of(
                "qm status 9000",
                "qm sendkey 9000 ctrl-alt-delete",
                "cat /etc/pve/qemu-server/9000.conf",
                "pvesh get /nodes/pve1/qemu",
                "pvesh get /cluster/resources");
        int accepted = 0;
        try (var connection = host.connect()) {
            var console = new HostConsole(Optional.of(connection));
            for (int i = 0; i < mutations; i++) {
                var command = mutated(seeds.get(random.nextInt(seeds.size())));
                int before = host.lab.commands().size();
                try {
                    console.exec(command, Duration.ofSeconds(20));
                    accepted++;
                    assertThat(command).matches(GRAMMAR);
                    assertThat(host.lab.commands()).hasSize(before + 1);
                } catch (SlipwayException e) {
                    assertThat(e.problem().code()).as(command).isEqualTo(ProblemCode.SSH_COMMAND_FORBIDDEN);
                    assertThat(command).doesNotMatch(GRAMMAR);
                    assertThat(host.lab.commands()).hasSize(before);
                }
            }
        }
        assertThat(accepted).isPositive().isLessThan(mutations / 10);
        assertNothingHappened("commands");
    }

    @Test
    void namesStoragesAndFileNamesAreRefusedOrArriveAsTheyAre() {
        holdNamesAgainstWhatArrives(MUTATIONS);
    }

    @Test
    @Tag("slow")
    void tenThousandNamesStoragesAndFileNamesAreRefusedOrArriveAsTheyAre() {
        holdNamesAgainstWhatArrives(MANY_MUTATIONS);
    }

    private void holdNamesAgainstWhatArrives(int mutations) {
        int names = 0;
        for (int i = 0; i < mutations; i++) {
            var text = mutated("web-1");
            int before = host.lab.commands().size();
            boolean harmless = HARMLESS.matcher(text).matches();
            if (harmless && ++names > MOST_GOOD_NAMES) {
                continue;
            }
            attempt(i % 4, text);
            if (!harmless) {
                assertThat(host.lab.commands().stream().skip(before))
                        .as(text)
                        .noneMatch(command -> command.contains("'clone'") || command.contains("'upload'"));
            }
        }
        assertThat(host.lab.effects())
                .noneMatch(effect -> effect.kind() == Effect.Kind.DESTROY && effect.vmid() != OURS.value());
        assertNothingHappened("names");
    }

    /** Refused here, refused by the host or done: nothing but its own call may happen. */
    private void attempt(int which, String text) {
        try {
            switch (which) {
                case 0 ->
                    host.hypervisor()
                            .cloneTemplate(
                                    new CloneOrder(new VmId(9001), OURS, text, MARKER, true, Optional.empty()),
                                    OperationLog.none());
                case 1 ->
                    host.hypervisor()
                            .cloneTemplate(
                                    new CloneOrder(new VmId(9001), OURS, "web-1", MARKER, true, Optional.of(text)),
                                    OperationLog.none());
                case 2 -> host.hypervisor().mediaSize(new MediaRef(text, "slipway.iso"));
                default ->
                    host.hypervisor()
                            .putMedia(
                                    new MediaUpload(
                                            new MediaRef("local", text + ".iso"),
                                            1,
                                            "0".repeat(64),
                                            out -> out.write(0)),
                                    MARKER);
            }
            host.hypervisor().destroy(OURS, MARKER, Optional.empty(), OperationLog.none());
        } catch (SlipwayException | IllegalArgumentException e) {
            assertThat(e.getMessage()).isNotNull();
        }
    }

    @Test
    void keysAndWordsForTheGuestStayWords() {
        host.hypervisor()
                .cloneTemplate(
                        new CloneOrder(new VmId(9001), OURS, "web-1", MARKER, true, Optional.empty()),
                        OperationLog.none());
        for (int i = 0; i < 150; i++) {
            var text = mutated("a");
            try {
                host.hypervisor().sendKey(OURS, MARKER, text);
            } catch (SlipwayException | IllegalArgumentException e) {
                assertThat(e.getMessage()).isNotNull();
            }
            try {
                host.hypervisor().guestExec(OURS, MARKER, List.of("/bin/echo", text), Duration.ofSeconds(5));
            } catch (SlipwayException | IllegalArgumentException e) {
                assertThat(e.getMessage()).isNotNull();
            }
        }
        assertNothingHappened("words");
    }

    @Test
    void bridgesAndMacAddressesOfAnOrderStayValues() {
        host.hypervisor()
                .cloneTemplate(
                        new CloneOrder(new VmId(9001), OURS, "web-1", MARKER, true, Optional.empty()),
                        OperationLog.none());
        for (int i = 0; i < 150; i++) {
            var text = mutated("vmbr0");
            try {
                host.hypervisor().apply(OURS, MARKER, settings(text));
            } catch (SlipwayException | IllegalArgumentException e) {
                assertThat(e.getMessage()).isNotNull();
            }
        }
        var net = host.lab.vm(501).conf().getOrDefault("net0", "");
        assertThat(net).doesNotContain("touch").doesNotContain(";").doesNotContain("\n");
        assertNothingHappened("bridges");
    }

    private static VmSettings settings(String bridge) {
        return new VmSettings(
                OptionalInt.of(2),
                OptionalInt.of(1024),
                OptionalInt.empty(),
                "BC:24:11:01:02:03",
                Optional.of(bridge),
                OptionalInt.empty(),
                "6f1c4b0c-1111-4222-8333-7d3f00000009",
                Optional.empty());
    }
}
