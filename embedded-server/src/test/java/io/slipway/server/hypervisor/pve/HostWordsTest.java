package io.slipway.server.hypervisor.pve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.slipway.server.base.Json;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.hypervisor.VmId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Our readers against words recorded on a real Proxmox VE 9.2 node, as they are and damaged. */
class HostWordsTest {
    private static List<JsonNode> recorded() throws IOException {
        try (var in = HostWordsTest.class.getResourceAsStream("/io/slipway/server/lab/pve-transcripts.jsonl")) {
            assertThat(in).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(Json::parse)
                    .toList();
        }
    }

    private static HostAnswer answer(JsonNode row) {
        return new HostAnswer(
                row.path("rc").asInt(),
                row.path("out").asString(),
                row.path("err").asString());
    }

    private static Optional<ProblemCode> codeOf(String command) throws IOException {
        return recorded().stream()
                .filter(row -> row.path("cmd").asString().equals(command)
                        && row.path("rc").asInt() != 0)
                .map(row -> HostWords.codeIn(answer(row).text()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void recordedFailuresGetTheirCodes() throws Exception {
        assertThat(codeOf("qm clone 9000 101 --name web-01 --full 1")).contains(ProblemCode.VMID_TAKEN);
        assertThat(codeOf("qm clone 9001 200 --name dup")).contains(ProblemCode.VMID_TAKEN);
        assertThat(codeOf("qm clone 9999 102")).contains(ProblemCode.TEMPLATE_NOT_FOUND);
        assertThat(codeOf("qm clone 9001 112 --storage nope --full 1")).contains(ProblemCode.STORAGE_UNSUITABLE);
        assertThat(codeOf("qm start 150")).contains(ProblemCode.HOST_BUSY);
        assertThat(codeOf("qm start 122")).contains(ProblemCode.VM_LOCKED);
        assertThat(codeOf("qm start 170 --timeout 1")).contains(ProblemCode.RESOURCE_LIMIT);
        assertThat(codeOf("qm destroy 777")).contains(ProblemCode.VM_NOT_FOUND);
        assertThat(codeOf("qm set 170 --digest 0000000000000000000000000000000000000000 --cores 1"))
                .contains(ProblemCode.HOST_BUSY);
        assertThat(codeOf("pvesh get /version")).contains(ProblemCode.FORBIDDEN);
        assertThat(codeOf("qm destroy 110")).isEmpty();
    }

    @Test
    void theComplaintIsTheLineThatExplains() {
        assertThat(new HostAnswer(255, "", "trying to acquire lock...\n OK\nVM is locked (backup)\n").complaint())
                .isEqualTo("VM is locked (backup)");
        assertThat(new HostAnswer(255, "", "400 Parameter verification failed.\nname: invalid format\n\nqm clone …\n")
                        .complaint())
                .isEqualTo("name: invalid format");
        assertThat(new HostAnswer(255, "log\nlast\n", "").complaint()).isEqualTo("last");
        assertThat(HostAnswer.presentable("a\u001b[31mb\n" + "x".repeat(999)))
                .doesNotContain("\u001b")
                .hasSize(301);
    }

    @Test
    void aRecordedConfigurationIsReadWhole() throws Exception {
        var config = configs().stream()
                .filter(text -> text.contains("web-01"))
                .map(text -> VmConfig.of(Json.parse(text)))
                .findFirst()
                .orElseThrow();

        assertThat(config.name()).isEqualTo("web-01");
        assertThat(config.memoryMiB()).isEqualTo(512);
        assertThat(config.cores()).isEqualTo(1);
        assertThat(config.digest()).hasSize(40);
        assertThat(config.media())
                .containsEntry("ide0", "local:iso/virtio-win.iso")
                .containsEntry("ide2", "local:iso/windows11.iso");
        assertThat(config.smbiosUuid()).contains("172eb72f-3539-46f1-b3f5-c35ea0ddd6ac");
        assertThat(Disk.system(config)).contains(new Disk("scsi0", 1L << 30));
        assertThat(config.net0().map(NetCard::mac)).contains("BC:24:11:FB:00:B6");
    }

    private static List<String> configs() throws IOException {
        return recorded().stream()
                .filter(row -> row.path("cmd")
                        .asString()
                        .matches("pvesh get /nodes/pve1/qemu/\\d+/config --output-format json"))
                .filter(row -> row.path("rc").asInt() == 0)
                .map(row -> row.path("out").asString())
                .toList();
    }

    @Test
    void recordedGuestAddressesAreThoseOfTheCardsWithoutLocalOnes() throws Exception {
        var text = recorded().stream()
                .filter(row -> row.path("cmd").asString().contains("110/agent/network-get-interfaces"))
                .map(row -> row.path("out").asString())
                .findFirst()
                .orElseThrow();

        var addresses = GuestWork.parse(Json.parse(text).path("result"));

        assertThat(addresses).isNotEmpty().allSatisfy(address -> {
            assertThat(address.mac()).matches("BC:24:11(:[0-9A-F]{2}){3}");
            assertThat(address.address())
                    .doesNotStartWith("127.")
                    .doesNotStartWith("fe80")
                    .isNotEqualTo("::1");
        });
        assertThat(addresses).anyMatch(address -> address.address().equals("192.168.77.179"));
    }

    @Test
    void aGuestCannotMakeUsAskANameServer() {
        var json = Json.parse("[{\"hardware-address\":\"bc:24:11:00:00:01\",\"ip-addresses\":["
                + "{\"ip-address\":\"evil.example\",\"prefix\":24},{\"ip-address\":\"1.2.3.999\",\"prefix\":24},"
                + "{\"ip-address\":\"dead.beef\",\"prefix\":24},{\"ip-address\":\"10.0.0.7\",\"prefix\":24},"
                + "{\"ip-address\":\"::ffff:zz\",\"prefix\":24},{\"ip-address\":\"10.0.0.8\",\"prefix\":999}]}]");

        assertThat(GuestWork.parse(json)).singleElement().satisfies(address -> {
            assertThat(address.address()).isEqualTo("10.0.0.7");
            assertThat(address.prefixLength()).isEqualTo(24);
        });
    }

    @Test
    void cloneProgressWeighsDisksAndNeverFalls() {
        var template = new VmConfig(
                Map.of(
                        "efidisk0",
                        "s:1,size=528K",
                        "scsi0",
                        "s:2,size=3G",
                        "scsi1",
                        "s:3,size=1G",
                        "ide2",
                        "none,media=cdrom"),
                "");
        var progress = new CloneProgress(template);
        var seen = new ArrayList<Integer>();
        for (var line : List.of(
                "create full clone of drive efidisk0 (s:1)",
                "create full clone of drive scsi0 (s:2)",
                "transferred 1.5 GiB of 3.0 GiB (50.00%)",
                "something unknown",
                "transferred 3.0 GiB of 3.0 GiB (100.00%)",
                "create full clone of drive scsi1 (s:3)",
                "transferred 0.0 B of 1.0 GiB (0.00%)",
                "transferred 1.0 GiB of 1.0 GiB (100.00%)")) {
            seen.add(progress.after(line));
        }

        assertThat(seen).isSorted().containsExactly(0, 0, 37, 37, 75, 75, 75, 100);
    }

    @Test
    void aCardKeepsWhatWeDoNotChange() {
        var card = NetCard.parse("e1000=BC:24:11:00:00:01,bridge=vmbr0,tag=5,firewall=1,queues=4");

        assertThat(card.with("bc:24:11:00:00:02", Optional.empty(), OptionalInt.empty()))
                .hasToString("e1000=BC:24:11:00:00:02,bridge=vmbr0,tag=5,firewall=1,queues=4");
        assertThat(card.with("BC:24:11:00:00:02", Optional.of("vmbr1"), OptionalInt.of(0)))
                .hasToString("e1000=BC:24:11:00:00:02,bridge=vmbr1,firewall=1,queues=4");
        assertThat(NetCard.parse("model=virtio,macaddr=BC:24:11:00:00:01,bridge=b")
                        .sameAs(NetCard.parse("bridge=b,virtio=bc:24:11:00:00:01")))
                .isTrue();
        assertThat(NetCard.parse("virtio,bridge=b").mac()).isEmpty();
    }

    @Test
    void memoryAndSizesAreReadInEveryNotation() {
        assertThat(new VmConfig(Map.of("memory", "current=8192"), "").memoryMiB())
                .isEqualTo(8192);
        assertThat(new VmConfig(Map.of("memory", "8192"), "").memoryMiB()).isEqualTo(8192);
        assertThat(Disk.bytes("528K")).isEqualTo(528 << 10);
        assertThat(Disk.bytes("2T")).isEqualTo(2L << 40);
        assertThat(Disk.bytes("999999999999T")).isZero();
        assertThat(Disk.bytes("-1G")).isZero();
    }

    /** Every reader on every recorded answer with some bytes changed: a value or a problem, never anything else. */
    @Test
    void damagedAnswersNeverDoMoreThanFail() throws Exception {
        var rows = recorded();
        var random = new Random(20_261_121);

        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            for (int i = 0; i < 6_000; i++) {
                var row = rows.get(random.nextInt(rows.size()));
                var answer = new HostAnswer(
                        random.nextInt(3),
                        damaged(row.path("out").asString(), random),
                        damaged(row.path("err").asString(), random));
                read(answer);
            }
        });
    }

    private static void read(HostAnswer answer) {
        assertThat(answer.complaint().length()).isLessThan(400);
        assertThat(HostWords.problem(ProblemCode.HOST_ANSWER, "x", answer)
                        .detail()
                        .length())
                .isLessThan(500);
        var progress = new CloneProgress(new VmConfig(Map.of("scsi0", "s:1,size=1G"), ""));
        answer.out().lines().forEach(line -> assertThat(progress.after(line)).isBetween(0, 100));
        try {
            var json = PveNode.parsed("x", answer);
            for (var row : Lenient.rows(json)) {
                Lenient.number(row, "vmid", 0);
            }
            GuestWork.parse(json.path("result"));
            var config = VmConfig.of(json);
            Inventory.template(new VmId(100), config);
            config.net0()
                    .ifPresent(card -> assertThat(NetCard.parse(card.toString()).sameAs(card))
                            .isTrue());
            config.media();
            config.marker();
            config.smbiosUuid();
        } catch (SlipwayException e) {
            assertThat(e.problem().code()).isIn(ProblemCode.HOST_ANSWER, ProblemCode.BAD_REQUEST);
        }
    }

    private static String damaged(String text, Random random) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0) {
            return "x".repeat(random.nextInt(50));
        }
        for (int n = random.nextInt(6); n > 0; n--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        var changed = new String(bytes, StandardCharsets.UTF_8);
        return switch (random.nextInt(4)) {
            case 0 -> changed.substring(0, random.nextInt(changed.length() + 1));
            case 1 -> changed + changed;
            default -> changed;
        };
    }
}
