package io.slipway.server.answer.nocloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.slipway.server.answer.AnswerFiles;
import io.slipway.server.answer.AnswerKind;
import io.slipway.server.answer.Answers;
import io.slipway.server.answer.ConfigFiles;
import io.slipway.server.base.Json;
import io.slipway.server.profile.ProfileCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class NoCloudFilesTest {
    private static final String SALT = "saltstring";

    @Test
    void theThreeFilesCarryIdentityNetworkAndUser() {
        var files = render(Answers.LINUX);

        assertThat(files.files().keySet()).containsExactly("user-data", "meta-data", "network-config");
        var meta = Json.parse(files.file("meta-data"));
        assertThat(meta.get("instance-id").stringValue()).isEqualTo(Answers.VM_UUID);
        var lan = Json.parse(files.file("network-config")).at("/ethernets/lan");
        assertThat(lan.at("/match/macaddress").stringValue()).isEqualTo("bc:24:11:00:00:01");
        assertThat(lan.get("addresses")).isEqualTo(Json.parse("[\"192.0.2.50/24\"]"));
        assertThat(lan.at("/routes/0/via").stringValue()).isEqualTo("192.0.2.1");
        var user = userData(files);
        assertThat(user.at("/users/0/gecos").stringValue()).isEqualTo("W\"o #r");
        assertThat(user.at("/runcmd/0").stringValue()).isEqualTo("echo \"$HOME: 1\" > /tmp/x");
        assertThat(user.at("/runcmd/1/1").stringValue()).isEqualTo("/tmp/y z");
    }

    @Test
    void passwordsAreHashedAndTheTokenStandsInARootOnlyFileNotInACommand() {
        var files = render(Answers.LINUX);
        var text = new String(files.file("user-data"), StandardCharsets.US_ASCII);

        var user = userData(files);

        assertThat(text).doesNotContain("Correct-Horse", Answers.TOKEN);
        assertThat(user.at("/chpasswd/users/0/password").stringValue()).startsWith("$6$");
        var token = user.get("write_files")
                .valueStream()
                .filter(file -> file.get("path").stringValue().endsWith("token.json"))
                .findFirst()
                .orElseThrow();
        assertThat(token.get("permissions").stringValue()).isEqualTo("0600");
        assertThat(new String(Base64.getDecoder().decode(token.get("content").stringValue()), StandardCharsets.UTF_8))
                .contains(Answers.TOKEN);
    }

    @Test
    void theHashIsThatOfCrypt() {
        // Test vector of the specification "Unix crypt using SHA-256 and SHA-512".
        var hash = Sha512Crypt.hash("Hello world!".getBytes(StandardCharsets.US_ASCII), SALT);

        assertThat(hash)
                .isEqualTo(
                        "$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1");
    }

    @Test
    void cloudInitsOwnSchemaAcceptsTheUserData(@TempDir Path folder) throws IOException, InterruptedException {
        assumeThat(Path.of("/usr/bin/cloud-init")).exists();
        var file = folder.resolve("user-data");
        Files.write(file, render(Answers.LINUX).file("user-data"));

        var process = new ProcessBuilder("cloud-init", "schema", "--config-file", file.toString())
                .redirectErrorStream(true)
                .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
    }

    @Test
    void theReportingScriptIsPosixShell(@TempDir Path folder) throws IOException, InterruptedException {
        assumeThat(Path.of("/bin/sh")).exists();
        var file = Files.writeString(folder.resolve("phone-home.sh"), PhoneHome.SCRIPT);

        var process = new ProcessBuilder("/bin/sh", "-n", file.toString())
                .redirectErrorStream(true)
                .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
    }

    private static ConfigFiles render(String profile) {
        return AnswerFiles.render(Answers.request(ProfileCodec.parse(profile), AnswerKind.NOCLOUD));
    }

    private static JsonNode userData(ConfigFiles files) {
        var text = new String(files.file("user-data"), StandardCharsets.US_ASCII);
        assertThat(text).startsWith("#cloud-config\n");
        return Json.parse(text.substring("#cloud-config\n".length()));
    }
}
