package io.slipway.server.web.vm;

import static io.slipway.server.guest.GuestRig.ADMIN;
import static io.slipway.server.guest.GuestRig.ANNA;
import static io.slipway.server.guest.GuestRig.OTHER_VM;
import static io.slipway.server.guest.GuestRig.VM;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.artifact.ArtifactScope;
import io.slipway.server.artifact.Downloads;
import io.slipway.server.artifact.Release;
import io.slipway.server.artifact.ReleaseOrder;
import io.slipway.server.artifact.ReleaseStatus;
import io.slipway.server.base.Json;
import io.slipway.server.base.Sha256;
import io.slipway.server.lease.LeaseOrder;
import io.slipway.server.web.Http.Answer;
import io.slipway.server.web.RateLimit.Rate;
import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Links and downloads through the real TLS listener, and what somebody in the VMs' network can try with them. */
class ArtifactDownloadTest {
    private static final String RESOLVE = "/api/v1/artifacts/resolve-download";
    private static final ArtifactScope APP = new ArtifactScope("app", "windows", "stable");
    private static final VmLimits WIDE = new VmLimits(new Rate(100_000, 100_000), new Rate(100_000, 100_000));
    private static final byte[] FILE = new byte[300_000];
    private static final String ROWS = "select reason from artifact_audit order by seq";

    @TempDir
    static Path folder;

    private static LanRig rig;

    @BeforeAll
    static void start() throws Exception {
        new Random(20_261_121).nextBytes(FILE);
        rig = new LanRig(folder, WIDE);
    }

    @BeforeEach
    void register() {
        change(
                "insert into host (id, tenant_id, name, kind, address, port, user_name, auth, host_key_pin, node, limits, state,"
                        + " created_at) values ('h', 'default', 'h', 'pve', 'h', 22, 'root', '{}', '', 'h', '{}', 'ready', 0)");
        for (var vm : List.of(VM, OTHER_VM)) {
            change(
                    "insert into vm (id, tenant_id, user_id, host_id, vm_uuid, name, state, addresses, metadata, created_at)"
                            + " values ('" + vm + "', 'default', 'anna', 'h', '" + vm + "', '" + vm
                            + "', 'creating', '[]', '{}', 0)");
        }
    }

    @AfterEach
    void wipe() {
        for (var table : List.of("artifact_audit", "artifact_assignment", "artifact_release", "artifact_object")) {
            change("delete from " + table);
        }
        rig.guests.wipe();
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    private static void change(String sql) {
        rig.guests.database.write(handle -> handle.execute(sql));
    }

    private static Release release(ArtifactScope scope, String version, byte[] content) {
        rig.artifacts.receive(ADMIN, new ByteArrayInputStream(content), OptionalLong.empty(), Optional.empty());
        return rig.artifacts.release(
                ADMIN,
                new ReleaseOrder(
                        scope,
                        version,
                        "apps/setup " + version + ".exe",
                        Sha256.hex(content),
                        content.length,
                        ReleaseStatus.ACTIVE));
    }

    /** The file, assigned to everybody. */
    private static Release assigned() {
        var release = release(APP, "1.0", FILE);
        rig.artifacts.assign(ADMIN, Optional.empty(), APP, release.id());
        return release;
    }

    private static ObjectNode body(String token, String vm) {
        return Json.object().put("token", token).put("vm_uuid", vm).put("module", "app");
    }

    private static Answer resolve(ObjectNode body) {
        return rig.http.post(RESOLVE, Json.write(body));
    }

    private static String path(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return URI.create(answer.json().path("download_url").asString()).getPath();
    }

    private static String leaseToken(String vm, String module) {
        var order = new LeaseOrder(vm, "agent", "runner", module, Optional.empty(), Optional.empty());
        return rig.leases.issue(ANNA, order).token().reveal();
    }

    private static List<String> rows() {
        return rig.guests.column(ROWS);
    }

    @Test
    @Tag("F144")
    void aVmGetsALinkToWhatIsAssignedAndTheWholeFileAndTheTrailHasOneRow() {
        var release = assigned();
        var answer = resolve(body(rig.guests.token(VM), VM));

        assertThat(answer.json().path("release_id").asString()).isEqualTo(release.id());
        assertThat(answer.json().path("sha256").asString()).isEqualTo(Sha256.hex(FILE));
        assertThat(answer.json().path("size_bytes").asLong()).isEqualTo(FILE.length);
        assertThat(answer.json().path("version").asString()).isEqualTo("1.0");
        var life = Duration.between(
                rig.guests.clock.instant(),
                Instant.parse(answer.json().path("url_expires_at").asString()));
        assertThat(life).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(300));
        var file = rig.http.get(path(answer));
        assertThat(file.status()).isEqualTo(200);
        assertThat(file.response().body()).isEqualTo(FILE);
        assertThat(file.header("content-disposition")).contains("attachment; filename=\"setup 1.0.exe\"");
        assertThat(rig.guests.column(
                        "select event || ' ' || result || ' ' || reason || ' ' || vm_uuid || ' ' || release_id"
                                + " || ' ' || request_ip from artifact_audit"))
                .containsExactly("download_url_issued allowed OK " + VM + " " + release.id() + " 127.0.0.1");
    }

