package io.slipway.server.lab.powershell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The shipped START.ps1, run by the interpreter in a simulated guest against a real TLS server. */
class StartScriptTest {
    private static final List<String> WHOLE_RUN = List.of(
            "windows_installed completed",
            "downloader_ready completed",
            "app_downloaded completed",
            "playbook_running completed",
            "completed completed");

    private static TestAuthority authority;
    private FakeControlPlane server;
    private GuestFixture fixture;

    @BeforeAll
    static void authority() throws Exception {
        authority = new TestAuthority("lan authority");
    }

    @BeforeEach
    void start() throws Exception {
        server = new FakeControlPlane(authority.server());
        fixture = new GuestFixture();
        fixture.disc('D', "PROVISION", GuestFixture.provision(server.url(), authority.pin()));
    }

    @AfterEach
    void stop() {
        fixture.close();
        server.close();
    }

    @Test
    @Tag("F069")
    void reportsEveryStepInOrderAndEndsClean() {
        var result = fixture.install();

        assertThat(result.exitCode()).as(fixture.log()).isZero();
        assertThat(server.reports()).isEqualTo(WHOLE_RUN);
        assertThat(server.calls.getFirst().path()).isEqualTo("/api/v1/provisioning/validate-token");
        assertThat(server.calls)
                .allSatisfy(call -> assertThat(call.authorization()).isEqualTo("Bearer " + GuestFixture.TOKEN));
        assertThat(server.calls)
                .filteredOn(call -> !call.path().endsWith("playbook"))
                .allSatisfy(call ->
                        assertThat(call.body().path("vm_uuid").stringValue()).isEqualTo(GuestFixture.UUID));
        var details = server.last("windows_installed").body().path("details");
        assertThat(details.path("computer_name").stringValue()).isEqualTo("WIN-PC");
        assertThat(details.path("network").path("address").stringValue()).isEqualTo("10.9.0.20");
        assertThat(server.last("app_downloaded")
                        .body()
                        .path("details")
                        .path("skipped")
                        .booleanValue())
                .isTrue();
    }

    @Test
    @Tag("F069")
    void anExceptionIsReportedAsFailureWithItsStep() {
        server.validation = "{\"valid\":true,\"bootstrap_url\":\"" + server.url() + "/download\",\"app_url\":null}";

        var result = fixture.install();

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(server.reports())
                .containsExactly("windows_installed completed", "downloader_ready running", "failed failed");
        var details = server.last("failed").body().path("details");
        assertThat(details.path("failing_step").stringValue()).isEqualTo("downloader_ready");
        assertThat(details.path("error").stringValue()).contains("SHA-256");
        assertThat(fixture.file("state.json")).contains("\"status\":\"failed\"");
    }

    @Test
    @Tag("F068")
    void aServerThatFailsThreeTimesIsAskedAFourthTime() {
        for (int i = 0; i < 3; i++) {
            server.faults.add(new FakeControlPlane.Fault("validate-token", 503, ""));
        }

        fixture.install();

        assertThat(server.calls.stream().filter(call -> call.path().endsWith("validate-token")))
                .hasSize(4);
        assertThat(server.reports()).isEqualTo(WHOLE_RUN);
        var pauses = fixture.time.sleeps.stream()
                .filter(pause -> pause.compareTo(Duration.ofMillis(1500)) > 0)
                .toList();
        assertThat(pauses).hasSize(3);
        assertThat(pauses.get(0)).isBetween(Duration.ofMillis(1600), Duration.ofMillis(2400));
        assertThat(pauses.get(1)).isBetween(Duration.ofMillis(3200), Duration.ofMillis(4800));
        assertThat(pauses.get(2)).isBetween(Duration.ofMillis(6400), Duration.ofMillis(9600));
    }

    @Test
    @Tag("F068")
    void retryAfterIsHonoured() {
        server.faults.add(new FakeControlPlane.Fault("report-progress", 429, "90"));

        fixture.install();

        assertThat(fixture.time.sleeps).contains(Duration.ofSeconds(90));
        assertThat(server.reports().getFirst()).isEqualTo(server.reports().get(1));
    }

