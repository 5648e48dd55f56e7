package io.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.cli.CommandRun.Outcome;
import io.slipway.server.base.TenantId;
import io.slipway.server.lab.pve.Faults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each mistake gives one clear message with a code and a next step, another exit code than 0, and leaves nothing behind. */
@Timeout(120)
class BadInputTest {
    @TempDir
    Path home;

    private LaboratoryRig rig;

    @BeforeEach
    void open() {
        rig = new LaboratoryRig(home);
        rig.register("lab", "--ids", "1000-1999").done();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void anUnknownProfileField() throws IOException {
        var file = Files.writeString(
                home.resolve("profile.json"),
                "{\"schemaVersion\":1,\"name\":\"x\",\"target\":{\"os\":\"win11\"},\"nonsense\":true}");

        var outcome = rig.cli().run("profile", "import", file.toString()).refusedWith("UNKNOWN_PROFILE_FIELD", 3);

        assertThat(outcome.err()).contains("/nonsense");
        assertThat(rig.cli().run("profile", "list").out()).contains("No stored profile yet");
        order("--template", "win11-tpl", "--names", "a1", "--profile-file", file.toString())
                .refusedWith("UNKNOWN_PROFILE_FIELD", 3);
        assertNothingMade();
    }

    @Test
    void aBadName() {
        var outcome = usual("--names", "bad_name!").refusedWith("INVALID_NAME", 3);

        assertThat(outcome.err()).contains("bad_name!");
        assertNothingMade();
    }

    @Test
    void anAddressOutsideItsSubnet() {
        usual("--names", "a1", "--address", "10.20.9.5/24", "--gateway", "10.20.0.1")
                .refusedWith("INVALID_ADDRESS", 3);

        assertNothingMade();
    }

    @Test
    void aFullStorage() {
        rig.lab.limitStorage("local", 0);

        var outcome = usual("--names", "a1");

        assertThat(outcome.exitCode()).isIn(7, 9);
        assertThat(outcome.err()).contains("STORAGE_FULL").contains("next  ");
        rig.lab.limitStorage("local", -1);
        assertNothingLeft();
    }

    @Test
    void aWrongPassword() {
        rig.cli()
                .typing("wrong\n")
                .run(
                        "host",
                        "add",
                        "second",
                        "127.0.0.1",
                        "--port",
                        Integer.toString(rig.lab.port()),
                        "--password-stdin",
                        "--host-key",
                        rig.fingerprint())
                .refusedWith("SSH_AUTH_FAILED", 6);

        assertThat(rig.cli().run("host", "list").out()).doesNotContain("second");
    }

    @Test
    void aChangedHostKey() {
        rig.replaceMachine();

        rig.cli().run("host", "check", "lab").refusedWith("HOST_KEY_CHANGED", 6);
        usual("--names", "a1").refusedWith("HOST_KEY_CHANGED", 6);
        assertNothingMade();
    }

    @Test
    void aMissingTemplate() {
        var outcome = order("--template", "nothing", "--profile", "windows-11-worker", "--names", "a1")
                .refusedWith("TEMPLATE_NOT_FOUND", 4);

        assertThat(outcome.err()).contains("nothing").contains("slipway template list");
        assertNothingMade();
    }

    @Test
    void aDuplicateVmName() {
        usual("--names", "a1").done();

        usual("--names", "a1").refusedWith("VM_NAME_TAKEN", 5);
        usual("--names", "b1,B1").refusedWith("INVALID_NAME", 3);
        assertThat(rig.ownMachines()).isEqualTo(1);
    }

    @Test
    void everyIdOfTheHostTaken() {
        rig.register("narrow", "--ids", "1500-1500").done();
        rig.lab.takeVmid(1500, rig.lab.nodeName());

        var outcome =
                order("--host", "narrow", "--template", "win11-tpl", "--profile", "windows-11-worker", "--names", "a1");

        assertThat(outcome.exitCode()).isNotZero();
        assertThat(outcome.err())
                .contains("RESOURCE_LIMIT")
                .contains("Of the ids from 1500 to 1500")
                .contains("slipway host limits");
        assertThat(rig.lab.vm(1500).name()).isEqualTo("foreign-1500");
        assertNothingLeft();
    }

    /** A lock goes away by itself, so the job says what it waits for and tries again; cancelling it leaves nothing. */
    @Test
    void aLock() {
        rig.lab.faults().always("qm set", new Faults.Answer(255, "", "VM is locked (backup)\n"));
        var job = usual("--names", "a1", "--detach", "--json")
                .done()
                .json()
                .path("job_id")
                .asString();

        ServeCommandTest.until(() -> rig.cli().run("job", "show", job).out().contains("VM_LOCKED"));
        assertThat(rig.cli().run("job", "show", job).done().out())
                .contains("VM is locked (backup)")
                .contains("qm unlock");

        rig.cli().run("job", "cancel", job).done();
        assertNothingLeft();
    }

    @Test
    void anUnknownHostAndAnUnknownProfile() {
        order("--host", "nowhere", "--template", "win11-tpl", "--names", "a1").refusedWith("HOST_NOT_FOUND", 4);
        order("--template", "win11-tpl", "--profile", "nothing", "--names", "a1")
                .refusedWith("PROFILE_NOT_FOUND", 4);
        assertNothingMade();
    }

    @Test
    void tooManyVms() {
        usual("--name-pattern", "a{n}", "--count", "201").refusedWith("BAD_REQUEST", 3);
        usual("--name-pattern", "a{n}", "--count", "0").refusedWith("BAD_REQUEST", 3);
        assertNothingMade();
    }

    private Outcome usual(String... more) {
        var words = new ArrayList<>(List.of("--template", "win11-tpl", "--profile", "windows-11-worker"));
        words.addAll(List.of(more));
        return order(words.toArray(String[]::new));
    }

    private Outcome order(String... more) {
        var words = new ArrayList<>(List.of("provision"));
        if (!List.of(more).contains("--host")) {
            words.addAll(List.of("--host", "lab"));
        }
        words.addAll(List.of(more));
        return rig.cli().run(words.toArray(String[]::new));
    }

    private void assertNothingMade() {
        assertThat(rig.cli().run("job", "list").out()).contains("No job yet");
        assertNothingLeft();
    }

    private void assertNothingLeft() {
        assertThat(rig.ownMachines()).isZero();
        assertThat(rig.agent.parts().vms().list(TenantId.DEFAULT)).isEmpty();
        assertThat(rig.lab.isoFiles("local")).noneMatch(iso -> iso.name().startsWith("slipway-"));
    }
}
