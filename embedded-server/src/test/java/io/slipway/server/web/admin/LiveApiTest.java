package io.slipway.server.web.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Json;
import io.slipway.server.base.TenantId;
import io.slipway.server.tenant.Refusals;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.Listener;
import io.slipway.server.web.RateLimit;
import io.slipway.server.web.WebServer;
import io.slipway.server.web.live.Live;
import io.slipway.server.web.live.LiveLimits;
import io.slipway.server.web.live.LiveParts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Streams of the real listener: who may open one, what it tells, when it ends. */
class LiveApiTest {
    @TempDir
    static Path folder;

    static AdminRig rig;
    static Api admin;
    static AdminServer quick;

    @BeforeAll
    static void start() {
        rig = new AdminRig(folder);
        rig.withLab(lab -> lab);
        admin = rig.admin();
        quick = AdminServer.start(
                AdminRig.parts(rig.agent),
                0,
                RateLimit.of(new RateLimit.Rate(1000, 100_000), 100),
                new LiveLimits(Duration.ofMillis(100), Duration.ofMinutes(30), Duration.ofMinutes(25), 3, 10));
    }

    @AfterAll
    static void stop() {
        quick.close();
        rig.close();
    }

    private static String[] bearer(Api user) {
        return new String[] {"Authorization", "Bearer " + user.token()};
    }

    private static String order(String name) {
        return admin.post("/api/v1/jobs/provision", AdminRig.clone(name))
                .json()
                .path("job_id")
                .asString();
    }

    private static Browser signedIn() {
        var browser = new Browser(rig);
        var code = admin.send("POST", "/api/v1/sessions/code", null, Map.of());
        assertThat(browser.enter(code.json().path("url").asString()).status()).isEqualTo(200);
        return browser;
    }

    private static String cookie(Browser browser) {
        return "slipway_session=" + browser.cookie();
    }

    private static boolean is(JsonNode message, String type) {
        return message.path("type").asString().equals(type);
    }

    @Test
    @Tag("F161")
    void aScriptedClientHearsWhatItAskedForAndNothingElse() throws Exception {
        try (var client = new LiveClient(rig.url(), "/ws/v1/events", bearer(admin))) {
            assertThat(client.next().path("session_seconds").asInt()).isEqualTo(1800);
            var initial = client.next();
            assertThat(initial.path("type").asString()).isEqualTo("initial_state");
            assertThat(initial.path("notifications").isArray()).isTrue();
            assertThat(initial.path("unread_count").isInt()).isTrue();
            client.say("{\"type\":\"ping\"}");
            assertThat(is(client.next(), "pong")).isTrue();

            rig.awaitJob(admin, order("ws-silent"));
            client.say("{\"type\":\"nonsense\"}");
            assertThat(is(client.next(), "error")).as("silent until subscribed").isTrue();

            client.say("{\"type\":\"subscribe\",\"topic\":\"jobs\"}");
            assertThat(client.next().path("action").asString()).isEqualTo("subscribed");
            var job = order("ws-heard");
            var done = client.next(
                    message -> message.path("data").path("state").asString().equals("succeeded"));
            assertThat(done.path("type").asString()).isEqualTo("job");
            assertThat(done.path("job_id").asString()).isEqualTo(job);

            client.say("{\"type\":\"unsubscribe\",\"topic\":\"jobs\"}");
            client.say("{\"type\":\"subscribe\",\"topic\":\"notifications\"}");
            client.next(message -> message.path("topic").asString().equals("notifications"));
            rig.awaitJob(admin, order("ws-notified"));
            // Notices follow the jobs: that of the job before may come after the subscription.
            var told = client.next(message ->
                    message.path("notification").path("title").asString().equals("ws-notified: ready"));
            assertThat(told.at("/notification/metadata/state").asString()).isEqualTo("succeeded");
            assertThat(is(told, "notification")).isTrue();
        }
    }