    @Test
    @Tag("F143")
    void whatIsAssignedToAUserBeatsTheDefaultAndOthersGetTheDefault() {
        assigned();
        var own = release(APP, "2.0", "another file".getBytes(StandardCharsets.UTF_8));
        rig.artifacts.assign(ADMIN, Optional.of("anna"), APP, own.id());
        change("update vm set user_id = 'bert' where vm_uuid = '" + OTHER_VM + "'");
        var berts = rig.guests
                .tokens
                .issue(ADMIN, io.slipway.server.guest.TokenOrder.of(OTHER_VM))
                .text()
                .reveal();

        assertThat(resolve(body(rig.guests.token(VM), VM))
                        .json()
                        .path("version")
                        .asString())
                .isEqualTo("2.0");
        assertThat(resolve(body(berts, OTHER_VM)).json().path("version").asString())
                .isEqualTo("1.0");
        rig.artifacts.unassign(ADMIN, Optional.of("anna"), APP);
        assertThat(resolve(body(rig.guests.token(VM), VM))
                        .json()
                        .path("version")
                        .asString())
                .isEqualTo("1.0");
    }

    /** One refused attempt: its answer, and that it wrote one row with that very code. */
    private static void refused(ObjectNode body, int status, String code) {
        int before = rows().size();
        var answer = resolve(body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(rows()).hasSize(before + 1).last().isEqualTo(code);
        assertThat(rig.guests.column("select event || result from artifact_audit order by seq desc limit 1"))
                .containsExactly("resolve_denieddenied");
    }

    @Test
    @Tag("F144")
    void tokensThatAreMissingForgedForeignUsedOrRevokedGetNothingAndEachAttemptIsOneRow() {
        assigned();
        var token = rig.guests.token(VM);
        refused(Json.object().put("vm_uuid", VM).put("module", "app"), 401, "UNAUTHORIZED");
        refused(body(token.substring(0, token.length() - 2) + "xx", VM), 401, "UNAUTHORIZED");
        refused(body("a.b.c", VM), 401, "UNAUTHORIZED");
        refused(body(token, OTHER_VM), 403, "VM_UUID_MISMATCH");
        refused(body(rig.guests.token(OTHER_VM), VM), 403, "VM_UUID_MISMATCH");
        refused(body(token, VM).put("modul", "x"), 400, "BAD_REQUEST");
        refused(body(token, VM).put("module", "../app"), 400, "BAD_REQUEST");
        refused(body(token, VM).put("lease_token", 5), 400, "BAD_REQUEST");
        rig.guests.tokens.revokeByVm(ANNA, VM);
        refused(body(token, VM), 401, "UNAUTHORIZED");
        var late = rig.guests.token(VM);
        refused(body(token, VM), 401, "UNAUTHORIZED");
        rig.guests.clock.advance(Duration.ofDays(31));
        refused(body(late, VM), 401, "UNAUTHORIZED");
        assertThat(rig.guests.column(
                        "select count(*) from artifact_audit where vm_uuid is null and reason = 'UNAUTHORIZED'"))
                .containsExactly("6");
    }

    @Test
    @Tag("F144")
    void leasesThatAreUnknownForeignOverOrOfAnotherModuleGetNothing() {
        assigned();
        var token = rig.guests.token(VM);
        refused(body(token, VM).put("lease_token", "slp_lease_" + "A".repeat(43)), 404, "LEASE_NOT_FOUND");
        refused(body(token, VM).put("lease_token", "x"), 404, "LEASE_NOT_FOUND");
        refused(body(token, VM).put("lease_token", leaseToken(OTHER_VM, "app")), 403, "VM_UUID_MISMATCH");
        refused(body(token, VM).put("lease_token", leaseToken(VM, "other")), 403, "MODULE_MISMATCH");
        var first = leaseToken(VM, "app");
        assertThat(resolve(body(token, VM).put("lease_token", first)).status()).isEqualTo(200);
        var second = leaseToken(VM, "app");
        refused(body(token, VM).put("lease_token", first), 409, "LEASE_INACTIVE");
        rig.guests.clock.advance(Duration.ofSeconds(301));
        refused(body(token, VM).put("lease_token", second), 409, "LEASE_EXPIRED");

        assertThat(resolve(body(token, VM)).status()).isEqualTo(200);
        var own = rig.leases.list(ANNA.tenant(), Optional.of(VM), 10).stream()
                .filter(lease -> lease.own())
                .findFirst()
                .orElseThrow();
        rig.leases.revoke(ADMIN, own.id(), Optional.empty());
        refused(body(token, VM), 409, "LEASE_INACTIVE");
        change("delete from lease");
        refused(body(token, VM), 404, "LEASE_NOT_FOUND");
    }

    @Test
    @Tag("F144")
    void whatIsNotAssignedNotActiveOrNotInTheStoreIsRefused() throws Exception {
        var token = rig.guests.token(VM);
        refused(body(token, VM), 404, "ARTIFACT_ASSIGNMENT_NOT_FOUND");
        var release = assigned();
        refused(body(token, VM).put("channel", "test"), 404, "ARTIFACT_ASSIGNMENT_NOT_FOUND");
        refused(body(token, VM).put("platform", "linux"), 404, "ARTIFACT_ASSIGNMENT_NOT_FOUND");
        rig.artifacts.setStatus(ADMIN, release.id(), ReleaseStatus.DISABLED);
        refused(body(token, VM), 409, "ARTIFACT_RELEASE_NOT_ACTIVE");
        rig.artifacts.setStatus(ADMIN, release.id(), ReleaseStatus.ACTIVE);
        var file = folder.resolve("artifacts/objects")
                .resolve(release.digest().substring(0, 2))
                .resolve(release.digest());
        Files.write(file, new byte[10]);
        refused(body(token, VM), 404, "ARTIFACT_OBJECT_NOT_FOUND");
        Files.delete(file);
        refused(body(token, VM), 404, "ARTIFACT_OBJECT_NOT_FOUND");
    }

    private static void dead(String path, String reason) {
        var answer = rig.http.get(path);
        assertThat(answer.status()).as(path + " " + answer.text()).isEqualTo(403);
        assertThat(answer.code()).isEqualTo("LINK_INVALID");
        assertThat(answer.reason()).isEqualTo(reason);
    }

    @Test
    @Tag("F144")
    void aLinkOfWhichAnyCharacterWasChangedIsRefused() {
        assigned();
        var path = path(resolve(body(rig.guests.token(VM), VM)));
        int from = Downloads.PATH.length();
        for (int at = from; at < path.length(); at++) {
            char other = path.charAt(at) == 'A' ? 'B' : 'A';
            dead(path.substring(0, at) + other + path.substring(at + 1), "signature");
        }
        dead(path.substring(0, path.length() - 1), "signature");
        dead(path + "A", "signature");
        dead(Downloads.PATH + "A".repeat(path.length() - from), "signature");
        dead(path + "%3D", "signature");
        assertThat(rig.http.get(path).status()).isEqualTo(200);
    }

    @Test
    @Tag("F144")
    void aLinkEndsWithItsTimeItsLeaseItsReleaseAndTheVmsCompletion() {
        var release = assigned();
        var token = rig.guests.token(VM);
        var timed = path(resolve(body(token, VM)));
        rig.guests.clock.advance(Downloads.LIFE);
        dead(timed, "expired");

        var leased = path(resolve(body(token, VM).put("lease_token", leaseToken(VM, "app"))));
        assertThat(rig.http.get(leased).status()).isEqualTo(200);
        leaseToken(VM, "app");
        dead(leased, "ended");

        var released = path(resolve(body(token, VM)));
        rig.artifacts.setStatus(ADMIN, release.id(), ReleaseStatus.ARCHIVED);
        dead(released, "ended");
        rig.artifacts.setStatus(ADMIN, release.id(), ReleaseStatus.ACTIVE);

        var body = body(token, VM);
        var last = path(resolve(body));
        var done = Json.object()
                .put("token", token)
                .put("vm_uuid", VM)
                .put("step", "completed")
                .put("status", "completed");
        rig.http.post("/api/v1/provisioning/report-progress", Json.write(done));
        dead(last, "ended");
        refused(body, 401, "UNAUTHORIZED");
    }

    /** Asks for the file and reads no further than the head of the answer. */
    private static Socket stalled(String path) throws Exception {
        var context = LanRig.trust(rig.ca, "TLSv1.3");
        var socket = context.getSocketFactory().createSocket("127.0.0.1", rig.server.port());
        socket.setSoTimeout(60_000);
        var request = "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + rig.server.port() + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        assertThat(new String(socket.getInputStream().readNBytes(15), StandardCharsets.US_ASCII))
                .isEqualTo("HTTP/1.1 200 OK");
        return socket;
    }

    @Test
    @Tag("F144")
    void aVmThatReadsSlowlyTakesFewPlacesAndKeepsNoOtherVmFromItsFiles() throws Exception {
        var large = new byte[24 << 20];
        rig.artifacts.assign(
                ADMIN, Optional.empty(), APP, release(APP, "2.0", large).id());
        var token = rig.guests.token(VM);
        var mine = path(resolve(body(token, VM)));
        var other = path(resolve(body(rig.guests.token(OTHER_VM), OTHER_VM)));
        var slow = new ArrayList<Socket>();
        try {
            for (int i = 0; i < 4; i++) {
                slow.add(stalled(mine));
            }

            var refused = rig.http.get(mine);
            var leased = path(resolve(body(token, VM).put("lease_token", leaseToken(VM, "app"))));

            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.code()).isEqualTo("RATE_LIMITED");
            assertThat(Integer.parseInt(refused.header("Retry-After").orElseThrow()))
                    .isPositive();
            assertThat(rig.http.get(leased).status())
                    .as("another lease of the same VM")
                    .isEqualTo(429);
            assertThat(rig.http.get(other).status()).as("another VM").isEqualTo(200);

            slow.removeLast().close();
            await(() -> rig.http.get(mine).status() == 200);
        } finally {
            for (var socket : slow) {
                socket.close();
            }
        }
    }

