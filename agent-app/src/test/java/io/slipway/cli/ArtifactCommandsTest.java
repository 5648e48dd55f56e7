package io.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code slipway artifact ...} with a control plane of each command's own. */
@Timeout(120)
class ArtifactCommandsTest {
    @TempDir
    Path home;

    private CommandRun.Outcome run(String... words) {
        return new CommandRun(home).run(words);
    }

    @Test
    @Tag("F143")
    void aFileIsReleasedAssignedListedAndRemoved() throws IOException {
        var file = Files.writeString(home.resolve("setup.exe"), "setup program").toString();

        var added = run("artifact", "add", "app", file, "--release", "1.0", "--json")
                .done();
        var id = added.json().path("id").asString();

        assertThat(added.json().path("object_key").asString()).isEqualTo("setup.exe");
        run("artifact", "add", "app", file, "--release", "1.0").refusedWith("DUPLICATE_NAME", 5);
        run("artifact", "add", "app", home.resolve("no").toString(), "--release", "2")
                .refusedWith("FILE_NOT_FOUND", 4);
        assertThat(run("artifact", "assign", "app", "--release", id).done().out())
                .contains("The VMs of everybody get app 1.0.");
        run("artifact", "assign", "bootstrap", "--release", id).refusedWith("ARTIFACT_SCOPE_MISMATCH", 5);
        run("artifact", "assign", "app").refusedWith("USAGE", 3);
        assertThat(run("artifact", "list").done().out()).contains("everybody").contains(id);
        run("artifact", "remove", id, "--yes").refusedWith("WRONG_STATE", 5);
        run("artifact", "assign", "app", "--none").done();
        run("artifact", "remove", id, "--yes").done();
        assertThat(run("artifact", "list").done().out()).contains("No release yet");
        assertThat(run("artifact", "audit").done().out()).contains("No VM has asked");
    }
}
