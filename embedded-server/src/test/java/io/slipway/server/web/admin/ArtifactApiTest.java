package io.slipway.server.web.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Json;
import io.slipway.server.base.Sha256;
import io.slipway.server.base.TenantId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Files, releases, assignments and leases through the admin listener, and the way to the VM through the other one. */
class ArtifactApiTest {
    private static final String PATH = "/api/v1/artifacts";
    private static final String OBJECTS = PATH + "/objects";
    private static final String RELEASES = PATH + "/releases";
    private static final String VM = "5f0c2f5e-7a53-4d0e-9d54-0f6f5a3c1b11";
    private static final byte[] FILE = "setup program".getBytes(StandardCharsets.UTF_8);
    private static final String DIGEST = Sha256.hex(FILE);

    @TempDir
    static Path folder;

    private static AdminRig rig;
    private static Api admin;

    @BeforeAll
    static void start() {
        rig = new AdminRig(folder);
        admin = rig.admin();
        rig.change(
                "insert into host (id, tenant_id, name, kind, address, port, user_name, auth, host_key_pin, node, limits,"
                        + " state, created_at) values ('h', 'default', 'h', 'proxmox', 'h', 22, 'root',"
                        + " '{\"kind\":\"password\",\"secretId\":\"host-h\"}', '', 'h',"
                        + " '{\"firstVmId\":1000,\"lastVmId\":8999,\"slots\":2}', 'connected', 0)");
        rig.change(
                "insert into vm (id, tenant_id, user_id, host_id, vm_uuid, name, state, addresses, metadata, created_at)"
                        + " values ('" + VM + "', 'default', 'anna', 'h', '" + VM
                        + "', 'pc', 'present', '[]', '{}', 0)");
    }

    @AfterEach
    void wipe() {
        for (var table : List.of(
                "artifact_assignment",
                "artifact_release",
                "artifact_object",
                "artifact_audit",
                "lease",
                "guest_token")) {
            rig.change("delete from " + table);
        }
        rig.change("update vm set metadata = '{}', state = 'present'");
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    private static Api.Answer send(Api api, String query, BodyPublisher file) throws Exception {
        var request = HttpRequest.newBuilder(api.base().resolve(OBJECTS + query))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + api.token())
                .header("Content-Type", "application/octet-stream")
                .POST(file)
                .build();
        var answer = api.client().send(request, BodyHandlers.ofByteArray());
        return new Api.Answer(answer.statusCode(), answer.body(), answer.headers());
    }

    private static void sent(byte[] file) throws Exception {
        var answer = send(admin, "?sha256=" + Sha256.hex(file), BodyPublishers.ofByteArray(file));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    }

    private static ObjectNode order(String version) {
        return Json.object()
                .put("module", "app")
                .put("platform", "windows")
                .put("version", version)
                .put("object_key", "apps/setup.exe")
                .put("sha256", DIGEST)
                .put("size_bytes", FILE.length);
    }

    private static String released(String version) throws Exception {
        sent(FILE);
        var answer = admin.post(RELEASES, order(version));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json().path("id").asString();
    }

    private static ObjectNode assignment(String release) {
        return Json.object().put("module", "app").put("platform", "windows").put("release_id", release);
    }

    private static Path object(String digest) {
        return folder.resolve("artifacts/objects")
                .resolve(digest.substring(0, 2))
                .resolve(digest);
    }

    @Test
    @Tag("F143")
    void aSentFileIsReleasedAssignedShownAndRemovedAgain() throws Exception {
        var release = released("1.0");

        assertThat(admin.post(PATH + "/assign", assignment(release)).status()).isEqualTo(200);
        var shown = admin.get(RELEASES + "?module=app").json().at("/items/0");
        assertThat(shown.path("status").asString()).isEqualTo("active");
        assertThat(shown.path("channel").asString()).isEqualTo("stable");
        assertThat(shown.path("available").asBoolean()).isTrue();
        assertThat(shown.path("assigned_default").asBoolean()).isTrue();
        assertThat(admin.delete(RELEASES + "/" + release).code()).isEqualTo("WRONG_STATE");
        assertThat(object(DIGEST)).hasBinaryContent(FILE);
        admin.post(PATH + "/unassign", Json.object().put("module", "app"));
        assertThat(admin.delete(RELEASES + "/" + release).status()).isEqualTo(200);
        assertThat(object(DIGEST)).doesNotExist();
        assertThat(admin.delete(RELEASES + "/" + release).code()).isEqualTo("ARTIFACT_RELEASE_NOT_FOUND");
        assertThat(rig.column("select digest from artifact_object")).isEmpty();
    }

