package io.slipway.server.web.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Json;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.guest.ProgressStatus;
import io.slipway.server.guest.Report;
import io.slipway.server.web.WarningHeader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Config discs, tokens and progress through the listener (requirements A.10 to A.15). */
class PayloadApiTest {
    private static final String PAYLOAD = "/api/v1/provisioning/generate-iso-payload";
    private static final String ISSUE = "/api/v1/provisioning/issue-token";
    private static final String REVOKE = "/api/v1/provisioning/revoke-token";
    private static final String PLAYBOOK = "name: own\nroles:\n  - role: base-system\n";

    @TempDir
    static Path folder;

    static AdminRig rig;

    @BeforeAll
    static void start() {
        rig = new AdminRig(folder);
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    private static Api user(String id) {
        return rig.user(id, Caller.Role.OPERATE);
    }

    private static ObjectNode config(String computerName) {
        var config = Json.object();
        config.putObject("user").put("nameMode", "fixed");
        config.putObject("computerName").put("mode", "custom").put("customName", computerName);
        config.putObject("softwareRemoval").put("mode", "fixed");
        config.putObject("capabilityRemoval").put("mode", "fixed");
        return config;
    }

    private static ObjectNode request() {
        var body = Json.object().put("vm_uuid", UUID.randomUUID().toString());
        body.putObject("ip").put("address", "192.0.2.20").put("gateway", "192.0.2.1");
        return body;
    }

    private static ObjectNode withConfig(String computerName) {
        var body = request();
        body.set("profile_config", config(computerName));
        return body;
    }

    private static byte[] file(JsonNode payload, String name) {
        return Base64.getDecoder().decode(payload.path("files").path(name).asString());
    }

    private static JsonNode provision(JsonNode payload) {
        return Json.parse(file(payload, "provision.json"));
    }

    private static void refuses(String token, String vm) {
        assertThatThrownBy(() -> rig.agent.parts().guestTokens().validate(token, vm))
                .isInstanceOf(SlipwayException.class)
                .hasMessageContaining("TOKEN_INVALID");
    }

    private static void accepts(String token, String vm) {
        assertThat(rig.agent.parts().guestTokens().validate(token, vm).vmUuid()).isEqualTo(vm);
    }

    @Test
    @Tag("F045")
    void profileComesByIdOrWithTheRequestAndTheRequestsOwnWins() {
        var api = user("sources");
        var stored = Json.object().put("name", "stored");
        stored.set("config", config("FROM-ID"));
        var id = api.post("/api/v1/unattend-profiles", stored).json().path("id").asString();

        var byId = api.post(PAYLOAD, request().put("profile_id", id));
        var byConfig = api.post(PAYLOAD, withConfig("FROM-CONFIG"));
        var both = api.post(PAYLOAD, withConfig("FROM-CONFIG").put("profile_id", id));
        var neither = api.post(PAYLOAD, request());
        var unknown =
                api.post(PAYLOAD, request().put("profile_id", UUID.randomUUID().toString()));

        assertThat(byId.status()).as(byId.text()).isEqualTo(200);
        assertThat(byId.json().path("computerName").asString()).isEqualTo("FROM-ID");
        assertThat(byConfig.json().path("computerName").asString()).isEqualTo("FROM-CONFIG");
        assertThat(both.json().path("computerName").asString()).isEqualTo("FROM-CONFIG");
        assertThat(neither.status()).isEqualTo(400);
        assertThat(neither.code()).isEqualTo("PROFILE_SOURCE_REQUIRED");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.code()).isEqualTo("PROFILE_NOT_FOUND");
        assertThat(byId.headers().firstValue("Cache-Control")).hasValue("no-store");
    }