    @Test
    @Tag("F161")
    void anotherTenantAndAnotherJobAreNotHeard() throws Exception {
        var stranger = rig.user(new TenantId("tenant-b"), "bob", Caller.Role.ADMIN);
        var job = order("ws-one");
        rig.awaitJob(admin, job);
        try (var foreign = new LiveClient(rig.url(), "/ws/v1/events", bearer(stranger));
                var own = new LiveClient(rig.url(), "/ws/v1/events", bearer(admin))) {
            foreign.until("initial_state");
            own.until("initial_state");
            foreign.say("{\"type\":\"subscribe\",\"topic\":\"all\"}");
            own.say("{\"type\":\"subscribe\",\"topic\":\"jobs:" + job + "\"}");
            foreign.until("subscription");
            own.until("subscription");

            rig.awaitJob(admin, order("ws-two"));

            foreign.say("{\"type\":\"ping\"}");
            own.say("{\"type\":\"ping\"}");
            assertThat(foreign.until("pong")).hasSize(1);
            assertThat(own.until("pong")).hasSize(1);
        }
    }

    @Test
    @Tag("F162")
    void aTokenInTheAddressIsRefusedAndWrittenDown() {
        var address = "/ws/v1/events?token=" + admin.token();

        assertThatThrownBy(() -> new LiveClient(rig.url(), address, bearer(admin)).close())
                .hasStackTraceContaining("401");

        assertThat(rig.column("select action || outcome from audit where action = 'api-token.refused'"))
                .isNotEmpty();
        assertThat(rig.column("select detail || object from audit")).noneMatch(row -> row.contains(admin.token()));
    }

    @Test
    @Tag("F162")
    void aPageNeedsItsOriginAndCookieAndBearerNeverMix() throws Exception {
        var browser = signedIn();
        var origin = rig.url().toString();
        for (var headers : new String[][] {
            {},
            {"Cookie", cookie(browser)},
            {"Cookie", cookie(browser), "Origin", "http://evil.example"},
            {"Cookie", cookie(browser), "Origin", origin, "Authorization", "Bearer " + admin.token()},
            {"Cookie", "slipway_session=" + "A".repeat(43), "Origin", origin},
            {"Authorization", "Bearer slp_api_" + "A".repeat(43)},
        }) {
            assertThatThrownBy(() -> new LiveClient(rig.url(), "/ws/v1/events", headers).close())
                    .as(List.of(headers).toString())
                    .hasStackTraceContaining("WebSocketHandshakeException");
        }
        try (var page = new LiveClient(rig.url(), "/ws/v1/events", "Cookie", cookie(browser), "Origin", origin)) {
            page.until("initial_state");
        }
    }

    @Test
    @Tag("F162")
    void aSocketIsToldToRenewAndClosesWhenItsTimeIsOver() throws Exception {
        var parts = rig.agent.parts();
        var now = new AtomicReference<>(Instant.now());
        var limits = new LiveLimits(Duration.ofMillis(50), Duration.ofMinutes(30), Duration.ofMinutes(25), 3, 10);
        try (var live = new Live(new LiveParts(
                        parts.events(), parts.notices(), parts.jobs(), parts.jobLog(), now::get, limits));
                var server = WebServer.start(Listener.admin(0), parts.ids(), routes -> {
                    new AdminGuard(
                                    parts.apiTokens(),
                                    parts.sessions(),
                                    new Refusals(parts.auditLog(), parts.ids(), parts.clock()))
                            .addTo(routes);
                    live.addTo(routes);
                });
                var client = new LiveClient(
                        URI.create("http://127.0.0.1:" + server.port()), "/ws/v1/events", bearer(admin))) {
            client.until("initial_state");

            now.updateAndGet(at -> at.plus(Duration.ofMinutes(25)));
            assertThat(client.next().path("action").asString()).isEqualTo("renew");
            now.updateAndGet(at -> at.plus(Duration.ofMinutes(5)));

            assertThat(client.closed()).isEqualTo(4408);
        }
    }

    @Test
    @Tag("F162")
    void tooMuchOrTooLongIsCutOff() throws Exception {
        try (var loud = new LiveClient(rig.url(), "/ws/v1/events", bearer(admin))) {
            loud.until("initial_state");
            assertThat(loud.closedAt("{\"type\":\"ping\"}", "pong")).isEqualTo(1008);
        }
        try (var longWinded = new LiveClient(rig.url(), "/ws/v1/events", bearer(admin))) {
            longWinded.until("initial_state");
            longWinded.say("{\"type\":\"" + "x".repeat(9000) + "\"}");
            assertThat(longWinded.closed()).isEqualTo(1009);
        }
    }

