package io.slipway.server.web.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Json;
import io.slipway.server.web.Surface;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What pages of elsewhere and other users of this machine try on the admin listener; each is refused and changes nothing. */
class PageAttackTest {
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

    private static String address() {
        var answer = rig.admin().send("POST", "/api/v1/sessions/code", null, Map.of());
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json().path("url").asString();
    }

    private static Browser signedIn() {
        var browser = new Browser(rig);
        assertThat(browser.enter(address()).status()).isEqualTo(200);
        return browser;
    }

    private static List<String> sessions() {
        return rig.column("select id || coalesce(ended_at, '') from session order by id");
    }

    @Test
    @Tag("F145")
    void aBrowserSignsInWithTheOneTimeAddressAndOut() {
        var address = address();
        assertThat(address).matches("http://127\\.0\\.0\\.1:[0-9]+/enter#[A-Za-z0-9_-]{43}");
        var browser = new Browser(rig);

        var entered = browser.enter(address);
        var cookie = entered.headers().firstValue("set-cookie").orElseThrow();
        var who = browser.get("/ui/session");
        var left = browser.post("/ui/session/end", null);

        assertThat(cookie)
                .matches("slipway_session=[A-Za-z0-9_-]{43}; Path=/; HttpOnly; SameSite=Strict; Max-Age=43200");
        assertThat(who.json().path("user_id").asString()).isEqualTo("operator");
        assertThat(who.json().path("role").asString()).isEqualTo("ADMIN");
        assertThat(who.text()).doesNotContain(browser.cookie(), browser.pageToken());
        assertThat(left.status()).isEqualTo(200);
        assertThat(left.headers().firstValue("set-cookie").orElse("")).contains("slipway_session=;", "Max-Age=0");
        assertThat(browser.get("/ui/session").status()).isEqualTo(401);
    }

    @Test
    @Tag("F145")
    void aOneTimeCodeDoesNotWorkTwice() {
        var address = address();
        assertThat(new Browser(rig).enter(address).status()).isEqualTo(200);
        var before = sessions();

        var again = new Browser(rig).enter(address);

        assertThat(again.status()).isEqualTo(401);
        assertThat(again.headers().firstValue("set-cookie")).isEmpty();
        assertThat(sessions()).isEqualTo(before);
    }

    @Test
    @Tag("F145")
    void aCodeInTheQueryIsNotTaken() {
        var address = address();
        var code = address.substring(address.indexOf('#') + 1);

        assertThat(new Browser(rig).get("/enter?code=" + code).status()).isEqualTo(400);
        assertThat(new Browser(rig).enter(address).status()).as("still good").isEqualTo(200);
    }

    @Test
    @Tag("F145")
    void aPostOfAnotherSiteIsRefusedWhateverItCarries() {
        var browser = signedIn();
        var before = sessions();

        for (var origin : List.of(
                "https://evil.example", "http://127.0.0.1:1", "http://localhost:" + rig.server.port(), "null", "")) {
            browser.from(origin);
            assertThat(browser.post("/ui/session/end", null).status())
                    .as(origin)
                    .isEqualTo(403);
            assertThat(browser.post("/enter", Json.object().put("code", "x")).status())
                    .as(origin)
                    .isEqualTo(403);
        }
        browser.from(rig.url().toString());
        for (var site : List.of("cross-site", "same-site")) {
            assertThat(browser.post("/ui/session/end", null, "Sec-Fetch-Site", site)
                            .status())
                    .isEqualTo(403);
        }
        assertThat(sessions()).isEqualTo(before);
        assertThat(browser.get("/ui/session").status()).isEqualTo(200);
    }

