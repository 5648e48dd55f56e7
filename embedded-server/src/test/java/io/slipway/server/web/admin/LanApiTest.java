package io.slipway.server.web.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Json;
import io.slipway.server.base.TenantId;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** The listener for VMs is off until somebody chooses, and what needs it says so before anything exists. */
class LanApiTest {
    @TempDir
    static Path folder;

    static AdminRig rig;

    @BeforeAll
    static void start() {
        rig = AdminRig.withoutLan(folder);
        rig.withLab(lab -> lab);
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    private static ObjectNode windows(String name) {
        var order =
                Json.object().put("host", "lab").put("template", "win11-tpl").put("profile", "windows-11-worker");
        order.putArray("names").add(name);
        return order;
    }

    @Test
    @Tag("F181")
    void anOrderThatNeedsTheListenerIsRefusedBeforeAnythingExists() {
        var api = rig.admin();

        var preview = api.post("/api/v1/jobs/provision?dry_run=true", windows("OFF-1"));
        var refused = api.post("/api/v1/jobs/provision", windows("OFF-1"));

        assertThat(preview.status()).as(preview.text()).isEqualTo(200);
        assertThat(preview.json().path("warnings").toString()).contains("slipway lan set auto");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("LAN_LISTENER_OFF");
        assertThat(refused.json().path("next_step").asString()).contains("slipway lan set auto");
        for (var table : List.of("job", "vm", "run", "guest_token", "vmid_ledger")) {
            assertThat(rig.column("select count(*) from " + table)).as(table).containsExactly("0");
        }
    }

    @Test
    @Tag("F181")
    void theListenerIsOffAtFirstAndThatIsSaidEverywhere() {
        var api = rig.admin();

        assertThat(api.get("/api/v1/lan").json().path("on").asBoolean()).isFalse();
        assertThat(api.get("/api/v1/about").json().path("warnings").toString()).contains("lan-listener-off");
        assertThat(api.get("/api/v1/doctor").text()).contains("slipway lan set auto");
        assertThat(rig.nobody().get("/health/ready").status())
                .as("off is no fault")
                .isEqualTo(200);
    }

    @Test
    void badChoicesAreRefusedAndChangeNothing() {
        var api = rig.admin();

        for (var body : List.of(
                "{\"addresses\":[\"evil.example\"]}",
                "{\"addresses\":[\"0.0.0.0\"]}",
                "{\"addresses\":[\"127.0.0.1\"]}",
                "{\"addresses\":[\"10.255.255.1\"]}",
                "{\"addresses\":\"10.0.0.1\"}",
                "{\"auto\":\"yes\"}",
                "{\"auto\":true,\"port\":0}",
                "{\"auto\":true,\"public_url\":\"http://gate.example\"}",
                "{\"auto\":true,\"public_url\":\"https://u:p@gate.example\"}",
                "{\"auto\":true,\"public_url\":\"https://gate.example/path\"}",
                "{\"speed\":1}")) {
            var answer = api.put("/api/v1/lan", body);
            assertThat(answer.status()).as("%s %s", body, answer.text()).isEqualTo(400);
            assertThat(answer.code()).isIn("BAD_REQUEST", "INVALID_ADDRESS");
        }
        assertThat(rig.column("select count(*) from setting")).containsExactly("0");
        assertThat(api.get("/api/v1/lan").json().path("on").asBoolean()).isFalse();
    }

    @Test
    @Tag("F137")
    void onlyAdministratorsOfTheInstallationChangeIt() {
        var strangers = rig.user(new TenantId("other"), "olga", Caller.Role.ADMIN);
        var operator = rig.user("o", Caller.Role.OPERATE);
        var pins = rig.admin().get("/api/v1/lan/authority").json().path("pins");

        for (var api : List.of(strangers, operator)) {
            assertThat(api.put("/api/v1/lan", Json.object().put("auto", true)).status())
                    .isEqualTo(403);
            assertThat(api.send("POST", "/api/v1/lan/authority/rotate", null, Map.of())
                            .status())
                    .isEqualTo(403);
        }
        assertThat(rig.admin().get("/api/v1/lan/authority").json().path("pins")).isEqualTo(pins);
    }

    @Test
    void aRotationIsBegunOnceAndShown() {
        var api = rig.admin();

        var begun = api.send("POST", "/api/v1/lan/authority/rotate", null, Map.of());
        var again = api.send("POST", "/api/v1/lan/authority/rotate", null, Map.of());
        var ended = api.post("/api/v1/lan/authority/rotate", Json.object().put("now", true));

        assertThat(begun.status()).as(begun.text()).isEqualTo(202);
        assertThat(begun.json().path("pins")).hasSize(2);
        assertThat(again.code()).isEqualTo("WRONG_STATE");
        assertThat(ended.json().path("pins")).hasSize(1);
        assertThat(ended.json().path("pins").path(0))
                .isEqualTo(begun.json().path("pins").path(1));
    }
}