    private static void await(BooleanSupplier fact) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!fact.getAsBoolean()) {
            assertThat(System.nanoTime()).as("it did not come true").isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    @Test
    @Tag("F144")
    void pathTricksReachNoFileAndNothingIsRedirected() {
        var release = assigned();
        var path = path(resolve(body(rig.guests.token(VM), VM)));
        for (var trick : List.of(
                Downloads.PATH,
                "/files",
                Downloads.PATH + release.digest(),
                Downloads.PATH + "..%2f..%2fslipway.db",
                Downloads.PATH + "%2e%2e/slipway.db",
                Downloads.PATH + "objects/" + release.digest(),
                path + "/",
                path + "/../../slipway.db",
                path + ";x",
                path.replace("/files/", "/files//"),
                path.replace("/files/", "/FILES/"))) {
            var answer = rig.http.get(trick);
            assertThat(answer.status()).as(trick).isIn(400, 403, 404);
            assertThat(answer.header("location")).as(trick).isEmpty();
            assertThat(answer.response().body()).as(trick).isNotEqualTo(FILE);
        }
    }

    @Test
    @Tag("F144")
    void partsOfAFileAreSentAsAskedAndPartsBeyondItAreRefused() {
        assigned();
        var path = path(resolve(body(rig.guests.token(VM), VM)));
        var tag = "\"" + Sha256.hex(FILE) + "\"";
        record Part(String range, int first, int last) {}
        for (var part : List.of(
                new Part("bytes=0-0", 0, 0),
                new Part("bytes=100-299999", 100, 299_999),
                new Part("bytes=299990-", 299_990, 299_999),
                new Part("bytes=-5", 299_995, 299_999),
                new Part("bytes=131071-131073", 131_071, 131_073),
                new Part("bytes=5-999999999", 5, 299_999))) {
            var answer = rig.http.get(path, "Range", part.range(), "If-Range", tag);
            assertThat(answer.status()).as(part.range()).isEqualTo(206);
            assertThat(answer.header("content-range"))
                    .contains("bytes " + part.first() + "-" + part.last() + "/300000");
            assertThat(answer.response().body()).isEqualTo(Arrays.copyOfRange(FILE, part.first(), part.last() + 1));
        }
        for (var whole : List.of("bytes=5-2", "bytes=0-1,4-5", "lines=1-2", "bytes=-", "bytes=a-b", "")) {
            assertThat(rig.http.get(path, "Range", whole).response().body())
                    .as(whole)
                    .isEqualTo(FILE);
        }
        assertThat(rig.http
                        .get(path, "Range", "bytes=0-0", "If-Range", "\"other\"")
                        .response()
                        .body())
                .isEqualTo(FILE);
        for (var outside : List.of("bytes=300000-", "bytes=-0")) {
            var answer = rig.http.get(path, "Range", outside);
            assertThat(answer.status()).as(outside).isEqualTo(416);
            assertThat(answer.code()).isEqualTo("RANGE_NOT_SATISFIABLE");
            assertThat(answer.header("content-range")).contains("bytes */300000");
        }
        assertThat(rows()).as("parts are no attempts").containsExactly("OK");
    }

    @Test
    @Tag("F144")
    void validatingATokenOffersTheAssignedBootstrapAndAppAndOnlyThose() {
        assigned();
        var token = rig.guests.token(VM);
        var body = Json.write(Json.object().put("token", token).put("vm_uuid", VM));

        var answer = rig.http.post("/api/v1/provisioning/validate-token", body).json();

        assertThat(answer.path("bootstrap_url").isNull()).isTrue();
        assertThat(answer.path("app_sha256").asString()).isEqualTo(Sha256.hex(FILE));
        var link = URI.create(answer.path("app_url").asString());
        assertThat(rig.http.get(link.getPath()).response().body()).isEqualTo(FILE);
        assertThat(rows()).containsExactly("OK");
    }

    @Test
    @Tag("F144")
    void theLinkStandsInNoRowAndBeginsWithAnAddressOfOurs() {
        assigned();
        var answer = resolve(body(rig.guests.token(VM), VM));
        var link = path(answer).substring(Downloads.PATH.length());

        assertThat(answer.json().path("download_url").asString())
                .startsWith("https://127.0.0.1:" + rig.server.port() + "/files/");
        assertThat(rig.guests
                        .column("select group_concat(quote(tenant_id) || quote(lease_id) || quote(reason)"
                                + " || quote(release_id)) from artifact_audit")
                        .getFirst())
                .doesNotContain(link);
    }

    @Test
    @Tag("F144")
    void whoAsksTooOftenIsTurnedAwayUnreadAndWritesNoRow() throws Exception {
        var other = Files.createDirectory(folder.resolve("narrow"));
        try (var narrow = new LanRig(other, new VmLimits(new Rate(1, 3), new Rate(1, 3)))) {
            var body = Json.write(body("a.b.c", VM));
            for (int i = 0; i < 20; i++) {
                narrow.http.post(RESOLVE, body);
            }
            assertThat(narrow.http.post(RESOLVE, body).status()).isEqualTo(429);
            assertThat(Integer.parseInt(narrow.guests
                            .column("select count(*) from artifact_audit")
                            .getFirst()))
                    .isBetween(3, 8);
            for (int i = 0; i < 20; i++) {
                narrow.http.get(Downloads.PATH + "A".repeat(140));
            }
            assertThat(narrow.http.get(Downloads.PATH + "A".repeat(140)).status())
                    .isEqualTo(429);
        }
    }
}
