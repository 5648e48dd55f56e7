package io.slipway.server.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.base.Json;
import io.slipway.server.lab.guest.GuestFault;
import io.slipway.server.lab.guest.GuestPhase;
import io.slipway.server.lab.guest.GuestPlan;
import io.slipway.server.lab.guest.GuestReport;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Guests boot from the bytes of real images behind a real SSH server and call a real TLS endpoint. */
class GuestTest {
    private static final String TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJ0eXAiOiJwcm92aXNpb24ifQ.c2lnbmF0dXJlc2lnbmF0dXJl";

    @TempDir
    private Path folder;

    private StubControlPlane server;
    private Laboratory lab;
    private LabClient client;

    @BeforeEach
    void start() {
        server = new StubControlPlane(folder);
        server.allow(TOKEN);
        start(GuestPlan.standard());
    }

    private void start(GuestPlan plan) {
        lab = Laboratory.builder().rootPassword(LabClient.PASSWORD).guests(plan).start();
        client = new LabClient(lab);
    }

    @AfterEach
    void stop() {
        client.close();
        lab.close();
        server.close();
    }

    private String cloneOf(int template, int vmid, String name) {
        client.out("qm clone " + template + " " + vmid + " --name " + name);
        return Objects.requireNonNull(lab.vm(vmid).conf().get("smbios1")).replace("uuid=", "");
    }

    private void boot(int vmid, byte[] disc) {
        lab.putIso("local", "config-" + vmid + ".iso", disc);
        client.out("qm set " + vmid + " --sata5 local:iso/config-" + vmid
                + ".iso,media=cdrom --boot 'order=scsi0;ide2;net0'; qm start " + vmid);
    }

