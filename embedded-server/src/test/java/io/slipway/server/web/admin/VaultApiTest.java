package io.slipway.server.web.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Json;
import io.slipway.server.vault.key.RecoveryWords;
import io.slipway.server.web.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The vault through the admin listener. */
@Timeout(120)
class VaultApiTest {
    private static final String VAULT = "/api/v1/vault";
    private static final String PASSPHRASE = "river lamp nine oak";

    @TempDir
    Path folder;

    @Test
    void theStateIsToldWithWhatKeepsTheKeyAndWhatThatMeans() {
        try (var rig = new AdminRig(folder)) {
            var standing = rig.user("reader", Caller.Role.READ).get(VAULT).json();

            assertThat(standing.path("state").asString("")).isEqualTo("unlocked");
            assertThat(standing.path("protector").asString("")).isEqualTo("key-file");
            assertThat(standing.path("protector_meaning").asString("")).contains("copies the whole data folder");
            assertThat(standing.path("recovery_words").booleanValue()).isFalse();
            assertThat(standing.path("needs_reentry")).isEmpty();
            var kinds = rig.admin().get(VAULT + "/protectors").json().path("items");
            assertThat(kinds).hasSize(4);
            assertThat(kinds.valueStream().filter(kind -> kind.path("available").booleanValue()))
                    .hasSize(2);
        }
    }

    @Test
    void lockedMeansRefusedAndUnlockedMeansServedAgain() {
        try (var rig = new AdminRig(folder)) {
            var api = rig.admin();
            var changed =
                    api.post(VAULT + "/protector", passphrase("protector", "passphrase", "passphrase", PASSPHRASE));
            assertThat(changed.json().path("protector").asString("")).isEqualTo("passphrase");
            assertThat(changed.json().path("auto_lock_minutes").intValue()).isEqualTo(30);
            assertThat(api.put(VAULT + "/auto-lock", Json.object().put("minutes", 0))
                            .json()
                            .path("auto_lock_minutes")
                            .intValue())
                    .isZero();
            assertThat(api.put(VAULT + "/auto-lock", Json.object().put("minutes", 99_999))
                            .pointers())
                    .containsExactly("/minutes");

            assertThat(api.post(VAULT + "/lock", Json.object())
                            .json()
                            .path("state")
                            .asString(""))
                    .isEqualTo("locked");

            var token = Json.object().put("vm_uuid", "5f0c2f5e-7a53-4d0e-9d54-0f6f5a3c1b11");
            var refused = api.post("/api/v1/provisioning/issue-token", token);
            assertThat(refused.status()).as(refused.text()).isEqualTo(423);
            assertThat(refused.code()).isEqualTo("VAULT_LOCKED");
            assertThat(api.get("/api/v1/doctor").text()).contains("it waits for its passphrase");
            assertThat(api.post(VAULT + "/unlock", Json.object()).code()).isEqualTo("PASSWORD_REQUIRED");
            for (int i = 0; i < 5; i++) {
                var wrong = api.post(VAULT + "/unlock", Json.object().put("passphrase", "not the passphrase"));
                assertThat(wrong.status()).isEqualTo(403);
                assertThat(wrong.code()).isEqualTo("VAULT_PASSPHRASE_WRONG");
                assertThat(wrong.text()).doesNotContain("not the passphrase");
            }
            var slowed = api.post(VAULT + "/unlock", Json.object().put("passphrase", PASSPHRASE));
            assertThat(slowed.status()).isEqualTo(429);
            assertThat(slowed.headers().firstValue("Retry-After")).isPresent();
        }
    }

    @Test
    void onlyAdministratorsChangeTheVault() {
        try (var rig = new AdminRig(folder)) {
            var operator = rig.user("op", Caller.Role.OPERATE);
            for (var path :
                    List.of("/lock", "/unlock", "/recovery-words", "/reset", "/recover", "/protector", "/init")) {
                assertThat(operator.post(VAULT + path, Json.object()).status())
                        .as(path)
                        .isEqualTo(403);
            }
            assertThat(rig.agent.parts().vault().isOpen()).isTrue();
        }
    }

