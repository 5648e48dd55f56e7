package io.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.cli.client.AdminFile;
import io.slipway.cli.client.ControlPlane;
import io.slipway.server.base.Json;
import io.slipway.server.base.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands about who may call what, and about who did. */
class TrustCommandsTest {
    @TempDir
    static Path home;

    static LaboratoryRig rig;

    @BeforeAll
    static void start() {
        rig = new LaboratoryRig(home);
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @Test
    @Tag("F145")
    void aTokenIsMadeWithAScopeShownOnceUsedAndRevoked() {
        var made = rig.cli().run("token", "create", "robot", "--scope", "read", "--days", "7");
        var text = made.done().out().lines().findFirst().orElseThrow();
        var id = made.out().replaceAll("(?s).*slipway token revoke (\\S+)\\s*", "$1");

        assertThat(text).matches("slp_api_[A-Za-z0-9_-]{43}");
        try (var robot =
                new ControlPlane(AdminFile.read(rig.cli().data()).orElseThrow().url(), Secret.of(text))) {
            assertThat(robot.answers()).isTrue();
            var listed = rig.cli().run("token", "list").done().out();
            assertThat(listed).contains("robot", "read", id).doesNotContain(text);

            rig.cli().run("token", "revoke", id).done();
            assertThat(robot.answers()).isFalse();
        }
        assertThat(rig.cli().run("token", "list").done().out()).doesNotContain("robot");
        assertThat(rig.cli().run("token", "list", "--all").done().out()).contains("robot", "revoked");
        rig.cli().run("token", "revoke", id + "x").refusedWith("TOKEN_NOT_FOUND", 4);
        rig.cli().run("token", "create", "x", "--scope", "root").refusedWith("USAGE", 2);
        rig.cli().run("token", "create", "x", "--scope", "read", "--days", "0").refusedWith("BAD_REQUEST", 3);
    }

    @Test
    @Tag("F145")
    void theOneTimeAddressIsPrintedAndCarriesTheCodeBehindTheHash() {
        var printed = rig.cli().run("open", "--print-url").done().out().strip();

        assertThat(printed).matches("http://127\\.0\\.0\\.1:[0-9]+/enter#[A-Za-z0-9_-]{43}");
        new CommandRun(home.resolve("nobody")).run("open").refusedWith("SERVICE_UNAVAILABLE", 8);
        assertThat(rig.cli().run("session", "list").done().out()).contains("No browser");
        rig.cli().run("session", "end", "none").refusedWith("TOKEN_NOT_FOUND", 4);
    }

    @Test
    void theTrailIsListedCheckedExportedAndTheFileIsCheckedWithoutAServer() throws IOException {
        rig.cli().run("token", "create", "for the trail", "--scope", "read").done();
        var file = home.resolve("audit.jsonl");

        var listed =
                rig.cli().run("audit", "list", "--action", "api-token.create").done();
        var verified = rig.cli().run("audit", "verify").done();
        var exported = rig.cli().run("audit", "export", "-o", file.toString()).done();
        var key = verified.out().replaceAll("(?s).*key +(\\S+).*", "$1");

        assertThat(listed.out()).contains("operator", "api-token.create", "ok");
        assertThat(verified.out()).contains("Intact");
        assertThat(exported.out()).contains("Intact", key);
        var elsewhere = new CommandRun(home.resolve("elsewhere"));
        assertThat(elsewhere
                        .run("audit", "verify", file.toString(), "--key", key)
                        .done()
                        .out())
                .contains("Intact");
        assertThat(home.resolve("elsewhere/data")).doesNotExist();
        rig.cli().run("audit", "export", "-o", file.toString()).refusedWith("FILE_EXISTS", 5);

        var lines = Files.readAllLines(file);
        lines.remove(1);
        Files.write(file, lines);
        elsewhere.run("audit", "verify", file.toString()).refusedWith("AUDIT_BROKEN", 5);
        Files.writeString(file, "no export\n");
        elsewhere.run("audit", "verify", file.toString()).refusedWith("BAD_REQUEST", 3);
        elsewhere.run("audit", "verify", home.resolve("none").toString()).refusedWith("FILE_NOT_FOUND", 4);
    }

    @Test
    void theAuthorityIsShownAndReplacedAfterAsking() {
        assertThat(rig.cli().run("ca", "status").done().out())
                .contains("signs", "ends")
                .doesNotContain("next");
        rig.cli().run("ca", "rotate", "--now").refusedWith("CONFIRMATION_REQUIRED", 3);
        assertThat(rig.cli().run("ca", "rotate").done().out()).contains("next", "takes over");
        assertThat(rig.cli()
                        .answering("yes")
                        .run("ca", "rotate", "--now")
                        .done()
                        .out())
                .doesNotContain("next");
    }

    @Test
    @Tag("F181")
    void whereVmsReachUsIsOffUntilItIsChosenAndThenStored() {
        var own = new CommandRun(home.resolve("own"));

        assertThat(own.run("lan", "show").done().out()).contains("off", "slipway lan set auto");
        assertThat(own.run("lan", "set", "auto", "--port", "9443").done().out()).contains("auto", "9443");
        assertThat(own.run("lan", "show", "--json").done().json().path("port").asInt())
                .isEqualTo(9443);
        own.run("lan", "set", "evil.example").refusedWith("BAD_REQUEST", 3);
        own.run("lan", "off").refusedWith("CONFIRMATION_REQUIRED", 3);
        assertThat(own.run("lan", "off", "--yes").done().out()).contains("off");
        own.run("serve", "--lan-port", "9000").refusedWith("USAGE", 2);
        own.run("serve", "--lan-address", "127.0.0.1").refusedWith("INVALID_ADDRESS", 3);
        own.run("serve", "--lan-address", "10.255.255.1").refusedWith("INVALID_ADDRESS", 3);
    }

    @Test
    void everyNewCommandSpeaksJson() {
        for (var words :
                new String[] {"token list", "session list", "audit list", "audit verify", "ca status", "lan show"}) {
            var run = rig.cli().run((words + " --json").split(" ")).done();
            assertThat(Json.parse(run.out()).isObject()).as(words).isTrue();
        }
    }

    @Test
    @Tag("F137")
    void aCommandWithItsOwnControlPlaneLeavesOneRowInTheTrailAndNoToken() {
        var alone = new CommandRun(home.resolve("alone"));
        alone.run("host", "list").done();
        alone.run("secret", "list").done();

        var rows = alone.run("audit", "list", "--json").json().path("items");
        var told = new ArrayList<String>();
        rows.forEach(row -> told.add(row.path("actor").asString() + " "
                + row.path("action").asString() + " " + row.path("object").asString()));

        assertThat(told)
                .containsExactlyInAnyOrder(
                        "cli cli.command host list", "cli cli.command secret list", "cli cli.command audit list");
        assertThat(alone.run("token", "list", "--all").done().out()).doesNotContain("revoked");
    }
}