    @Test
    @Tag("F162")
    void aRevokedTokenAndAnEndedSessionEndTheirStreams() throws Exception {
        var user = rig.user("eve", Caller.Role.READ);
        var browser = signedIn();
        var origin = rig.url().toString();
        try (var socket = new LiveClient(rig.url(), "/ws/v1/events", bearer(user));
                var stream = new SseClient(rig.url(), "/api/v1/events?topics=jobs", bearer(user));
                var page = new SseClient(rig.url(), "/ui/events", "Cookie", cookie(browser))) {
            socket.until("initial_state");
            stream.next("snapshot");
            page.next("snapshot");

            var id =
                    rig.column("select id from api_token where user_id = 'eve'").getFirst();
            assertThat(admin.delete("/api/v1/api-tokens/" + id).status()).isEqualTo(200);
            assertThat(socket.closed()).isEqualTo(4401);
            assertThat(stream.next().data()).contains("signed-out");

            assertThat(browser.post("/ui/session/end", null, "Origin", origin).status())
                    .isEqualTo(200);
            assertThat(page.next("end").data()).contains("signed-out");
        }
    }

    @Test
    @Tag("F161")
    void theLogComesInBatchesWithTheSameCursorAndEndsWithTheJob() throws Exception {
        var job = order("ws-log");
        var seen = new ArrayList<JsonNode>();
        long next;
        try (var client = new LiveClient(rig.url(), "/ws/v1/jobs/" + job + "/log", bearer(admin))) {
            var all = client.until("end");
            all.forEach(message -> message.path("items").forEach(seen::add));
            next = all.getLast().path("next").asLong();
            assertThat(all.getLast().path("state").asString()).isEqualTo("succeeded");
            assertThat(all).allMatch(message -> message.path("items").size() <= 64);
            assertThat(client.closed()).isEqualTo(1000);
        }
        var stored = admin.get("/api/v1/jobs/" + job + "/log?limit=5000").json().path("items");
        assertThat(seen).hasSize(stored.size()).containsExactlyElementsOf(stored.values());
        assertThat(next).isEqualTo(seen.getLast().path("seq").asLong());

        try (var client = new LiveClient(rig.url(), "/ws/v1/jobs/" + job + "/log?after=" + (next - 2), bearer(admin))) {
            assertThat(client.next().path("items").size()).isEqualTo(2);
            assertThat(client.next().path("type").asString()).isEqualTo("end");
        }
        for (var wrong : List.of("/ws/v1/jobs/none/log", "/ws/v1/jobs/" + job + "/log?after=x")) {
            assertThatThrownBy(() -> new LiveClient(rig.url(), wrong, bearer(admin)).close())
                    .hasStackTraceContaining("WebSocketHandshakeException");
        }
    }

    @Test
    void aStreamThatIsCutGoesOnAtItsCursor() throws Exception {
        var job = order("sse-cut");
        var ids = new ArrayList<Long>();
        String last;
        try (var stream = new SseClient(rig.url(), "/api/v1/events?after=0&topics=job:" + job, bearer(admin))) {
            assertThat(stream.head)
                    .contains("content-type: text/event-stream; charset=utf-8", "cache-control: no-store");
            for (int i = 0; i < 3; i++) {
                var message = stream.next();
                assertThat(message.event()).isEqualTo("jobs");
                ids.add(Long.valueOf(message.id()));
            }
            last = String.valueOf(ids.getLast());
        }
        rig.awaitJob(admin, job);
        var state = "";
        try (var stream = new SseClient(
                rig.url(),
                "/api/v1/events?after=0&topics=job:" + job,
                "Authorization",
                "Bearer " + admin.token(),
                "Last-Event-ID",
                last)) {
            while (!state.equals("succeeded")) {
                var message = stream.next();
                ids.add(Long.valueOf(message.id()));
                state = message.json().path("kind").asString().equals("job.state")
                        ? message.json().path("data").path("state").asString()
                        : state;
            }
        }
        var stored = rig.column("select id from event where topic = 'jobs' and ref = '" + job + "' order by id");
        assertThat(ids.stream().map(String::valueOf)).containsExactlyElementsOf(stored);
    }