    @Test
    @Tag("F143")
    void aUsersOwnAssignmentBeatsTheDefaultAndTheAnswerShowsBoth() throws Exception {
        var first = released("1.0");
        var second = released("2.0");
        var where = PATH + "/assign/anna/app?platform=windows&channel=stable";
        assertThat(admin.get(where).json().path("effective").isNull()).isTrue();

        admin.post(PATH + "/assign", assignment(first));
        assertThat(effective(admin.get(where).json())).isEqualTo("1.0");
        admin.post(PATH + "/assign", assignment(second).put("user_id", "anna"));

        var shown = admin.get(where).json();
        assertThat(effective(shown)).isEqualTo("2.0");
        assertThat(shown.at("/user/release/version").asString()).isEqualTo("2.0");
        assertThat(shown.at("/default/release/version").asString()).isEqualTo("1.0");
        assertThat(effective(admin.get(PATH + "/assign/bert/app").json())).isEqualTo("1.0");
        assertThat(rig.user("bert", Caller.Role.OPERATE).get(where).code()).isEqualTo("FORBIDDEN");
        assertThat(rig.user("anna", Caller.Role.READ).get(where).status()).isEqualTo(200);
    }

    private static String effective(JsonNode json) {
        return json.at("/effective/release/version").asString();
    }

    @Test
    @Tag("F143")
    void aReleaseOfAnotherModulePlatformOrChannelIsAScopeMismatch() throws Exception {
        var release = released("1.0");
        for (var wrong : List.of(
                assignment(release).put("module", "bootstrap"),
                assignment(release).put("platform", "linux"),
                assignment(release).put("channel", "test"))) {
            var answer = admin.post(PATH + "/assign", wrong);
            assertThat(answer.status()).as(wrong.toString()).isEqualTo(409);
            assertThat(answer.code()).isEqualTo("ARTIFACT_SCOPE_MISMATCH");
        }
        assertThat(admin.post(PATH + "/assign", assignment("none")).code()).isEqualTo("ARTIFACT_RELEASE_NOT_FOUND");
        assertThat(rig.column("select release_id from artifact_assignment")).isEmpty();
    }

    @Test
    @Tag("F143")
    void wrongReleasesAreRefusedAndTheFieldsNamed() throws Exception {
        assertThat(admin.post(RELEASES, order("1.0")).code()).isEqualTo("ARTIFACT_OBJECT_NOT_FOUND");
        released("1.0");
        assertThat(admin.post(RELEASES, order("1.0")).code()).isEqualTo("DUPLICATE_NAME");
        assertThat(admin.post(RELEASES, order("2.0").put("size_bytes", 5)).code())
                .isEqualTo("UNPROCESSABLE");
        for (var key : List.of("../x", "a/../b", "/a", "a//b", "a\\b", "a/", "a\nb", "a\"b", "c:x")) {
            assertThat(admin.post(RELEASES, order("2.0").put("object_key", key)).pointers())
                    .as(key)
                    .containsExactly("/object_key");
        }
        var wrong = order("2 0").put("sha256", "zz").put("module", "a/b");
        assertThat(admin.post(RELEASES, wrong).pointers()).containsExactly("/module");
        assertThat(admin.post(RELEASES, wrong.put("module", "app")).pointers()).containsExactly("/version", "/sha256");
        assertThat(admin.post(RELEASES, order("3").put("status", "gone").put("size_bytes", 0))
                        .pointers())
                .containsExactlyInAnyOrder("/status", "/size_bytes");
    }

