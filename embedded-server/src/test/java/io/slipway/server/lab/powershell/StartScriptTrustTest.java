package io.slipway.server.lab.powershell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** Which disc START.ps1 believes, and which server. */
class StartScriptTrustTest {
    private static TestAuthority authority;

    @BeforeAll
    static void start() throws Exception {
        authority = new TestAuthority("lan authority");
    }

    private static ObjectNode provision() throws Exception {
        return GuestFixture.provision("https://127.0.0.1:9", authority.pin());
    }

    @ParameterizedTest
    @Tag("F067")
    @ValueSource(strings = {GuestFixture.UUID, GuestFixture.FLIPPED})
    void bothByteOrdersOfTheUuidAreThisMachine(String smbios) throws Exception {
        try (var fixture = new GuestFixture(smbios.toUpperCase(java.util.Locale.ROOT))) {
            fixture.disc('D', "PROVISION", provision());

            fixture.guest.runFile("D:\\START.ps1", List.of());

            assertThat(fixture.exists("provision.json")).as(fixture.log()).isTrue();
            assertThat(fixture.guest.tasks().find("Slipway START")).isPresent();
        }
    }

    @ParameterizedTest
    @Tag("F067")
    @ValueSource(
            strings = {
                "00000000-0000-0000-0000-000000000000",
                "1b4e28ba-2fa1-11d2-883f-0016d3cca428",
                "1b4e28ba-a12f-d211-883f-0016d3cca427"
            })
    void aForeignMachineRefusesTheDisc(String smbios) throws Exception {
        try (var fixture = new GuestFixture(smbios)) {
            fixture.disc('D', "PROVISION", provision());

            var result = fixture.guest.runFile("D:\\START.ps1", List.of());

            assertThat(result.exitCode()).isZero();
            assertThat(fixture.log()).contains("belongs to another machine").contains("no drive holds");
            assertThat(fixture.exists("provision.json")).isFalse();
            assertThat(fixture.guest.tasks().find("Slipway START")).isEmpty();
        }
    }

    @Test
    @Tag("F065")
    void ofSeveralDrivesTheLabelledOneOfThisMachineWins() throws Exception {
        try (var fixture = new GuestFixture()) {
            fixture.disc('E', "DATA", provision().put("vm_name", "unlabelled"));
            fixture.disc('F', "PROVISION", provision().put("vm_uuid", "99999999-2fa1-11d2-883f-0016d3cca427"));
            fixture.disc('G', "PROVISION", provision().put("version", 2));
            fixture.disc('H', "PROVISION", provision().put("vm_name", "right"));
            fixture.disc('D', "OTHER", provision().put("vm_name", "beside the script"));

            fixture.guest.runFile("D:\\START.ps1", List.of());

            assertThat(fixture.file("provision.json")).contains("\"right\"");
            assertThat(fixture.log()).contains("using H:\\\\provision.json");
        }
    }

    @Test
    @Tag("F065")
    void damagedAndOversizedFilesAreSkipped() throws Exception {
        try (var fixture = new GuestFixture()) {
            fixture.disc('D', "PROVISION", provision().put("vm_name", "x".repeat(70_000)));
            fixture.guest
                    .disk()
                    .attach(new GuestDrive(
                            'E',
                            "PROVISION",
                            java.util.Map.of("provision.json", "{\"version\":1".getBytes(StandardCharsets.US_ASCII))));
            fixture.disc('F', "DATA", provision().put("vm_name", "right"));

            fixture.guest.runFile("D:\\START.ps1", List.of());

            assertThat(fixture.log())
                    .contains("D:\\\\provision.json is too large")
                    .contains("E:\\\\provision.json is not JSON");
            assertThat(fixture.file("provision.json")).contains("\"right\"");
        }
    }

    @Test
    @Tag("F071")
    void theLoaderOfTheAnswerFileStartsTheRunWithoutADisc() throws Exception {
        try (var fixture = new GuestFixture();
                var server = new FakeControlPlane(authority.server())) {
            var folder = "C:\\WindowsSetup\\";
            fixture.guest.disk().createFolder("C:\\WindowsSetup");
            fixture.guest.disk().write(folder + "START.ps1", GuestFixture.script());
            var provision =
                    GuestFixture.provision(server.url(), authority.pin()).toString();
            fixture.guest.disk().write(folder + "provision.json", provision.getBytes(StandardCharsets.UTF_8));

            fixture.guest.execute(
                    "powershell.exe -NoProfile -ExecutionPolicy Bypass -File \"" + folder + "START.ps1\"");
            fixture.guest.imageState("IMAGE_STATE_COMPLETE");
            fixture.boot();

            assertThat(server.reports()).endsWith("completed completed");
            assertThat(fixture.guest.disk().exists(folder + "provision.json")).isFalse();
        }
    }

    @Test
    @Tag("F071")
    void theDiscStartsTheRunAndLeavesACopyOfTheScript() throws Exception {
        try (var fixture = new GuestFixture()) {
            fixture.disc('D', "PROVISION", provision());
            var search =
                    "foreach($d in [IO.DriveInfo]::GetDrives()){$p=$d.Name+'START.ps1';if(Test-Path $p){& $p;break}}";

            fixture.guest.execute("powershell.exe -NoProfile -Command \"" + search + "\"");

            assertThat(fixture.guest.disk().read("C:\\WindowsSetup\\START.ps1")).isEqualTo(GuestFixture.script());
            assertThat(fixture.guest.disk().exists("C:\\WindowsSetup\\provision.json"))
                    .isFalse();
            assertThat(fixture.guest.tasks().find("Slipway START")).hasValueSatisfying(task -> {
                assertThat(task.user()).isEqualTo("S-1-5-18");
                assertThat(task.arguments()).doesNotContain(GuestFixture.TOKEN);
            });
        }
    }