    @Test
    @Tag("F190")
    void onlyTheRecoveryWordsRouteGivesKeyMaterialOut() throws IOException {
        try (var rig = new AdminRig(folder)) {
            var api = rig.admin();
            var made = api.post(VAULT + "/recovery-words", Json.object());
            var words = words(made.json());
            assertThat(words).hasSize(RecoveryWords.COUNT);
            var secret = RecoveryWords.parse(String.join(" ", words)).orElseThrow();
            var file = Files.readString(keyFile()).strip();
            var canaries = List.of(
                    String.join(" ", words.subList(0, 3)),
                    HexFormat.of().formatHex(secret),
                    Base64.getEncoder().encodeToString(secret),
                    file.substring(file.indexOf(' ') + 1),
                    blob("protector"),
                    blob("recovery"));

            for (var route : rig.routes()) {
                if (route.path().endsWith("/recovery-words")) {
                    continue;
                }
                var path = route.path().replaceAll("\\{[a-z]+}", "x1");
                var body = route.method() == Operation.Method.GET ? null : "{}";
                var answer = route.contract().endless()
                        ? api.begin(path, Map.of())
                        : api.send(route.method().name(), path, body, Map.of());
                for (var canary : canaries) {
                    assertThat(answer.text()).as("%s %s", route.method(), path).doesNotContain(canary);
                }
            }
            assertThat(rig.column("select detail from audit")).noneMatch(line -> line.contains(words.getFirst() + " "));
        }
    }

    @Test
    void recoveryWordsBringALostVaultBack() throws IOException {
        List<String> words;
        try (var rig = new AdminRig(folder)) {
            rig.admin().post(VAULT + "/recovery-words", Json.object());
            words = words(
                    rig.admin().post(VAULT + "/recovery-words", Json.object()).json());
            assertThat(rig.admin().get(VAULT).json().path("recovery_words").booleanValue())
                    .isTrue();
        }
        Files.delete(keyFile());
        try (var rig = new AdminRig(folder)) {
            var api = rig.admin();
            var lost = api.get(VAULT).json();
            assertThat(lost.path("state").asString("")).isEqualTo("lost");
            assertThat(lost.path("why").path("next_step").asString("")).contains("vault recover");
            var wrong = new ArrayList<>(words);
            wrong.set(0, wrong.get(0).equals("zoo") ? "abandon" : "zoo");
            assertThat(api.post(VAULT + "/recover", recover(wrong)).code()).isEqualTo("VAULT_WORDS_WRONG");

            var after = api.post(VAULT + "/recover", recover(words));

            assertThat(after.json().path("state").asString("")).as(after.text()).isEqualTo("unlocked");
            assertThat(after.json().path("protector").asString("")).isEqualTo("passphrase");
        }
    }

    private static ObjectNode recover(List<String> words) {
        return passphrase("protector", "passphrase", "passphrase", PASSPHRASE)
                .put("words", words.stream().collect(Collectors.joining(" ")));
    }

    private static ObjectNode passphrase(String... fields) {
        var body = Json.object();
        for (int i = 0; i < fields.length; i += 2) {
            body.put(fields[i], fields[i + 1]);
        }
        return body;
    }

    private static List<String> words(JsonNode answer) {
        return answer.path("words").valueStream().map(word -> word.asString("")).toList();
    }

    private String blob(String slot) throws IOException {
        return Json.parse(Files.readAllBytes(folder.resolve("vault.json")))
                .path(slot)
                .path("blob")
                .asString();
    }

    private Path keyFile() throws IOException {
        try (var files = Files.newDirectoryStream(folder, "vault-*.key")) {
            return files.iterator().next();
        }
    }
}
