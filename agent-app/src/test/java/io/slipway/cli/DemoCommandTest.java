package io.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class DemoCommandTest {
    @TempDir
    Path home;

    @Test
    void threeVmsAreFoundExactlyAsAskedAndNothingIsLeft() throws IOException {
        var temporary = Files.createDirectory(home.resolve("tmp"));

        var outcome = new CommandRun(home).with("TMPDIR", temporary.toString()).run("demo", "--fast", "--json");

        assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
        var json = outcome.json();
        assertThat(json.path("passed").asBoolean()).isTrue();
        assertThat(json.path("simulated_guests").asBoolean()).isTrue();
        assertThat(json.path("vms").size()).isEqualTo(3);
        for (var vm : json.path("vms")) {
            assertThat(vm.path("findings")).allSatisfy(finding -> {
                assertThat(finding.path("found").asString())
                        .as(finding.toString())
                        .isNotEqualTo("nothing");
                assertThat(finding.path("found")).as(finding.toString()).isEqualTo(finding.path("asked"));
            });
            assertThat(vm.path("findings"))
                    .extracting(finding -> finding.path("what").asString())
                    .contains(
                            "VM name",
                            "power",
                            "cores",
                            "memory",
                            "address",
                            "computer name",
                            "user",
                            "its password",
                            "config ISO",
                            "token");
        }
        assertThat(outcome.err()).contains("DEMO-01").contains("100 %");
        assertThat(temporary).isEmptyDirectory();
        assertThat(home.resolve("data")).as("the operator's own data folder").doesNotExist();
    }

    @Test
    @Tag("F120")
    void theSameHoldsOverTheRestApi() throws IOException {
        var temporary = Files.createDirectory(home.resolve("tmp"));

        var outcome = new CommandRun(home)
                .with("TMPDIR", temporary.toString())
                .run("demo", "--fast", "--vms", "1", "--transport", "rest", "--json");

        assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
        assertThat(outcome.json().path("passed").asBoolean()).isTrue();
        assertThat(outcome.json().path("transport").asString()).isEqualTo("rest");
    }
}
