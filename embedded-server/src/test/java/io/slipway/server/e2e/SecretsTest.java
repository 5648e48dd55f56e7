package io.slipway.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.slipway.server.base.Json;
import io.slipway.server.base.TenantId;
import io.slipway.server.job.Job;
import io.slipway.server.lab.pve.Faults;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** Runs the main job and a failing one with marked secrets and looks for them everywhere they must not be. */
@Timeout(120)
class SecretsTest {
    private static final String CANARY = "Kanarienvogel-77!x";

    @TempDir
    Path folder;

    @Test
    @Tag("F135")
    void passwordsOfTheOperatorsOwnAnswerFileAndCommandsAreInNoLogAndNoProblem() {
        var inFile = "Amsel & <Star> 31";
        var inCommand = "Drossel-42!z";
        var order = order("own").put("xml_override", """
                        <unattend xmlns="urn:schemas-microsoft-com:unattend"><settings pass="oobeSystem">
                        <component name="Microsoft-Windows-Shell-Setup" processorArchitecture="amd64"
                         publicKeyToken="31bf3856ad364e35" language="neutral" versionScope="nonSxS"
                         xmlns:wcm="http://schemas.microsoft.com/WMIConfig/2002/State"><UserAccounts><LocalAccounts>
                        <LocalAccount wcm:action="add">
                        <Password><Value>Amsel &amp; &lt;Star&gt; 31</Value><PlainText>true</PlainText></Password>
                        <Name>worker</Name><Group>Administrators</Group>
                        </LocalAccount></LocalAccounts></UserAccounts></component></settings></unattend>
                        """);
        var clone =
                Json.object().put("host", "lab").put("template", "linux-tpl").put("plan", "template-clone");
        clone.putArray("names").add("clone");
        clone.putArray("post_commands")
                .addArray()
                .add("net")
                .add("user")
                .add("bob")
                .add(inCommand);
        try (var rig = new Rig(folder)) {
            rig.lab
                    .faults()
                    .always("qm start", new Faults.Answer(255, "", "failed: " + inFile + " and " + inCommand + "\n"));

            assertToldWithout(rig, rig.submit(order), inFile);
            assertToldWithout(rig, rig.submit(clone), inCommand);
        }
    }

    /** Each job knows its own secrets, and only them. */
    private static void assertToldWithout(Rig rig, String job, String secret) {
        assertThat(rig.await(job).state()).isEqualTo(Job.State.FAILED);
        var told = new ArrayList<String>();
        told.add(rig.log(job));
        rig.agent.parts().jobs().runs(TenantId.DEFAULT, job).forEach(run -> told.add(run.toString()));
        assertThat(told).anyMatch(text -> text.contains("failed: ") && text.contains("***"));
        assertClean(told, List.of(secret));
    }

    @Test
    @Tag("F052")
    @Tag("F135")
    void markedSecretsAreInNoLogNoDatabaseTextAndNoCommandLine() throws IOException {
        var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        var memory = new ListAppender<ILoggingEvent>();
        memory.start();
        root.addAppender(memory);
        var before = root.getLevel();
        ((Logger) LoggerFactory.getLogger("io.slipway")).setLevel(Level.DEBUG);
        try (var rig = new Rig(folder)) {
            var good = rig.submit(order("good"));
            assertThat(rig.await(good).state()).as(rig.log(good)).isEqualTo(Job.State.SUCCEEDED);
            rig.lab.faults().always("qm start", new Faults.Answer(255, "", "start failed: " + CANARY + "\n"));
            var bad = rig.submit(order("bad"));
            assertThat(rig.await(bad).state()).isEqualTo(Job.State.FAILED);

            var texts = new ArrayList<String>();
            memory.list.forEach(event -> texts.add(event.getFormattedMessage()
                    + (event.getThrowableProxy() == null
                            ? ""
                            : event.getThrowableProxy().getMessage())));
            texts.addAll(rig.lab.commands());
            texts.add(rig.log(good));
            texts.add(Json.write(
                    rig.agent.parts().jobs().require(TenantId.DEFAULT, good).fields()));
            rig.agent.parts().jobs().runs(TenantId.DEFAULT, good).forEach(run -> texts.add(run.toString()));
            rig.agent.parts().vms().list(TenantId.DEFAULT).forEach(vm -> texts.add(vm.toString()));
            assertClean(texts, List.of(CANARY, Rig.PASSWORD));
            assertThat(texts).noneMatch(text -> text.matches("(?s).*eyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}\\..*"));
            assertFilesClean();
        } finally {
            root.detachAppender(memory);
            ((Logger) LoggerFactory.getLogger("io.slipway")).setLevel(null);
            root.setLevel(before);
        }
        assertFilesClean();
    }

    private static void assertClean(List<String> texts, List<String> secrets) {
        assertThat(texts).isNotEmpty();
        for (var secret : secrets) {
            var encoded = Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
            assertThat(texts).noneMatch(text -> text.contains(secret) || text.contains(encoded));
        }
    }

    /** Database, write-ahead log and every other file: neither the passwords in any encoding nor a token. */
    private void assertFilesClean() throws IOException {
        var looked = new ArrayList<String>();
        try (var files = Files.walk(folder)) {
            files.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().equals("admin.json"))
                    .forEach(file -> {
                        looked.add(file.getFileName().toString());
                        var content = new String(read(file), StandardCharsets.ISO_8859_1);
                        for (var secret : List.of(CANARY, Rig.PASSWORD)) {
                            assertThat(content.contains(secret))
                                    .as(file + " has a secret")
                                    .isFalse();
                            assertThat(content.contains(new String(
                                            secret.getBytes(StandardCharsets.UTF_16LE), StandardCharsets.ISO_8859_1)))
                                    .as(file + " has a secret in UTF-16")
                                    .isFalse();
                        }
                        assertThat(content.contains("eyJhbGciOi"))
                                .as(file + " has a token")
                                .isFalse();
                    });
        }
        assertThat(looked).contains("slipway.db");
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode order(String name) {
        var order = Rig.windows(1).put("name_pattern", name);
        order.remove("profile");
        var profile = Json.parseObject("""
                {"schemaVersion": 1, "id": "marked", "name": "Marked", "target": {"os": "win11"},
                 "install": {"image": {"by": "name", "name": "Windows 11 Pro"}},
                 "accounts": {"users": [{"name": "worker", "groups": ["Administrators"], "password": {"value": "%s"}}]}}""".formatted(CANARY));
        order.set("profile_config", profile);
        return order;
    }
}