    private GuestReport await(int vmid, Predicate<GuestReport> wanted) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        var report = lab.guests().get(vmid);
        while ((report == null || !wanted.test(report)) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(5_000_000);
            report = lab.guests().get(vmid);
        }
        assertThat(report).isNotNull().matches(wanted, "the guest came this far");
        return Objects.requireNonNull(report);
    }

    private GuestReport await(int vmid, GuestPhase phase) {
        return await(vmid, report -> report.phase() == phase);
    }

    private ObjectNode provision(String uuid) {
        return ConfigDisc.provision(uuid, TOKEN, server);
    }

    @Test
    void windowsInstallsFromItsDiscAndReportsEachStep() {
        var uuid = cloneOf(9000, 101, "web-01");

        boot(
                101,
                ConfigDisc.windows(
                        ConfigDisc.answerFile("WEB-01"), ConfigDisc.withAddress(provision(uuid), "10.20.30.40")));
        var report = await(101, GuestPhase.READY);

        assertThat(report.problem()).isEmpty();
        assertThat(report.computerName()).isEqualTo("WEB-01");
        assertThat(report.address()).isEqualTo("10.20.30.40");
        assertThat(report.gateway()).isEqualTo("10.20.30.1");
        assertThat(report.locale()).isEqualTo("de-DE");
        assertThat(report.timeZone()).isEqualTo("W. Europe Standard Time");
        assertThat(report.accounts()).containsOnlyKeys("ada");
        assertThat(server.reports()).contains(uuid + " windows_installed completed", uuid + " completed completed");
        assertThat(client.out("pvesh get /nodes/pve1/qemu/101/agent/network-get-interfaces --output-format json"))
                .contains("\"10.20.30.40\"")
                .contains(Objects.requireNonNull(lab.vm(101).conf().get("net0"))
                        .replaceAll("virtio=([^,]*),.*", "$1")
                        .toLowerCase(java.util.Locale.ROOT));
    }

    @Test
    void decodedPasswordIsTheOneOfTheAnswerFile() {
        var uuid = cloneOf(9000, 101, "web-01");

        boot(101, ConfigDisc.windows(ConfigDisc.answerFile("WEB-01"), provision(uuid)));
        var account = await(101, GuestPhase.READY).accounts().get("ada");

        // SHA-256 of "Pa$$ word"
        assertThat(account)
                .isEqualTo(new GuestReport.Account(
                        "Administrators", "Ada", "f7d1de4c96938cea6d26eb88ceab65cc1811c13d8ce301bf0d473038ca1d98af"));
    }

    @Test
    void scriptKeepsTryingWhileTheServerIsAway() {
        var uuid = cloneOf(9000, 101, "web-01");
        server.failNext(3);

        boot(101, ConfigDisc.windows(ConfigDisc.answerFile("WEB-01"), provision(uuid)));
        await(101, GuestPhase.READY);

        assertThat(server.reports()).contains(uuid + " completed completed");
    }

    @Test
    void setupRefusesWhatRealSetupRefuses() {
        var good = ConfigDisc.answerFile("WEB-01");
        var broken = List.of(
                good.replace("WEB-01", "12345"),
                good.replace("<PlainText>false", "<PlainText>false ").replace("Password><Value>", "Password><Value>QQ"),
                good.replace("pass=\"oobeSystem\"", "pass=\"specialize\""),
                good.replace("<AcceptEula>true", "<AcceptEula>false"),
                good.replace("<Path>", "<Path>" + "x".repeat(200)),
                good.replace("<Name>ada", "<Name>web-01"),
                good.replace("<unattend", "<!DOCTYPE unattend [<!ENTITY a \"b\">]><unattend"),
                good.substring(0, good.length() - 5));

        for (int i = 0; i < broken.size(); i++) {
            var uuid = cloneOf(9000, 110 + i, "bad-" + i);
            boot(110 + i, ConfigDisc.windows(broken.get(i), provision(uuid)));
        }

        for (int i = 0; i < broken.size(); i++) {
            assertThat(await(110 + i, GuestPhase.FAILED).problem())
                    .as("case " + i)
                    .isNotEmpty();
        }
        assertThat(server.reports()).isEmpty();
    }

    @Test
    void discAtAScsiControllerIsInvisibleToSetup() {
        var uuid = cloneOf(9000, 101, "web-01");
        lab.putIso("local", "c.iso", ConfigDisc.windows(ConfigDisc.answerFile("WEB-01"), provision(uuid)));

        client.out("qm set 101 --scsi5 local:iso/c.iso,media=cdrom; qm start 101");

        assertThat(await(101, GuestPhase.FAILED).problem()).contains("no answer file");
    }

    @Test
    void machineWithAnEmptyDiskAndNoInstallerInTheBootOrderBootsNothing() {
        cloneOf(9000, 101, "web-01");

        client.out("qm set 101 --boot order=scsi0; qm start 101");

        assertThat(await(101, GuestPhase.FAILED).problem()).contains("no bootable device");
    }

    @Test
    void guestWithAnotherTokenIsRefused() {
        var uuid = cloneOf(9000, 101, "web-01");
        lab.guestRules().fault("web-01", new GuestFault.WrongToken());

        boot(101, ConfigDisc.windows(ConfigDisc.answerFile("WEB-01"), provision(uuid)));
        var report = await(101, found -> !found.problem().isEmpty());

        assertThat(report.problem()).contains("401");
        assertThat(server.reports()).isEmpty();
    }

    @Test
    void duplicateAddressIsReportedAsAFailure() {
        var uuid = cloneOf(9000, 101, "web-01");
        lab.guestRules().fault("web-01", new GuestFault.DuplicateAddress());

        boot(
                101,
                ConfigDisc.windows(
                        ConfigDisc.answerFile("WEB-01"), ConfigDisc.withAddress(provision(uuid), "10.20.30.40")));
        await(101, found -> !found.problem().isEmpty());

        assertThat(server.reports()).containsExactly(uuid + " failed failed");
    }

    @Test
    void lateNetworkOnlyDelays() {
        var uuid = cloneOf(9000, 101, "web-01");
        lab.guestRules().fault("web-01", new GuestFault.LosesNetwork(Duration.ofMillis(150)));

        boot(101, ConfigDisc.windows(ConfigDisc.answerFile("WEB-01"), provision(uuid)));
        var report = await(101, GuestPhase.READY);

        assertThat(report.problem()).isEmpty();
        assertThat(server.reports()).contains(uuid + " completed completed");
    }

    @Test
    void mediumThatWaitsForAKeyNeedsOne() {
        stopLab();
        start(GuestPlan.standard().withKeyPress());
        var uuid = cloneOf(9000, 101, "web-01");

        boot(101, ConfigDisc.windows(ConfigDisc.answerFile("WEB-01"), provision(uuid)));
        await(101, GuestPhase.FIRMWARE);
        client.out("qm sendkey 101 spc");

        assertThat(await(101, GuestPhase.READY).problem()).isEmpty();
    }

    private void stopLab() {
        client.close();
        lab.close();
    }

    @Test
    void linuxReadsItsSeedAndPhonesHome() {
        var uuid = cloneOf(9001, 102, "lin-01");
        var token = Json.object().put("token", TOKEN).put("vm_uuid", uuid);
        var user = Json.object()
                .put("hostname", "lin-01")
                .put("timezone", "Europe/Berlin")
                .put("locale", "de_DE.UTF-8");
        user.putArray("users").addObject().put("name", "ada").put("sudo", "ALL=(ALL) ALL");
        var files = user.putArray("write_files");
        for (var file : List.of(
                List.of("token.json", Json.write(token)),
                List.of("endpoints", server.url() + "\n"),
                List.of("ca.pem", server.caPem()))) {
            files.addObject()
                    .put("path", "/var/lib/slipway/" + file.getFirst())
                    .put("encoding", "b64")
                    .put(
                            "content",
                            Base64.getEncoder().encodeToString(file.getLast().getBytes(StandardCharsets.UTF_8)));
        }
        var network = "{\"version\":2,\"ethernets\":{\"lan\":{\"addresses\":[\"10.20.30.41/24\"],"
                + "\"routes\":[{\"to\":\"0.0.0.0/0\",\"via\":\"10.20.30.1\"}]}}}";

        lab.putIso(
                "local",
                "seed.iso",
                ConfigDisc.linux("#cloud-config\n" + Json.pretty(user), "{\"instance-id\":\"" + uuid + "\"}", network));
        client.out("qm set 102 --sata5 local:iso/seed.iso,media=cdrom; qm start 102");
        var report = await(102, GuestPhase.READY);

        assertThat(report.problem()).isEmpty();
        assertThat(report.address()).isEqualTo("10.20.30.41");
        assertThat(report.accounts()).containsOnlyKeys("ada");
        assertThat(server.reports()).containsExactly(uuid + " os_installed completed", uuid + " completed completed");
    }

    @Test
    void ejectedDiscDoesNotHurtAnInstalledGuest() {
        var uuid = cloneOf(9000, 101, "web-01");
        boot(101, ConfigDisc.windows(ConfigDisc.answerFile("WEB-01"), provision(uuid)));
        await(101, GuestPhase.READY);

        client.out("qm set 101 --sata5 none,media=cdrom; qm stop 101; qm set 101 --delete sata5 --boot"
                + " 'order=scsi0;ide2;net0'; pvesm free local:iso/config-101.iso; qm start 101");
        var report = await(
                101,
                found ->
                        found.phases().stream().filter(GuestPhase.READY::equals).count() == 2);

        assertThat(report.problem()).isEmpty();
        assertThat(report.phases()).containsOnlyOnce(GuestPhase.SPECIALIZE);
        assertThat(lab.isoFiles("local")).extracting("name").containsExactly("virtio-win.iso", "windows11.iso");
    }
}