    @Test
    @Tag("F145")
    void anotherSiteCanLeadABrowserToTheEnterPageAndNowhereElse() {
        String[] led = {"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document"};
        String[] framed = {"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "iframe"};
        String[] fetched = {"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "cors", "Sec-Fetch-Dest", "empty"};
        var browser = signedIn();
        var before = sessions();

        assertThat(browser.get("/enter", led).status()).isEqualTo(200);
        assertThat(browser.get("/enter", framed).status()).isEqualTo(403);
        assertThat(browser.get("/enter", fetched).status()).isEqualTo(403);
        assertThat(browser.get("/ui/session", led).status()).isEqualTo(403);
        assertThat(browser.post("/enter", Json.object().put("code", "x"), led).status())
                .isEqualTo(403);
        assertThat(sessions()).isEqualTo(before);
    }

    @Test
    @Tag("F145")
    void theCookieAloneChangesNothing() {
        var browser = signedIn();
        var other = signedIn();
        var before = sessions();

        for (var token : List.of("x", other.pageToken(), browser.cookie())) {
            var thief = new Browser(rig).withCookie(browser.cookie()).withPageToken(token);
            assertThat(thief.post("/ui/session/end", null).status()).isEqualTo(403);
        }
        assertThat(new Browser(rig)
                        .withCookie(browser.cookie())
                        .post("/ui/session/end", null)
                        .status())
                .isEqualTo(403);
        assertThat(sessions()).isEqualTo(before);
    }

    @Test
    @Tag("F145")
    void aCookieOnAnApiRouteIsRefusedEvenBesideAGoodToken() {
        var browser = signedIn();
        var hosts = rig.column("select count(*) from api_token");

        for (var route : rig.routes()) {
            if (route.surface() == Surface.API) {
                var path = route.path().replaceAll("\\{[a-z]+}", "x1");
                var cookie = Map.of("Cookie", "slipway_session=" + browser.cookie());
                var alone = rig.nobody().send(route.method().name(), path, null, cookie);
                assertThat(alone.status()).as("%s %s", route.method(), path).isEqualTo(403);
            }
        }
        var beside = rig.admin()
                .send(
                        "POST",
                        "/api/v1/api-tokens",
                        Json.object().put("label", "x").put("role", "READ"),
                        Map.of("Cookie", "slipway_session=" + browser.cookie()));
        assertThat(beside.status()).isEqualTo(403);
        assertThat(rig.column("select count(*) from api_token where label = 'x'"))
                .containsExactly("0");
        assertThat(hosts).isNotEmpty();
    }

    @Test
    @Tag("F145")
    void aBearerTokenOnAPageRouteIsRefusedEvenBesideAGoodCookie() {
        var browser = signedIn();
        var token = rig.admin().token();

        assertThat(rig.admin().get("/ui/session").status()).isEqualTo(403);
        assertThat(rig.admin().get("/enter").status()).isEqualTo(403);
        assertThat(browser.get("/ui/session", "Authorization", "Bearer " + token)
                        .status())
                .isEqualTo(403);
        assertThat(browser.get("/ui/session", "Authorization", "Basic eDp5").status())
                .isEqualTo(403);
    }

    @Test
    @Tag("F145")
    void aPlantedSessionIsNeverTakenOver() {
        var planted = "A".repeat(43);
        var victim = new Browser(rig).withCookie(planted);

        victim.enter(address());

        assertThat(victim.cookie()).isNotEqualTo(planted);
        assertThat(new Browser(rig).withCookie(planted).get("/ui/session").status())
                .isEqualTo(401);
        assertThat(new Browser(rig)
                        .withCookie(planted)
                        .withCookie(victim.cookie())
                        .get("/ui/session")
                        .status())
                .as("a second cookie of our name")
                .isEqualTo(401);
    }

    @Test
    @Tag("F145")
    void signingInAgainEndsTheSessionThatTheBrowserHad() {
        var browser = signedIn();
        var old = browser.cookie();

        browser.enter(address());

        assertThat(new Browser(rig).withCookie(old).get("/ui/session").status()).isEqualTo(401);
        assertThat(browser.get("/ui/session").status()).isEqualTo(200);
    }

    @Test
    @Tag("F145")
    void sessionsAreListedAndEndedByAdministratorsOnly() {
        var browser = signedIn();
        var id = browser.get("/ui/session").json().path("id").asString();

        assertThat(rig.admin().get("/api/v1/sessions").text()).contains(id).doesNotContain(browser.cookie());
        assertThat(rig.user("r", Caller.Role.OPERATE).get("/api/v1/sessions").status())
                .isEqualTo(403);
        assertThat(rig.user("r", Caller.Role.OPERATE)
                        .send("POST", "/api/v1/sessions/code", null, Map.of())
                        .status())
                .isEqualTo(403);
        assertThat(rig.admin().delete("/api/v1/sessions/" + id).status()).isEqualTo(200);
        assertThat(browser.get("/ui/session").status()).isEqualTo(401);
        assertThat(rig.admin().delete("/api/v1/sessions/" + id).code()).isEqualTo("TOKEN_NOT_FOUND");
    }

    @Test
    @Tag("F181")
    void aNameThatWasPointedAtThisMachineIsRefused() throws IOException {
        var browser = signedIn();
        for (var host : List.of("rebound.example", "127.0.0.1.nip.io", "0.0.0.0", "[::]", "127.0.0.1@evil.example")) {
            var answer = raw("GET /ui/session HTTP/1.1\r\nHost: " + host + "\r\nCookie: slipway_session="
                    + browser.cookie() + "\r\nConnection: close\r\n\r\n");
            assertThat(answer).as(host).matches("(?s)HTTP/1.1 40[03] .*").doesNotContain("operator");
        }
    }

    @Test
    @Tag("F181")
    void theSecondLoopbackAddressAnswersWhereTheMachineHasIt() throws IOException {
        var six = InetAddress.getByName("::1");
        try (var probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(six, 0));
        } catch (IOException e) {
            assertThat(rig.url().getHost()).as("a machine without IPv6").isEqualTo("127.0.0.1");
            return;
        }
        try (var socket = new Socket(six, rig.server.port())) {
            socket.getOutputStream()
                    .write(("GET /health HTTP/1.1\r\nHost: [::1]:" + rig.server.port()
                                    + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 200");
        }
    }

    @Test
    @Tag("F145")
    void aPreflightGetsNoPermission() {
        for (var path : List.of("/api/v1/hosts", "/ui/session", "/enter")) {
            for (var origin : List.of("https://evil.example", rig.url().toString())) {
                var answer = rig.nobody()
                        .send(
                                "OPTIONS",
                                path,
                                null,
                                Map.of(
                                        "Origin", origin,
                                        "Access-Control-Request-Method", "POST",
                                        "Access-Control-Request-Headers", "authorization"));
                assertThat(answer.status()).as(path).isIn(403, 404);
                assertThat(answer.headers().map().keySet())
                        .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control"));
            }
        }
    }

    @Test
    @Tag("F189")
    void pagesLoadOnlyOurFilesCannotBeFramedAndFrameNothing() {
        for (var path : List.of("/enter", "/enter.js", "/enter.css", "/health", "/nothing")) {
            var headers = new Browser(rig).get(path).headers();
            var policy = headers.firstValue("content-security-policy").orElse("");
            assertThat(policy)
                    .as(path)
                    .contains("default-src 'self'", "frame-ancestors 'none'", "frame-src 'none'", "object-src 'none'")
                    .doesNotContain("unsafe", "http", "*");
            assertThat(headers.firstValue("x-content-type-options")).hasValue("nosniff");
            assertThat(headers.firstValue("x-frame-options")).hasValue("DENY");
            assertThat(headers.firstValue("referrer-policy")).hasValue("no-referrer");
            assertThat(headers.firstValue("cross-origin-opener-policy")).hasValue("same-origin");
            assertThat(headers.firstValue("cross-origin-resource-policy")).hasValue("same-origin");
        }
        var page = new Browser(rig).get("/enter");
        assertThat(page.headers().firstValue("content-type").orElse("")).startsWith("text/html");
        assertThat(page.text())
                .doesNotContainIgnoringCase(
                        "<iframe", "<frame", "<object", "<embed", "style=", "onclick", "http:", "https:")
                .doesNotContainPattern("<script(?![^>]* src=)")
                .doesNotContain("<style");
        assertThat(new Browser(rig).get("/enter.js").text())
                .doesNotContain("eval(", "innerHTML", "document.write", "http:", "https:");
    }

    @Test
    @Tag("F145")
    @Tag("F181")
    void anotherUserOfThisMachineFindsNoTokenAndGets401() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("admin.json"))))
                .isEqualTo("rw-------");
        var made = folder.resolve("made-by-us");
        try (var other = new AdminRig(made)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                    .isEqualTo("rwx------");
            assertThat(other.nobody().get("/api/v1/hosts").status()).isEqualTo(401);
            assertThat(new Browser(other).get("/ui/session").status()).isEqualTo(401);
        }
        var before = rig.column("select count(*) from host");
        assertThat(rig.nobody().post("/api/v1/hosts", Json.object()).status()).isEqualTo(401);
        assertThat(rig.column("select count(*) from host")).isEqualTo(before);
    }

    @Test
    void pathTricksReachNoClosedRoute() throws IOException {
        for (var path : List.of(
                "/ui/session/../session",
                "/ui//session",
                "/ui/%73ession/",
                "/enter/../ui/session",
                "/ui/session;x=1",
                "/enter%2f..%2fui%2fsession",
                "/UI/SESSION",
                "//ui/session",
                "/ui/session%00",
                "/enter/..%5cui/session")) {
            var answer = raw("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
            assertThat(answer).as(path).matches("(?s)HTTP/1.1 40[0134] .*").doesNotContain("operator");
        }
    }

    @Test
    void wrongCodesAreSlowedDownAndNoted(@TempDir Path own) {
        try (var small = new AdminRig(own)) {
            int slowed = 0;
            for (int i = 0; i < 40; i++) {
                var answer = new Browser(small).post("/enter", Json.object().put("code", "B".repeat(43)));
                assertThat(answer.status()).isIn(401, 429);
                slowed += answer.status() == 429 ? 1 : 0;
            }
            assertThat(slowed).isPositive();
            assertThat(small.column("select count(*) from session")).containsExactly("0");
            assertThat(small.column("select outcome from audit where action = 'session.refused'"))
                    .isNotEmpty()
                    .allMatch("UNAUTHORIZED"::equals);
        }
    }

    @Test
    void changesStandInTheTrailWithTheirOutcome() {
        var api = rig.admin();

        api.send("DELETE", "/api/v1/hosts/none", null, Map.of("x-correlation-id", "outcome-test-1"));

        assertThat(rig.column("select outcome from audit where detail like '%outcome-test-1%' order by seq"))
                .containsExactly("started", "HOST_NOT_FOUND");
        var verdict = api.get("/api/v1/audit/verify").json();
        assertThat(verdict.path("intact").asBoolean()).isTrue();
        assertThat(verdict.path("unsealed_rows").asInt()).isZero();
        assertThat(api.get("/api/v1/audit?limit=5&action=api.").json().path("items"))
                .hasSize(5);
        assertThat(api.get("/api/v1/audit?nonsense=1").status()).isEqualTo(400);
        assertThat(api.get("/api/v1/audit/export").text().lines().count())
                .isEqualTo(verdict.path("rows").asInt() + 1);
        assertThat(rig.user("r", Caller.Role.READ).get("/api/v1/audit/export").status())
                .isEqualTo(403);
    }

    private static String raw(String request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), rig.server.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
