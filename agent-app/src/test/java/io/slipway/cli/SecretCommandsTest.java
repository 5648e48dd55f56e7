package io.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code slipway secret ...} against a running control plane. */
@Timeout(120)
class SecretCommandsTest {
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
    @Tag("F128")
    @Tag("F132")
    void aSecretIsSetBoundRotatedAndDeletedAndItsValueNeverShown() throws IOException {
        rig.register("lab").done();
        rig.lab.changeRootPassword("root-of-tomorrow");

        var set = rig.cli().typing("root-of-tomorrow\n").run("secret", "set", "shared root", "--value-stdin");
        var bound = rig.cli().run("secret", "bind", "shared root", "--host", "lab");
        var checked = rig.cli().run("host", "check", "lab");
        var listed = rig.cli().run("secret", "list");

        assertThat(set.done().out()).contains("is sealed");
        assertThat(bound.done().out()).contains("password of host");
        assertThat(checked.done().out()).contains("pve-manager");
        assertThat(listed.done().out())
                .contains("shared root")
                .contains("host ")
                .contains("password of host lab");
        rig.cli().run("secret", "delete", "shared root", "--yes").refusedWith("WRONG_STATE", 5);
        rig.cli().answering("unused").run("secret", "set", "shared root").refusedWith("DUPLICATE_NAME", 5);

        rig.lab.changeRootPassword("root-of-next-week");
        var rotated = rig.cli().answering("root-of-next-week").run("secret", "rotate", "shared root");
        assertThat(rotated.done().out()).contains("version 2");
        rig.cli().run("host", "check", "lab").done();
        rig.cli().answering("x").run("secret", "reenter", "shared root").refusedWith("WRONG_STATE", 5);

        rig.cli()
                .run("secret", "bind", "shared root", "--host", "lab", "--remove")
                .done();
        rig.cli()
                .run("secret", "bind", "shared root", "--host", "lab", "--remove")
                .refusedWith("SECRET_NOT_FOUND", 4);
        rig.cli().run("secret", "bind", "password of host lab", "--host", "lab").done();
        rig.cli().run("secret", "delete", "shared root").refusedWith("CONFIRMATION_REQUIRED", 3);
        rig.cli().run("secret", "delete", "shared root", "--yes").done();
        for (var outcome : java.util.List.of(set, bound, checked, listed, rotated)) {
            assertThat(outcome.out() + outcome.err()).doesNotContain("root-of-");
        }
    }

    @Test
    @Tag("F128")
    void aValueComesFromAPrivateFileWithAllItsSpacesAndLines() throws IOException {
        var file = Files.writeString(home.resolve("value"), " two\nlines \n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        rig.cli().run("secret", "set", "key", "--value-file", file.toString()).refusedWith("FILE_EXPOSED", 6);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

        var id = rig.cli()
                .run("secret", "set", "key", "--value-file", file.toString(), "--json")
                .done()
                .json()
                .path("id")
                .asString();

        var caller = io.slipway.server.base.Caller.localOperator();
        var ref = new io.slipway.server.vault.SecretRef(id, 1);
        try (var lease = rig.agent.parts().secrets().open(caller, ref, "test")) {
            assertThat(lease.value().reveal()).isEqualTo(" two\nlines ");
        }
    }

    @Test
    void wrongUseIsRefusedWithTheReason() {
        rig.cli().run("secret", "set", "x", "the-value").refusedWith("USAGE", 2);
        rig.cli().run("secret", "set", "x").refusedWith("PASSWORD_REQUIRED", 3);
        rig.cli().typing("").run("secret", "set", "x", "--value-stdin").refusedWith("BAD_REQUEST", 3);
        rig.cli()
                .typing("y".repeat(20_000))
                .run("secret", "set", "x", "--value-stdin")
                .refusedWith("BAD_REQUEST", 3);
        rig.cli().typing("y").run("secret", "rotate", "x", "--value-stdin").refusedWith("SECRET_NOT_FOUND", 4);
        rig.cli().run("secret", "bind", "x", "--host", "lab", "--profile", "p").refusedWith("USAGE", 2);
        rig.cli().run("secret", "bind", "x", "--profile", "p").refusedWith("USAGE", 2);
        rig.cli().run("secret", "bind", "x", "--scope", "bot", "--field", "f").refusedWith("USAGE", 2);
        assertThat(rig.cli().run("secret", "list").done().out()).contains("No secret yet");
    }

    @Test
    @Tag("F132")
    void aSecretBoundToAProfileReachesTheGuest() throws IOException {
        rig.register("lab").done();
        rig.cli()
                .typing("Gr0ss-und-lang")
                .run("secret", "set", "worker", "--value-stdin")
                .done();
        rig.cli()
                .run(
                        "secret",
                        "bind",
                        "worker",
                        "--profile",
                        "windows-11-worker",
                        "--field",
                        "/accounts/users/0/password")
                .done();
        var image = home.resolve("answer.iso").toString();

        rig.cli()
                .run("iso", "answer", "--vm", "PC-01", "--profile", "windows-11-worker", "-o", image)
                .done();

        var bytes = new String(Files.readAllBytes(Path.of(image)), StandardCharsets.ISO_8859_1);
        var obscured = java.util.Base64.getEncoder()
                .encodeToString("Gr0ss-und-langPassword".getBytes(StandardCharsets.UTF_16LE));
        assertThat(bytes.contains(obscured) || bytes.contains("Gr0ss-und-lang")).isTrue();
    }
}
