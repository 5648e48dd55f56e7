package io.slipway.server.web.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Json;
import io.slipway.server.base.TenantId;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Backup and restore through the admin listener, between two machines and a laboratory that both reach. */
@Timeout(120)
class BackupApiTest {
    private static final String CANARY = "Kanarienvogel-99!x";

    @TempDir
    Path folder;

    @Test
    void aHostRestoredOnAnotherMachineSignsInWithItsPasswordAndItsPinnedKey() throws Exception {
        try (var one = new AdminRig(folder.resolve("one"));
                var two = new AdminRig(folder.resolve("two"))) {
            var lab = one.withLab(set -> set);
            one.admin()
                    .post("/api/v1/secrets", Json.object().put("label", "join").put("value", CANARY));
            assertThat(one.admin().post("/api/v1/backup", Json.object()).code()).isEqualTo("BACKUP_WORDS_MISSING");
            var words = words(one);
            var file = one.admin().post("/api/v1/backup", Json.object()).body();
            int signIns = lab.signIns().size();

            assertThat(send(two, "restore", Json.object(), file).code()).isEqualTo("PASSWORD_REQUIRED");
            var planned = send(two, "restore", Json.object().put("words", words).put("dry_run", true), file);
            assertThat(planned.json().path("items").toString()).contains("\"action\":\"add\"");
            assertThat(two.admin().get("/api/v1/hosts").text()).doesNotContain("127.0.0.1");
            var restored = send(two, "restore", Json.object().put("words", words), file);

            assertThat(restored.status()).as(restored.text()).isEqualTo(200);
            assertThat(restored.json().path("key").asString()).isEqualTo("sealed-again");
            assertThat(two.admin().post("/api/v1/hosts/lab/check", null).status())
                    .isEqualTo(200);
            assertThat(lab.signIns()).hasSizeGreaterThan(signIns);
            assertThat(host(two).path("host_key_pin")).isEqualTo(host(one).path("host_key_pin"));
            assertThat(restored.text()).doesNotContain(CANARY, words);
            assertThat(two.column("select action || ' ' || outcome || ' ' || detail from audit")
                            .toString())
                    .contains("backup.restore ok", "api.POST /api/v1/backup/restore PASSWORD_REQUIRED")
                    .doesNotContain(words);
        }
    }

    @Test
    void whatIsNoBackupOrNoRequestIsRefusedAndOnlyAdministratorsMayAsk() throws Exception {
        try (var rig = new AdminRig(folder)) {
            var words = words(rig);
            var file = rig.admin().post("/api/v1/backup", Json.object()).body();

            var verified = send(rig, "verify", Json.object().put("words", words), file);
            assertThat(verified.json().path("opens_anywhere").asBoolean()).isTrue();
            assertThat(send(rig, "verify", Json.object(), Arrays.copyOf(file, file.length - 1))
                            .code())
                    .isEqualTo("BACKUP_DAMAGED");
            assertThat(send(rig, "restore", Json.object(), new byte[3 << 20]).code())
                    .isEqualTo("BACKUP_DAMAGED");
            assertThat(send(rig, "restore", Json.object().put("more", 1), file).code())
                    .isEqualTo("BAD_REQUEST");
            assertThat(send(rig, "restore", Json.object().put("protector", "magic"), file)
                            .code())
                    .isEqualTo("BAD_REQUEST");
            assertThat(send(rig, "restore", Json.object().put("passphrase", "x"), file)
                            .code())
                    .isEqualTo("BAD_REQUEST");
            assertThat(send(rig, "restore", Json.object().put("key_only", true).put("dry_run", true), file)
                            .code())
                    .isEqualTo("BAD_REQUEST");
            assertThat(send(rig, "restore", Json.object().put("words", "x".repeat(9000)), file)
                            .code())
                    .isEqualTo("BAD_REQUEST");
            assertThat(rig.admin().post("/api/v1/backup/verify", Json.object()).code())
                    .isEqualTo("UNSUPPORTED_MEDIA_TYPE");
            assertThat(rig.user("clerk", Caller.Role.OPERATE)
                            .post("/api/v1/backup", Json.object())
                            .status())
                    .isEqualTo(403);
            var other = rig.user(new TenantId("other"), "operator", Caller.Role.ADMIN);
            assertThat(send(other, "verify", Json.object().put("words", words), file)
                            .code())
                    .isEqualTo("FORBIDDEN");
        }
    }

    private static String words(AdminRig rig) {
        return rig.admin()
                .post("/api/v1/vault/recovery-words", null)
                .json()
                .path("words")
                .valueStream()
                .map(JsonNode::asString)
                .collect(Collectors.joining(" "));
    }

    private static JsonNode host(AdminRig rig) {
        return rig.admin().get("/api/v1/hosts/lab").json();
    }

    private static Api.Answer send(AdminRig rig, String what, JsonNode line, byte[] file) throws Exception {
        return send(rig.admin(), what, line, file);
    }

    private static Api.Answer send(Api api, String what, JsonNode line, byte[] file) throws Exception {
        var body = new ByteArrayOutputStream();
        body.writeBytes((Json.write(line) + "\n").getBytes(StandardCharsets.UTF_8));
        body.writeBytes(file);
        var request = HttpRequest.newBuilder(URI.create(api.base() + "/api/v1/backup/" + what))
                .header("Authorization", "Bearer " + api.token())
                .header("Content-Type", BackupRoutes.MEDIA_TYPE)
                .POST(BodyPublishers.ofByteArray(body.toByteArray()))
                .build();
        try (var client = HttpClient.newHttpClient()) {
            var answer = client.send(request, BodyHandlers.ofByteArray());
            return new Api.Answer(answer.statusCode(), answer.body(), answer.headers());
        }
    }
}