    @Test
    @Tag("F068")
    void aServerThatKeepsRefusingEndsTheRunAfterTwelveAnswers() {
        for (int i = 0; i < 12; i++) {
            server.faults.add(new FakeControlPlane.Fault("validate-token", 500, ""));
        }

        var result = fixture.install();

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(fixture.log()).contains("validate-token was refused 12 times");
        assertThat(server.last("failed").body().path("details").path("final").booleanValue())
                .isFalse();
        assertThat(fixture.guest.tasks().find("Slipway START")).isPresent();
    }

    @Test
    @Tag("F068")
    void aDeadServerEndsTheRunWithinTheBudgetAndTheFailureIsLogged() {
        server.close();

        var result = fixture.install();

        assertThat(result.exitCode()).isEqualTo(1);
        var waited = fixture.time.sleeps.stream().reduce(Duration.ZERO, Duration::plus);
        assertThat(waited).isBetween(Duration.ofMinutes(45), Duration.ofMinutes(50));
        assertThat(fixture.time.sleeps)
                .allSatisfy(pause -> assertThat(pause).isLessThanOrEqualTo(Duration.ofSeconds(72)));
        assertThat(fixture.log()).contains("got no answer for 2700 seconds");
        assertThat(fixture.file("state.json")).contains("\"status\":\"failed\"").contains("validate");
    }

    @Test
    void aRefusedTokenIsFinalAndTheSecretsGo() {
        server.usedUp = true;

        var result = fixture.install();

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(server.calls.stream().filter(call -> call.path().endsWith("validate-token")))
                .hasSize(1);
        assertThat(fixture.log()).contains("401 TOKEN_INVALID");
        assertThat(fixture.exists("provision.json")).isFalse();
        assertThat(fixture.guest.tasks().find("Slipway START")).isEmpty();
    }

    @Test
    @Tag("F072")
    void theSecondStartContinuesAtTheStoredStep() {
        for (int i = 0; i < 12; i++) {
            server.faults.add(new FakeControlPlane.Fault("playbook", 500, ""));
        }
        fixture.install();
        assertThat(server.reports()).endsWith("failed failed");
        server.calls.clear();

        var second = fixture.boot();

        assertThat(second.exitCode()).as(fixture.log()).isZero();
        assertThat(server.reports()).containsExactly("playbook_running completed", "completed completed");
    }

    @Test
    @Tag("F072")
    void aFinishedMachineDoesNothingMore() {
        fixture.install();
        server.calls.clear();
        assertThat(fixture.guest.boot()).isEmpty();

        var again = fixture.guest.runFile("D:\\START.ps1", List.of());
        var task = fixture.guest.runFile(GuestFixture.FOLDER + "START.ps1", List.of("-Task"));

        assertThat(again.exitCode()).isZero();
        assertThat(task.exitCode()).isZero();
        assertThat(server.calls).isEmpty();
        assertThat(fixture.exists("provision.json")).isFalse();
        assertThat(fixture.guest.tasks().find("Slipway START")).isEmpty();
    }

    @Test
    @Tag("F072")
    void aLostAnswerToTheLastReportIsNoFailure() {
        fixture.guest.runFile("D:\\START.ps1", List.of());
        fixture.guest.imageState("IMAGE_STATE_COMPLETE");
        server.cutStep = "completed";

        var result = fixture.boot();

        assertThat(result.exitCode()).as(fixture.log()).isZero();
        assertThat(fixture.log()).contains("already taken the report of completion");
        assertThat(fixture.file("state.json")).contains("\"status\":\"completed\"");
    }

    @Test
    @Tag("F072")
    void onlyOneRunAtATime() {
        fixture.guest.runFile("D:\\START.ps1", List.of());
        fixture.guest.imageState("IMAGE_STATE_COMPLETE");
        fixture.guest.lock("Global\\SlipwayStart");

        var result = fixture.guest.runFile(GuestFixture.FOLDER + "START.ps1", List.of("-Task"));

        assertThat(result.exitCode()).isZero();
        assertThat(server.calls).isEmpty();
    }

