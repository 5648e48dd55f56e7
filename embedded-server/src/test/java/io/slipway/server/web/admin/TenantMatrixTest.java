package io.slipway.server.web.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Json;
import io.slipway.server.base.TenantId;
import io.slipway.server.profile.Playbooks;
import io.slipway.server.web.Operation;
import io.slipway.server.web.Surface;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Every route of the table with an administrator's token of a second tenant, aimed at the objects of the first. */
class TenantMatrixTest {
    private static final String CANARY = "canary-of-tenant-a";

    @TempDir
    static Path folder;

    static AdminRig rig;
    static Api stranger;
    static final Map<String, String> OURS = new HashMap<>();

    @BeforeAll
    static void start() {
        rig = new AdminRig(folder);
        rig.withLab(lab -> lab);
        var admin = rig.admin();
        stranger = rig.user(new TenantId("tenant-b"), "bob", Caller.Role.ADMIN);
        var job = admin.post("/api/v1/jobs/provision", AdminRig.clone(CANARY + "-vm"))
                .json()
                .path("job_id")
                .asString();
        rig.awaitJob(admin, job);
        OURS.put("job", job);
        OURS.put("command", job);
        OURS.put("host", one("select id from host"));
        OURS.put("agent", one("select id from host"));
        OURS.put("vm", one("select id from vm"));
        OURS.put("uuid", one("select vm_uuid from vm"));
        OURS.put("name", "x");
        OURS.put("playbook", made("/api/v1/playbooks", named().put("content", Playbooks.builtIn())));
        OURS.put(
                "token",
                made("/api/v1/api-tokens", Json.object().put("label", CANARY).put("role", "READ")));
        OURS.put("node", made("/api/nodes", named()));
        var browser = new Browser(rig);
        var code = admin.send("POST", "/api/v1/sessions/code", null, Map.of());
        browser.enter(code.json().path("url").asString());
        OURS.put("session", one("select id from session"));
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    private static ObjectNode named() {
        return Json.object().put("name", CANARY);
    }

    private static String made(String path, ObjectNode body) {
        var answer = rig.admin().post(path, body);
        assertThat(answer.status()).as(answer.text()).isBetween(200, 299);
        return answer.json().path("id").asString();
    }

    private static String one(String sql) {
        return rig.column(sql).getFirst();
    }

    /** Everything of the first tenant that a request could change; what only says when something was last seen is left out. */
    private static List<String> ours() {
        var all = new ArrayList<String>();
        for (var sql : List.of(
                "select id || name || address || host_key_pin || state from host where tenant_id = 'default' order by id",
                "select id || name || state from vm where tenant_id = 'default' order by id",
                "select id || state from job where tenant_id = 'default' order by id",
                "select id || state || cancel_requested from run where tenant_id = 'default' order by id",
                "select id || name || content from playbook where tenant_id = 'default' order by id",
                "select id || coalesce(revoked_at, '') from api_token where tenant_id = 'default' order by id",
                "select id || state || token_hash from guest_token where tenant_id = 'default' order by id",
                "select id || coalesce(ended_at, '') from session where tenant_id = 'default' order by id",
                "select id || name || status from node where tenant_id = 'default' order by id",
                "select host_id || name || native_id from template_mapping where tenant_id = 'default'",
                "select name || value from setting order by name")) {
            all.addAll(rig.column(sql));
        }
        return all;
    }

    private static String aimed(Route route) {
        var path = route.path();
        for (var entry : OURS.entrySet()) {
            path = path.replace("{" + entry.getKey() + "}", entry.getValue());
        }
        return path.replaceAll("\\{[a-zA-Z]+}", OURS.get("uuid"));
    }

    @Test
    @Tag("F137")
    void everyRouteShowsAndChangesNothingOfAnotherTenant() {
        var before = ours();
        int aimedAt = 0;
        for (var route : rig.routes()) {
            if (route.surface() == Surface.PAGE || route.effect() == Route.Effect.STREAMS) {
                continue;
            }
            boolean named = route.path().contains("{");
            var body =
                    route.method() == Operation.Method.GET || route.method() == Operation.Method.DELETE ? null : "{}";
            var answer = stranger.send(route.method().name(), aimed(route), body, Map.of());
            var what = route.method() + " " + route.path() + " " + answer.status();
            assertThat(answer.text()).as(what).doesNotContain(CANARY);
            assertThat(answer.status()).as(what + " " + answer.text()).isLessThan(500);
            if (named && route.method() != Operation.Method.GET) {
                assertThat(answer.status()).as(what + " " + answer.text()).isBetween(400, 499);
                aimedAt++;
            }
        }
        assertThat(aimedAt).isGreaterThan(10);
        assertThat(ours()).isEqualTo(before);
    }

    @Test
    @Tag("F137")
    void documentsThatNameAnothersObjectsAreRefused() {
        var before = ours();
        var uuid = OURS.get("uuid");
        var host = OURS.get("host");
        var bodies = new HashMap<String, ObjectNode>();
        bodies.put("/api/v1/jobs/provision", AdminRig.clone("b-1").put("host", host));
        bodies.put("/api/v1/provisioning/issue-token", Json.object().put("vm_uuid", uuid));
        bodies.put("/api/v1/provisioning/revoke-token", Json.object().put("vm_uuid", uuid));
        for (var name : List.of("ssh-read-config", "ssh-write-config", "ssh-exec")) {
            bodies.put("/api/v1/vm-ops/proxmox/" + name, Json.object().put("host", host));
        }
        bodies.put("/api/commands", Json.object().put("agentId", host).put("type", "list_templates"));

        bodies.forEach((path, body) -> {
            var answer = stranger.post(path, body);
            assertThat(answer.status()).as("%s %s", path, answer.text()).isBetween(400, 499);
            assertThat(answer.text()).as(path).doesNotContain(CANARY);
        });
        assertThat(ours()).isEqualTo(before);
    }

    @Test
    @Tag("F137")
    void listsOfAnotherTenantAreEmptyAndTheFirstTenantSeesItsOwn() {
        for (var path : List.of("/api/v1/hosts", "/api/v1/jobs", "/api/v1/vms", "/api/v1/sessions")) {
            assertThat(stranger.get(path).json().path("items")).as(path).isEmpty();
            assertThat(rig.admin().get(path).json().path("items")).as(path).isNotEmpty();
        }
        assertThat(stranger.get("/api/v1/audit?limit=1000").text()).doesNotContain(CANARY, "operator");
        assertThat(stranger.get("/api/v1/audit/export").text())
                .contains("withheld")
                .doesNotContain(CANARY, "operator");
    }

    /**
     * Requirements AC10: the legacy routes {@code /infra/*} of the upstream are closed to ordinary users. This product has none,
     * so they are a 404 for everybody; what they did, reaching into a host, is behind {@code /vm-ops}, for administrators, and
     * their calls stand in the audit trail.
     */
    @Test
    @Tag("F138")
    void thereAreNoInfraRoutesAndWhatReachesIntoAHostIsForAdministratorsAndAudited() {
        var users =
                List.of(rig.user("reader", Caller.Role.READ), rig.user("operator-2", Caller.Role.OPERATE), rig.admin());
        for (var path : List.of(
                "/api/v1/infra",
                "/api/v1/infra/proxmox/nodes",
                "/api/v1/infra/proxmox/vms/100/start",
                "/api/v1/infra/ssh/exec",
                "/api/v1/infra/syncthing/status")) {
            for (var method : List.of("GET", "POST", "PUT", "DELETE")) {
                for (var user : users) {
                    assertThat(user.send(method, path, null, Map.of()).status())
                            .as("%s %s", method, path)
                            .isIn(403, 404);
                }
            }
        }
        var exec = Json.object().put("host", "lab");
        exec.putObject("params").put("command", "qm list");
        for (var user : users.subList(0, 2)) {
            assertThat(user.post("/api/v1/vm-ops/proxmox/ssh-exec", exec).status())
                    .isEqualTo(403);
        }
        rig.admin().post("/api/v1/vm-ops/proxmox/ssh-exec", exec);
        assertThat(rig.column("select actor || ' ' || outcome from audit where action like '%/ssh-exec' order by seq"))
                .contains("operator started")
                .filteredOn(line -> line.startsWith("operator ") && !line.endsWith("started"))
                .hasSize(1);
        assertThat(rig.column("select outcome from audit where action = 'api.refused' and actor = 'operator-2'"))
                .contains("FORBIDDEN");
    }
}