    @Test
    void aStreamBeatsAndRefusesWhatItDoesNotKnow() throws Exception {
        try (var stream = new SseClient(quick.url(), "/api/v1/events?topics=artifacts", bearer(admin))) {
            stream.next("snapshot");
            assertThat(stream.beats(3)).isEqualTo(3);
        }
        for (var path : List.of("/api/v1/events?topics=nothing", "/api/v1/events?after=-1", "/api/v1/events?token=x")) {
            assertThat(admin.get(path).status()).as(path).isEqualTo(400);
        }
        assertThat(admin.get("/ui/events").status()).isEqualTo(403);
        assertThat(rig.nobody().get("/api/v1/events").status()).isEqualTo(401);
        assertThat(signedIn().get("/api/v1/events").status()).isEqualTo(403);
    }

    @Test
    void aPositionFromElsewhereMeansReadingAgain() throws Exception {
        try (var stream = new SseClient(rig.url(), "/api/v1/events?after=999999999", bearer(admin))) {
            assertThat(stream.next().event()).isEqualTo("reread");
        }
    }

    @Test
    void nobodyTakesAllStreams() throws Exception {
        var user = rig.user("many", Caller.Role.READ);
        var open = new ArrayList<SseClient>();
        try {
            for (int i = 0; i < 3; i++) {
                open.add(new SseClient(quick.url(), "/api/v1/events", bearer(user)));
                assertThat(open.getLast().status).isEqualTo(200);
            }
            var one = new Api(rig.nobody().client(), quick.url(), user.token());
            assertThat(one.get("/api/v1/events").status()).isEqualTo(429);
            assertThatThrownBy(() -> new LiveClient(quick.url(), "/ws/v1/events", bearer(user)).close())
                    .hasStackTraceContaining("429");
            try (var other = new SseClient(quick.url(), "/api/v1/events", bearer(admin))) {
                assertThat(other.status).isEqualTo(200);
            }
            open.getFirst().close();
            // The place is free when the next heartbeat finds nobody there.
            AdminRig.await(() -> {
                try (var again = new SseClient(quick.url(), "/api/v1/events", bearer(user))) {
                    return again.status == 200;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } finally {
            for (var stream : open) {
                stream.close();
            }
        }
    }

    @Test
    @Tag("F163")
    void notificationsAreReadMarkedAndDeletedThroughTheApi() {
        var job = order("notice-vm");
        rig.awaitJob(admin, job);
        var path = "/api/v1/notifications/job-" + job;
        var mine = admin.get("/api/v1/notifications?limit=500&lang=ru").json();
        var notice = mine.path("items")
                .valueStream()
                .filter(item -> item.path("id").asString().equals("job-" + job))
                .findFirst()
                .orElseThrow();
        assertThat(notice.path("title").asString()).isEqualTo("notice-vm: готово");
        assertThat(notice.path("level").asString()).isEqualTo("success");
        assertThat(notice.path("read").asBoolean()).isFalse();
        assertThat(notice.path("related_entity").path("id").asString()).isEqualTo(job);
        int unread = mine.path("unread_count").asInt();

        assertThat(admin.put(path + "/read", Json.object())
                        .json()
                        .path("unread_count")
                        .asInt())
                .isLessThan(unread + 1);
        assertThat(admin.get("/api/v1/notifications?limit=500&unread=true").text())
                .doesNotContain("job-" + job);
        assertThat(admin.put("/api/v1/notifications/mark-all-read", Json.object())
                        .status())
                .isEqualTo(200);
        assertThat(admin.delete(path).status()).isEqualTo(200);
        assertThat(admin.delete(path).code()).isEqualTo("NOTICE_NOT_FOUND");
        assertThat(admin.put(path + "/read", Json.object()).status()).isEqualTo(404);
        var stranger = rig.user(new TenantId("tenant-b"), "bob", Caller.Role.ADMIN);
        assertThat(stranger.get("/api/v1/notifications").json().path("items")).isEmpty();
    }
}