    @Test
    @Tag("F046")
    void maskAndNameServerHaveDefaults() {
        var ip = provision(user("ip").post(PAYLOAD, withConfig("DEFAULTS")).json())
                .path("ip");

        assertThat(ip.path("netmask").asString()).isEqualTo("255.255.255.0");
        assertThat(ip.path("dns").get(0).asString()).isEqualTo("8.8.8.8");
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.300, 192.0.2.1, /ip/address",
        "192.0.2.20, 198.51.100.1, /ip/gateway",
        "host, 192.0.2.1, /ip/address",
        "192.0.2.20, '', /ip/gateway"
    })
    @Tag("F046")
    void badAddressIsRefusedWithItsPlace(String address, String gateway, String pointer) {
        var body = withConfig("BAD-IP");
        body.putObject("ip").put("address", address).put("gateway", gateway);

        var answer = user("bad-ip").post(PAYLOAD, body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.pointers()).contains(pointer);
    }

    @Test
    @Tag("F049")
    void payloadHoldsTheFilesAndTheDefaultPlaybookComesAlong() {
        var api = user("files");
        var plain = api.post(PAYLOAD, withConfig("PLAIN")).json();
        var playbook = api.post(
                        "/api/v1/playbooks",
                        Json.object().put("name", "own").put("is_default", true).put("content", PLAYBOOK))
                .json();

        var body = withConfig("WITH-BOOK");
        var payload = api.post(PAYLOAD, body).json();

        assertThat(plain.path("files").propertyNames())
                .contains("autounattend.xml", "provision.json", "START.ps1")
                .doesNotContain("playbook.yml");
        assertThat(plain.path("playbookId").isNull()).isTrue();
        assertThat(payload.path("files").propertyNames()).contains("playbook.yml");
        assertThat(payload.path("playbookId").asString())
                .isEqualTo(playbook.path("id").asString());
        assertThat(new String(file(payload, "playbook.yml"), StandardCharsets.UTF_8))
                .isEqualTo(PLAYBOOK);
        assertThat(new String(file(payload, "autounattend.xml"), StandardCharsets.UTF_8))
                .contains("WITH-BOOK");
        assertThat(provision(payload).path("token").asString())
                .isEqualTo(payload.path("token").asString());
        assertThat(provision(payload).path("mac").asString()).isEmpty();
        assertThat(payload.path("vmUuid").asString())
                .isEqualTo(body.path("vm_uuid").asString());
        assertThat(payload.path("choices").path("userName").asString())
                .isEqualTo(payload.path("username").asString());
        accepts(payload.path("token").asString(), payload.path("vmUuid").asString());
    }

    @Test
    void profileThatCannotBeRenderedLeavesTheTokenOfTheVmAlone() {
        var api = user("careful");
        var first = withConfig("FIRST");
        var token = api.post(PAYLOAD, first).json().path("token").asString();
        var linux = request().put("vm_uuid", first.path("vm_uuid").asString());
        linux.put("profile_id", "linux-basic");

        var refused = api.post(PAYLOAD, linux);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.pointers()).containsExactly("/mac");
        accepts(token, first.path("vm_uuid").asString());
    }

    @Test
    @Tag("F056")
    void revokingByIdOrByVmEndsThatTokenAndNoOther() {
        var api = user("revoker");
        var one = issue(api);
        var two = issue(api);
        var three = issue(api);

        var byId = api.post(
                REVOKE, Json.object().put("token_id", one.path("token_id").asString()));
        var byVm = api.post(
                REVOKE, Json.object().put("vm_uuid", two.path("vm_uuid").asString()));

        assertThat(byId.json().path("revoked").booleanValue()).isTrue();
        assertThat(byVm.json().path("revoked").booleanValue()).isTrue();
        refuses(one.path("token").asString(), one.path("vm_uuid").asString());
        refuses(two.path("token").asString(), two.path("vm_uuid").asString());
        accepts(three.path("token").asString(), three.path("vm_uuid").asString());
        assertThat(user("another")
                        .post(
                                REVOKE,
                                Json.object()
                                        .put("vm_uuid", three.path("vm_uuid").asString()))
                        .code())
                .isEqualTo("TOKEN_NOT_FOUND");
    }

    private static JsonNode issue(Api api) {
        return api.post(ISSUE, Json.object().put("vm_uuid", UUID.randomUUID().toString()))
                .json();
    }

    @Test
    @Tag("F057")
    void onlyTheOwnerOrAnAdministratorIssuesATokenForAVm() {
        var issued = issue(user("owner"));
        var vm = issued.path("vm_uuid").asString();

        var byToken = user("thief").post(ISSUE, Json.object().put("vm_uuid", vm));
        var byPayload = user("thief").post(PAYLOAD, withConfig("STOLEN").put("vm_uuid", vm));

        assertThat(byToken.status()).isEqualTo(403);
        assertThat(byPayload.status()).isEqualTo(403);
        accepts(issued.path("token").asString(), vm);
        assertThat(rig.admin().post(ISSUE, Json.object().put("vm_uuid", vm)).status())
                .isEqualTo(201);
    }

    @Test
    @Tag("F060")
    void progressIsListedInOrderForItsOwnerOnly() {
        var api = user("watcher");
        var issued = issue(api);
        var vm = issued.path("vm_uuid").asString();
        var presented =
                rig.agent.parts().guestTokens().present(issued.path("token").asString());
        for (var step : List.of("windows_installed", "downloader_ready", "an unknown one")) {
            rig.agent
                    .parts()
                    .guestReports()
                    .report(presented, new Report(vm, step, ProgressStatus.COMPLETED, Json.object()));
        }
        var path = "/api/v1/provisioning/progress/" + vm;

        var own = api.get(path).json();
        var other = user("curious").get(path).json();

        assertThat(own.path("items").valueStream().map(item -> item.path("step").asString()))
                .containsExactly("windows_installed", "downloader_ready", "an unknown one");
        assertThat(other.path("items")).isEmpty();
        assertThat(api.get("/api/v1/provisioning/progress/nonsense").status()).isEqualTo(400);
    }

    @Test
    void isoImageHoldsTheSameFilesAndItsWarningsStandInAHeader() {
        var body = Json.object().put("profile", "windows-11-worker").put("vm_name", "by-hand");

        var answer = user("burner").post("/api/v1/provisioning/iso", body);

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/octet-stream");
        assertThat(answer.headers().firstValue("Content-Disposition")).hasValue("attachment; filename=\"by-hand.iso\"");
        assertThat(new String(answer.body(), 32_769, 5, StandardCharsets.US_ASCII))
                .isEqualTo("CD001");
        var count = answer.headers().firstValue(WarningHeader.COUNT).orElseThrow();
        var warnings = Json.parse(Base64.getDecoder()
                .decode(answer.headers().firstValue(WarningHeader.NAME).orElseThrow()));
        assertThat(warnings).hasSize(Integer.parseInt(count));
    }
}
