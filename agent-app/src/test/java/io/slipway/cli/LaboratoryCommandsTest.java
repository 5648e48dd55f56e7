package io.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands against a running control plane and the laboratory. */
@Timeout(120)
class LaboratoryCommandsTest {
    @TempDir
    Path home;

    private LaboratoryRig rig;

    @BeforeEach
    void open() {
        rig = new LaboratoryRig(home);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void anOperatorComparesTheKeyAndSaysYes() {
        var added = rig.cli()
                .answering(LaboratoryRig.PASSWORD, "yes")
                .run("host", "add", "lab", "127.0.0.1", "--port", port());

        assertThat(added.done().out()).contains(rig.fingerprint()).contains("Host lab is registered");
        assertThat(added.out() + added.err()).doesNotContain(LaboratoryRig.PASSWORD);
        assertThat(rig.cli().run("host", "list").done().out()).contains("lab").contains("127.0.0.1:" + port());
        assertThat(rig.cli().run("host", "check", "lab").done().out())
                .contains("pve-manager")
                .contains("GiB");
    }

    private CommandRun.Outcome addApi(CommandRun cli, String... more) {
        var words = new ArrayList<>(List.of(
                "host",
                "add",
                "api",
                "127.0.0.1",
                "--tls-port",
                Integer.toString(rig.lab.rest().port()),
                "--api-token-id",
                LaboratoryRig.TOKEN.id()));
        words.addAll(List.of(more));
        return cli.run(words.toArray(String[]::new));
    }

    @Test
    @Tag("F120")
    void anOperatorComparesTheCertificateAndTheHostIsDrivenByItsApi() {
        var added = addApi(rig.cli().answering(LaboratoryRig.TOKEN.secret(), "yes"));

        assertThat(added.done().out())
                .contains(rig.certificate())
                .contains("pvenode cert info")
                .contains("Host api is registered");
        assertThat(added.out() + added.err()).doesNotContain(LaboratoryRig.TOKEN.secret());
        assertThat(rig.cli().run("host", "check", "api").done().out()).contains("pve-manager");
        assertThat(rig.cli().run("template", "list", "api").done().out()).contains("win11-tpl");
        assertThat(rig.cli().run("host", "list", "--json").done().out())
                .contains(LaboratoryRig.TOKEN.id())
                .doesNotContain(LaboratoryRig.TOKEN.secret());
        assertThat(rig.lab.commands()).isEmpty();
    }

    @Test
    @Tag("F120")
    void aCertificateThatIsNotTheExpectedOneIsRefused() {
        var secret = LaboratoryRig.TOKEN.secret();
        addApi(rig.cli().typing(secret), "--password-stdin").refusedWith("HOST_KEY_UNKNOWN", 6);
        addApi(rig.cli().typing(secret), "--password-stdin", "--tls-fingerprint", "00:11")
                .refusedWith("HOST_KEY_CHANGED", 6);
        addApi(rig.cli().typing(secret), "--password-stdin", "--host-key", "SHA256:x")
                .refusedWith("USAGE", 2);
        addApi(rig.cli().typing(secret), "--password-stdin", "--user", "root").refusedWith("USAGE", 2);
        assertNoHost();

        addApi(
                        rig.cli().typing(secret),
                        "--password-stdin",
                        "--tls-fingerprint",
                        rig.certificate().toLowerCase(java.util.Locale.ROOT))
                .done();
    }

    @Test
    @Tag("F120")
    void aTokenTheHostRefusesRegistersNothing() {
        addApi(
                        rig.cli().typing("00000000-1111-4222-8333-444444444444"),
                        "--password-stdin",
                        "--tls-fingerprint",
                        rig.certificate())
                .refusedWith("SSH_AUTH_FAILED", 6);
        assertNoHost();
    }

    @Test
    void anOperatorWhoSaysNoLeavesNothingBehind() {
        rig.cli()
                .answering(LaboratoryRig.PASSWORD, "no")
                .run("host", "add", "lab", "127.0.0.1", "--port", port())
                .refusedWith("CANCELLED", 5);

        assertNoHost();
    }

    @Test
    @Tag("F123")
    void nobodyAtTheTerminalMeansTheKeyMustBeTold() {
        var refused = rig.cli()
                .typing(LaboratoryRig.PASSWORD)
                .run("host", "add", "lab", "127.0.0.1", "--port", port(), "--password-stdin")
                .refusedWith("HOST_KEY_UNKNOWN", 6);
        assertThat(refused.err()).contains("--host-key " + rig.fingerprint());

        rig.cli()
                .typing(LaboratoryRig.PASSWORD)
                .run(
                        "host",
                        "add",
                        "lab",
                        "127.0.0.1",
                        "--port",
                        port(),
                        "--password-stdin",
                        "--host-key",
                        "SHA256:other")
                .refusedWith("HOST_KEY_CHANGED", 6);
        assertNoHost();
    }

    @Test
    void templatesAreListedAndMapped() {
        rig.register("lab").done();

        assertThat(rig.cli().run("template", "list", "lab").done().out())
                .contains("9000")
                .contains("win11-tpl")
                .contains("windows");
        rig.cli().run("template", "map", "lab", "office", "9000").done();
        var plan = rig.cli()
                .run(
                        "provision",
                        "--host",
                        "lab",
                        "--template",
                        "office",
                        "--profile",
                        "windows-11-worker",
                        "--names",
                        "a1",
                        "--dry-run",
                        "--json");
        assertThat(plan.done().json().path("template").path("id").asInt()).isEqualTo(9000);
        rig.cli().run("template", "map", "lab", "office", "1234").refusedWith("TEMPLATE_NOT_FOUND", 4);
        rig.cli().run("template", "map", "lab", "office", "--remove").done();
        rig.cli().run("template", "map", "lab", "office").refusedWith("USAGE", 2);
    }

    @Test
    void aProfileTravelsThroughAFile() throws IOException {
        var file = Files.writeString(home.resolve("office.json"), PROFILE);
        var back = home.resolve("back.json");

        assertThat(rig.cli().run("profile", "import", file.toString()).done().out())
                .contains("office is stored");
        rig.cli().run("profile", "import", file.toString()).refusedWith("DUPLICATE_NAME", 5);
        rig.cli()
                .run("profile", "import", file.toString(), "--replace", "--default")
                .done();
        assertThat(rig.cli().run("profile", "list").done().out())
                .contains("office")
                .contains("yes");
        assertThat(rig.cli().run("profile", "show", "office").done().out())
                .contains("uiLanguage")
                .doesNotContain("Tr0ub4dor");

        var masked = rig.cli().run("profile", "export", "office").done();
        assertThat(masked.out()).doesNotContain("Tr0ub4dor");
        assertThat(masked.err()).contains("masked");
        rig.cli().run("profile", "export", "office", "--with-passwords").refusedWith("BAD_REQUEST", 3);
        rig.cli()
                .run("profile", "export", "office", "-o", back.toString(), "--with-passwords")
                .done();
        assertThat(back).content().contains("Tr0ub4dor");
        assertThat(Files.getPosixFilePermissions(back)).hasSize(2);

        rig.cli().run("profile", "delete", "office").refusedWith("CONFIRMATION_REQUIRED", 3);
        rig.cli().run("profile", "delete", "office", "--yes").done();
        rig.cli().run("profile", "show", "office").refusedWith("PROFILE_NOT_FOUND", 4);
        rig.cli().run("profile", "import", back.toString(), "--name", "again").done();
    }

    @Test
    void aProfileHasAHistoryAndAnAnswerFileBecomesOne() throws IOException {
        var file = Files.writeString(home.resolve("desk.json"), PROFILE);
        var xml = Files.writeString(home.resolve("autounattend.xml"), """
                <unattend xmlns="urn:schemas-microsoft-com:unattend"><settings pass="specialize">
                <component name="Microsoft-Windows-Shell-Setup"><TimeZone>UTC</TimeZone><Odd>1</Odd></component>
                </settings></unattend>
                """);
        rig.cli().run("profile", "import", file.toString()).done();
        Files.writeString(file, PROFILE.replace("\"random\"", "\"fixed\""));
        rig.cli().run("profile", "import", file.toString(), "--replace").done();

        assertThat(rig.cli().run("profile", "history", "desk").done().out()).contains("operator");
        assertThat(rig.cli().run("profile", "compare", "desk", "1").done().out())
                .contains("/computerName/mode")
                .doesNotContain("Tr0ub4dor");
        assertThat(rig.cli().run("profile", "restore", "desk", "1").done().out())
                .contains("version 3");
        rig.cli().run("profile", "duplicate", "desk", "desk two").done();
        rig.cli().run("profile", "rename", "desk two", "desk").refusedWith("DUPLICATE_NAME", 5);
        rig.cli().run("profile", "rename", "desk two", "counter").done();
        assertThat(rig.cli()
                        .run("profile", "import", "--xml", xml.toString())
                        .done()
                        .out())
                .contains("left out")
                .contains("Microsoft-Windows-Shell-Setup/Odd")
                .contains("autounattend is stored");
        for (var name : new String[] {"desk", "counter", "autounattend"}) {
            rig.cli().run("profile", "delete", name, "--yes").done();
        }
    }

    @Test
    void anAnswerIsoNeedsNoHost() {
        var image = home.resolve("answer.iso").toString();

        rig.cli()
                .run(
                        "iso",
                        "answer",
                        "--vm",
                        "PC-01",
                        "--profile",
                        "windows-11-worker",
                        "-o",
                        image,
                        "--address",
                        "10.0.0.5/24",
                        "--gateway",
                        "10.0.0.1")
                .done();

        assertThat(rig.cli().run("iso", "list", image).done().out())
                .contains("/autounattend.xml")
                .contains("/provision.json")
                .contains("/START.ps1");
        rig.cli().run("iso", "verify", image).done();
        rig.cli()
                .run("iso", "answer", "--vm", "PC-01", "--profile", "windows-11-worker", "-o", image)
                .refusedWith("FILE_EXISTS", 5);
    }

    @Test
    @Tag("F089")
    void anOrderIsPlannedMadeShownAndDeleted() {
        rig.register("lab").done();

        var plan = rig.cli().run(order("--dry-run")).done();
        assertThat(plan.out())
                .contains("PC-01")
                .contains("PC-02")
                .contains("10.20.0.11")
                .contains("dry run");
        assertThat(rig.ownMachines()).isZero();
        assertThat(rig.cli().run("job", "list").done().out()).contains("No job yet");

        var made = rig.cli().run(order()).done();
        assertThat(made.out()).contains("PC-01").contains("100 %").contains("succeeded, 2 of 2 done");
        assertThat(rig.cli().run("vm", "list").done().out())
                .contains("PC-02")
                .contains("present")
                .contains("10.20.0.12");
        assertThat(rig.cli().run("vm", "show", "PC-01").done().out()).contains("10.20.0.11");
        rig.cli().run("vm", "password", "PC-01").done();

        var job = rig.cli()
                .run("job", "list", "--json")
                .done()
                .json()
                .path("items")
                .path(0)
                .path("id")
                .asString();
        assertThat(rig.cli().run("job", "show", job).done().out())
                .contains("clone")
                .contains("succeeded");
        assertThat(rig.cli().run("job", "log", job).done().out()).contains("PC-01");
        assertThat(rig.cli()
                        .run("job", "log", job, "--json")
                        .done()
                        .json()
                        .path("items")
                        .size())
                .isPositive();
        rig.cli().run("job", "cancel", job).refusedWith("WRONG_STATE", 5);
        rig.cli().run("job", "retry", job).refusedWith("WRONG_STATE", 5);

        rig.cli().run("vm", "delete", "PC-01").refusedWith("CONFIRMATION_REQUIRED", 3);
        rig.cli().run("vm", "delete", "PC-01", "--yes").refusedWith("WRONG_STATE", 5);
        rig.cli().run("vm", "delete", "PC-01", "--yes", "--force").done();
        assertThat(rig.cli().run("vm", "list").done().out())
                .doesNotContain("PC-01")
                .contains("PC-02");
        assertThat(rig.ownMachines()).isEqualTo(1);
    }

    @Test
    void aDetachedOrderEndsAtOnceAndCanBeFollowedAndCancelled() {
        rig.register("lab").done();
        rig.lab.guestRules().fault("PC-02", new io.slipway.server.lab.guest.GuestFault.NeverBoots());

        var job = rig.cli()
                .run(order("--detach", "--json"))
                .done()
                .json()
                .path("job_id")
                .asString();
        var cancelled = rig.cli().run("job", "cancel", job);

        assertThat(cancelled.done().out()).contains("cancelled");
        assertThat(rig.cli().run("vm", "list").done().out()).doesNotContain("PC-02");
    }

    @Test
    void aHostIsForgottenOnlyAfterAYes() {
        rig.register("lab").done();

        rig.cli().run("host", "remove", "lab").refusedWith("CONFIRMATION_REQUIRED", 3);
        rig.cli().answering("yes").run("host", "remove", "lab").done();

        assertNoHost();
    }

    @Test
    void aSecondServerOnTheSameFolderIsRefused() {
        rig.cli().run("serve", "--lan-address", "none").refusedWith("DATA_FOLDER_IN_USE", 5);
    }

    @Test
    void theDoctorLooksAtEverything() {
        var checks = rig.cli().run("doctor", "--json").json().path("checks");

        assertThat(checks)
                .extracting(check -> check.path("name").asString())
                .contains("program", "data folder", "control plane");
    }

    private String port() {
        return Integer.toString(rig.lab.port());
    }

    private void assertNoHost() {
        assertThat(rig.cli().run("host", "list").done().out()).contains("No host yet");
    }

    private static String[] order(String... more) {
        var words = new java.util.ArrayList<>(java.util.List.of(
                "provision",
                "--host",
                "lab",
                "--template",
                "win11-tpl",
                "--profile",
                "windows-11-worker",
                "--count",
                "2",
                "--name-pattern",
                "PC-{n:2}",
                "--pool",
                "10.20.0.11-10.20.0.20/24",
                "--gateway",
                "10.20.0.1"));
        words.addAll(java.util.List.of(more));
        return words.toArray(String[]::new);
    }

    private static final String PROFILE = """
            {"user":{"nameMode":"fixed","password":"Tr0ub4dor&3"},"computerName":{"mode":"random"},
             "softwareRemoval":{"mode":"fixed"},"capabilityRemoval":{"mode":"fixed"}}""";
}