    @Test
    @Tag("F143")
    void aFileThatIsEmptyCutOffOrNotWhatWasAnnouncedLeavesNothing() throws Exception {
        var other = BodyPublishers.ofByteArray("other".getBytes(StandardCharsets.UTF_8));
        assertThat(send(admin, "?sha256=" + DIGEST, other).code()).isEqualTo("UNPROCESSABLE");
        assertThat(send(admin, "", BodyPublishers.noBody()).code()).isEqualTo("UNPROCESSABLE");
        assertThat(send(admin, "?sha256=zz", other).code()).isEqualTo("BAD_REQUEST");
        assertThat(send(admin, "?name=x", other).code()).isEqualTo("BAD_REQUEST");
        assertThat(admin.post(OBJECTS, Json.object()).code()).isEqualTo("UNSUPPORTED_MEDIA_TYPE");
        assertThat(send(rig.user("op", Caller.Role.OPERATE), "", other).code()).isEqualTo("FORBIDDEN");
        var broken = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(FILE) {
            @Override
            public int read(byte[] bytes, int from, int length) {
                throw new IllegalStateException("the sender dies");
            }
        });
        try {
            send(admin, "", broken);
        } catch (IOException e) {
            assertThat(e).hasStackTraceContaining("the sender dies");
        }