    @Test
    @Tag("F072")
    void filesWithSecretsAreGoneAtTheEndAndTheFolderIsClosed() {
        var answers = List.of(
                "C:\\Windows\\Panther\\unattend.xml",
                "C:\\Windows\\Panther\\unattend-original.xml",
                "C:\\Windows\\System32\\Sysprep\\unattend.xml");
        fixture.guest.disk().createFolder("C:\\Windows\\Panther");
        fixture.guest.disk().createFolder("C:\\Windows\\System32\\Sysprep");
        answers.forEach(path -> fixture.guest.disk().write(path, new byte[] {1}));

        fixture.install();

        assertThat(fixture.guest.disk().paths()).doesNotContainAnyElementsOf(answers);
        assertThat(fixture.guest.disk().restricted("C:\\ProgramData\\Slipway")).isTrue();
        for (var path : fixture.guest.disk().paths()) {
            assertThat(new String(fixture.guest.disk().read(path), StandardCharsets.UTF_8))
                    .as(path)
                    .doesNotContain(GuestFixture.TOKEN);
        }
    }

    @Test
    @Tag("F070")
    void aTamperedDownloadIsNeitherKeptNorRun() throws Exception {
        server.download = "good".getBytes(StandardCharsets.US_ASCII);
        var wanted = MessageDigest.getInstance("SHA-256").digest("other".getBytes(StandardCharsets.US_ASCII));
        server.validation = "{\"valid\":true,\"bootstrap_url\":\"" + server.url()
                + "/download\",\"bootstrap_sha256\":\"" + HexFormat.of().formatHex(wanted) + "\"}";
        boolean[] ran = {false};
        fixture.guest.program("bootstrap.exe", (arguments, disk) -> {
            ran[0] = true;
            return 0;
        });

        fixture.install();

        assertThat(ran[0]).isFalse();
        assertThat(fixture.exists("bootstrap.exe")).isFalse();
        assertThat(fixture.exists("bootstrap.exe.part")).isFalse();
        assertThat(server.reports()).endsWith("failed failed");
    }

    @Test
    @Tag("F070")
    void aMatchingDownloadRunsWithThePathOfItsConfigurationOnly() throws Exception {
        server.download = "good".getBytes(StandardCharsets.US_ASCII);
        server.validation = "{\"valid\":true,\"bootstrap_url\":\"" + server.url()
                + "/download\",\"bootstrap_sha256\":\""
                + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(server.download)) + "\"}";
        var seen = new StringBuilder();
        fixture.guest.program("bootstrap.exe", (arguments, disk) -> {
            seen.append(arguments);
            return 3010;
        });

        fixture.install();

        assertThat(seen).hasToString("--config \"C:\\ProgramData\\Slipway\\provision.json\"");
        assertThat(server.reports())
                .contains("downloader_ready running", "downloader_ready completed", "completed completed");
    }

    private String offer(String kind, String path) throws Exception {
        var digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(server.download));
        return "\"" + kind + "_url\":\"" + server.url() + path + "\",\"" + kind + "_sha256\":\"" + digest + "\"";
    }

    @Test
    @Tag("F070")
    @Tag("F144")
    void theLinkOfTheAppIsAskedForAgainAfterTheBootstrapHasRun() throws Exception {
        server.download = "good".getBytes(StandardCharsets.US_ASCII);
        var bootstrap = "{\"valid\":true," + offer("bootstrap", "/bootstrap/download") + ",";
        server.validation = bootstrap + offer("app", "/ended/download") + "}";
        var later = bootstrap + offer("app", "/fresh/download") + "}";
        fixture.guest.program("bootstrap.exe", (arguments, disk) -> {
            server.validation = later;
            return 0;
        });

        var result = fixture.install();

        assertThat(result.exitCode()).as(fixture.log()).isZero();
        assertThat(server.calls.stream().map(FakeControlPlane.Call::path).filter(path -> path.endsWith("download")))
                .containsExactly("/bootstrap/download", "/fresh/download");
        assertThat(server.last("app_downloaded")
                        .body()
                        .path("details")
                        .path("sha256")
                        .stringValue())
                .hasSize(64);
        assertThat(fixture.exists("app.exe")).isTrue();
        assertThat(fixture.log()).doesNotContain("/fresh/");
    }

    @Test
    void everyLogLineIsJsonWithoutTheToken() {
        fixture.install();

        var lines = fixture.log().split("\r\n");
        assertThat(lines.length).isGreaterThan(8);
        assertThat(lines).allSatisfy(line -> {
            var entry = tools.jackson.databind.json.JsonMapper.shared().readTree(line);
            assertThat(entry.propertyNames()).containsExactly("time", "level", "step", "message");
            assertThat(line).doesNotContain(GuestFixture.TOKEN).doesNotContain("eyJ");
        });
    }
}