    @Test
    @Tag("F071")
    void theCommandOfTheAnswerFileRunsStage0WhichStartsTheScript() throws Exception {
        try (var fixture = new GuestFixture()) {
            fixture.guest
                    .disk()
                    .attach(new GuestDrive(
                            'D',
                            "PROVISION",
                            java.util.Map.of(
                                    "stage0.ps1", io.slipway.server.answer.windows.Scripts.bytes("stage0.ps1"),
                                    "START.ps1", io.slipway.server.answer.windows.Scripts.bytes("START.ps1"),
                                    "system.ps1", io.slipway.server.answer.windows.Scripts.bytes("system.ps1"),
                                    "provision.json", provision().toString().getBytes(StandardCharsets.UTF_8))));
            fixture.guest.program("system.ps1", (arguments, disk) -> 0);
            var command = "powershell.exe -NoProfile -ExecutionPolicy Bypass -Command \"foreach($d in"
                    + " [IO.DriveInfo]::GetDrives()){$f=$d.Name+'stage0.ps1';if([IO.File]::Exists($f)){& $f;exit 0}};"
                    + "$x=[xml](gc C:\\Windows\\Panther\\unattend.xml -Raw);iex $x.unattend.Extensions.Extract;exit 0;\"";

            var result = fixture.guest.execute(command);

            assertThat(result.exitCode()).isZero();
            assertThat(fixture.file("stage0.log"))
                    .contains("system.ps1 done")
                    .contains("START.ps1 done")
                    .doesNotContain("failed");
            assertThat(fixture.guest.tasks().find("Slipway START")).isPresent();
        }
    }

    @Test
    @Tag("F071")
    void onAMachineThatIsUpTheTaskStartsAtOnce() throws Exception {
        try (var fixture = new GuestFixture();
                var server = new FakeControlPlane(authority.server())) {
            fixture.disc('D', "PROVISION", GuestFixture.provision(server.url(), authority.pin()));
            fixture.guest.imageState("IMAGE_STATE_COMPLETE");

            fixture.guest.runFile("D:\\START.ps1", List.of());
            var results = fixture.guest.runStartedTasks();

            assertThat(results).hasSize(1);
            assertThat(server.reports()).endsWith("completed completed");
        }
    }

    private static String logAfter(SSLContext tls, ObjectNode provision, GuestFixture fixture) throws Exception {
        try (var server = new FakeControlPlane(tls)) {
            fixture.time.stretch = 200; // every attempt is a handshake; a few prove it
            provision.put("api_endpoint", server.url()).putArray("api_endpoints");
            fixture.disc('D', "PROVISION", provision);

            var result = fixture.install();

            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(server.calls).isEmpty();
            return fixture.log();
        }
    }

    @Test
    void aServerOfAnotherAuthorityNeverSeesTheToken() throws Exception {
        try (var fixture = new GuestFixture()) {
            var log = logAfter(new TestAuthority("lan authority").server(), provision(), fixture);

            assertThat(log).contains("authority that is not pinned");
        }
    }

    @Test
    void aCertificateForAnotherAddressIsRefused() throws Exception {
        try (var fixture = new GuestFixture()) {
            var log = logAfter(authority.server("127.0.0.2", KeyPurposeId.id_kp_serverAuth), provision(), fixture);

            assertThat(log).contains("not for this host name or address");
        }
    }

    @Test
    void aClientCertificateOfTheSameAuthorityIsRefused() throws Exception {
        try (var fixture = new GuestFixture()) {
            var log = logAfter(authority.server("127.0.0.1", KeyPurposeId.id_kp_clientAuth), provision(), fixture);

            assertThat(log).contains("chain is broken");
        }
    }

    @Test
    void aWrongClockHasItsOwnMessage() throws Exception {
        try (var fixture = new GuestFixture()) {
            fixture.time.set(TestAuthority.NOW.minus(Duration.ofDays(400)));

            var log = logAfter(authority.server(), provision(), fixture);

            assertThat(log).contains("not valid at 2025-10-17");
        }
    }

    @Test
    void plainHttpAndMissingPinsAreRefused() throws Exception {
        try (var fixture = new GuestFixture()) {
            fixture.disc('D', "PROVISION", provision().put("api_endpoint", "http://10.9.0.1"));
            fixture.install();
            assertThat(fixture.log()).contains("is not https");
        }
        try (var fixture = new GuestFixture()) {
            var provision = provision();
            provision.putArray("tls_pins");
            fixture.disc('D', "PROVISION", provision);
            fixture.install();
            assertThat(fixture.log()).contains("names no endpoint or no pin");
        }
    }

    @Test
    void theSimulationRefusesToCompileAnotherCSharpText() throws Exception {
        try (var fixture = new GuestFixture()) {
            var changed = new String(GuestFixture.script(), StandardCharsets.UTF_8).replace("NoCheck", "Online");
            fixture.guest
                    .disk()
                    .attach(new GuestDrive(
                            'D',
                            "PROVISION",
                            java.util.Map.of(
                                    "START.ps1", changed.getBytes(StandardCharsets.UTF_8),
                                    "provision.json", provision().toString().getBytes(StandardCharsets.UTF_8))));

            fixture.install();

            assertThat(fixture.log()).contains("cannot compile C#");
        }
    }

    @Test
    void whatTheGuestCannotRunIsAnError() throws Exception {
        try (var fixture = new GuestFixture()) {
            assertThatThrownBy(() -> fixture.guest.execute("cmd.exe /c dir"))
                    .hasMessageContaining("powershell.exe only");
            assertThatThrownBy(() -> fixture.guest.execute("powershell.exe -EncodedCommand QQ=="))
                    .hasMessageContaining("-EncodedCommand");
        }
    }
}