        AdminRig.await(() -> rig.column("select id from artifact_upload").isEmpty());
        assertThat(rig.column("select digest from artifact_object")).isEmpty();
        // Whoever takes the file away may be a moment behind whoever closes the row.
        AdminRig.await(() -> incoming().length == 0);
    }

    private String[] incoming() {
        return folder.resolve("artifacts/incoming").toFile().list();
    }

    @Test
    @Tag("F144")
    void whatAnAdministratorAssignsAVmDownloadsOverTheOtherListenerAndTheTrailTells() throws Exception {
        var release = released("1.0");
        admin.post(PATH + "/assign", assignment(release));
        var issued = rig.user("anna", Caller.Role.OPERATE)
                .post("/api/v1/provisioning/issue-token", Json.object().put("vm_uuid", VM));
        var token = issued.json().path("token").asString();
        try (var lan = rig.lan(token)) {
            var ask = Json.object().put("vm_uuid", VM).put("module", "app");
            var answer = lan.api().post(PATH + "/resolve-download", ask);
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            var link = answer.json().path("download_url").asString();
            assertThat(new Api(lan.api().client(), lan.api().base(), "")
                            .get(link)
                            .body())
                    .isEqualTo(FILE);
            assertThat(lan.api()
                            .post(PATH + "/resolve-download", ask.put("channel", "test"))
                            .code())
                    .isEqualTo("ARTIFACT_ASSIGNMENT_NOT_FOUND");
        }
        var rows = admin.get(PATH + "/audit?vm_uuid=" + VM).json().path("items");
        assertThat(rows.valueStream().map(row -> row.path("reason").asString()))
                .containsExactly("ARTIFACT_ASSIGNMENT_NOT_FOUND", "OK");
        assertThat(admin.get(PATH + "/audit?result=allowed&limit=1")
                        .json()
                        .at("/items/0/release_id")
                        .asString())
                .isEqualTo(release);
        var older =
                admin.get(PATH + "/audit?limit=1").json().path("next_cursor").asString();
        assertThat(admin.get(PATH + "/audit?cursor=" + older).json().path("items"))
                .hasSize(1);
        assertThat(admin.get(RELEASES).json().at("/items/0/links").asInt()).isEqualTo(1);
    }

    @Test
    @Tag("F143")
    @Tag("F137")
    void anotherTenantSeesAndGetsNothingAndKeepsItsOwnCopyOfTheSameFile() throws Exception {
        var release = released("1.0");
        var stranger = rig.user(new TenantId("tenant-b"), "anna", Caller.Role.ADMIN);

        assertThat(stranger.get(RELEASES).json().path("items")).isEmpty();
        assertThat(stranger.post(RELEASES, order("1.0")).code()).isEqualTo("ARTIFACT_OBJECT_NOT_FOUND");
        assertThat(stranger.post(PATH + "/assign", assignment(release)).code()).isEqualTo("ARTIFACT_RELEASE_NOT_FOUND");
        assertThat(stranger.delete(RELEASES + "/" + release).code()).isEqualTo("ARTIFACT_RELEASE_NOT_FOUND");
        send(stranger, "", BodyPublishers.ofByteArray(FILE));
        var theirs = stranger.post(RELEASES, order("1.0")).json().path("id").asString();
        assertThat(admin.delete(RELEASES + "/" + release).status()).isEqualTo(200);
        assertThat(object(DIGEST)).as("the other tenant's").hasBinaryContent(FILE);
        assertThat(stranger.delete(RELEASES + "/" + theirs).status()).isEqualTo(200);
        assertThat(object(DIGEST)).doesNotExist();
    }

    private static ObjectNode lease(String vm) {
        return Json.object()
                .put("vm_uuid", vm)
                .put("agent_id", "agent-1")
                .put("runner_id", "runner-1")
                .put("module", "app");
    }

    @Test
    @Tag("F142")
    void aLeaseIsIssuedHeldByHeartbeatsAndRevokedWithTheCodesOfTheRegistry() {
        var anna = rig.user("anna", Caller.Role.OPERATE);
        var made = anna.post("/api/v1/license/lease", lease(VM.toUpperCase(java.util.Locale.ROOT)));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        var id = made.json().path("lease_id").asString();
        var named = Json.object().put("lease_id", id);
        rig.change("update lease set expires_at = expires_at - 200000");
        var before = Instant.parse(anna.get("/api/v1/license/leases?vm_uuid=" + VM)
                .json()
                .at("/items/0/expires_at")
                .asString());

        var beat = anna.post("/api/v1/license/heartbeat", named).json();

        assertThat(Instant.parse(beat.path("expires_at").asString())).isAfter(before.plusSeconds(190));
        assertThat(beat.path("status").asString()).isEqualTo("active");
        assertThat(rig.user("bert", Caller.Role.OPERATE)
                        .post("/api/v1/license/heartbeat", named)
                        .code())
                .isEqualTo("LEASE_OWNER_MISMATCH");
        assertThat(anna.post("/api/v1/license/revoke", named).code()).isEqualTo("FORBIDDEN");
        assertThat(admin.post("/api/v1/license/revoke", named)
                        .json()
                        .path("status")
                        .asString())
                .isEqualTo("revoked");
        assertThat(anna.post("/api/v1/license/heartbeat", named).code()).isEqualTo("LEASE_INACTIVE");
        assertThat(anna.post("/api/v1/license/heartbeat", Json.object().put("lease_id", "x"))
                        .code())
                .isEqualTo("LEASE_NOT_FOUND");
        var next = anna.post("/api/v1/license/lease", lease(VM)).json();
        assertThat(next.path("epoch").asInt()).isEqualTo(2);
        rig.change("update lease set expires_at = 1");
        assertThat(anna.post(
                                "/api/v1/license/heartbeat",
                                Json.object()
                                        .put("lease_id", next.path("lease_id").asString()))
                        .code())
                .isEqualTo("LEASE_EXPIRED");
        assertThat(rig.column("select token_hash from lease where token_hash like 'slp_%'"))
                .isEmpty();
    }

    @Test
    @Tag("F142")
    void aVmThatIsUnknownInactiveOrSomebodyElsesIsNotLeased() {
        var path = "/api/v1/license/lease";
        assertThat(admin.post(path, lease("5f0c2f5e-7a53-4d0e-9d54-000000000000"))
                        .code())
                .isEqualTo("VM_NOT_REGISTERED");
        assertThat(rig.user("bert", Caller.Role.OPERATE).post(path, lease(VM)).code())
                .isEqualTo("VM_OWNER_MISMATCH");
        assertThat(admin.post(path, lease(VM).put("user_id", "bert")).code()).isEqualTo("VM_OWNER_MISMATCH");
        assertThat(rig.user(new TenantId("tenant-b"), "anna", Caller.Role.ADMIN)
                        .post(path, lease(VM))
                        .code())
                .isEqualTo("VM_NOT_REGISTERED");
        admin.post("/api/v1/vm/register", Json.object().put("vm_uuid", VM).put("status", "paused"));
        assertThat(admin.post(path, lease(VM)).code()).isEqualTo("VM_INACTIVE");
        assertThat(admin.send("POST", path, lease(VM).put("module", "*"), Map.of())
                        .pointers())
                .containsExactly("/module");
        assertThat(rig.column("select id from lease")).isEmpty();
    }
}
