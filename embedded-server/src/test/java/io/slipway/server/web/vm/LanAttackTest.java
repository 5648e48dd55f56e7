package io.slipway.server.web.vm;

import static io.slipway.server.guest.GuestRig.OTHER_VM;
import static io.slipway.server.guest.GuestRig.VM;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.base.Json;
import io.slipway.server.web.RateLimit.Rate;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody in the VMs' network can try, through the real TLS listener; each is refused and leaves no row. */
class LanAttackTest {
    private static final long SEED = 20_261_121;
    private static final String VALIDATE = "/api/v1/provisioning/validate-token";
    private static final String REPORT = "/api/v1/provisioning/report-progress";
    private static final String PLAYBOOK = "/api/v1/provisioning/playbook";
    private static final VmLimits WIDE = new VmLimits(new Rate(100_000, 100_000), new Rate(100_000, 100_000));

    @TempDir
    static Path folder;

    private static LanRig rig;

    @BeforeAll
    static void start() throws Exception {
        rig = new LanRig(folder, WIDE);
    }

    @AfterEach
    void wipe() {
        rig.guests.wipe();
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    private static String report(String token, String vm) {
        return Json.write(Json.object()
                .put("token", token)
                .put("vm_uuid", vm)
                .put("step", "windows_installed")
                .put("status", "running"));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The token's claims under another header, signed with a key that everybody knows. */
    private static String forged(String token, String algorithm, String mac) throws GeneralSecurityException {
        var header = base64(("{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\"}").getBytes(StandardCharsets.UTF_8));
        var text = header + "." + token.split("\\.")[1];
        if (mac.isEmpty()) {
            return text + ".";
        }
        var signer = Mac.getInstance(mac);
        signer.init(new SecretKeySpec(rig.ca.certificate().getPublicKey().getEncoded(), mac));
        return text + "." + base64(signer.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    @Tag("F054")
    void tokensWithoutOrWithAnotherAlgorithmAreRefusedAndNothingIsStored() throws Exception {
        var token = rig.guests.token(VM);
        var forgeries = List.of(
                forged(token, "none", ""),
                forged(token, "None", ""),
                forged(token, "HS256", ""),
                forged(token, "RS256", "HmacSHA256"),
                forged(token, "ES256", "HmacSHA256"),
                forged(token, "HS512", "HmacSHA512"),
                forged(token, "HS256", "HmacSHA256"));
        for (var forgery : forgeries) {
            assertThat(rig.http.post(REPORT, report(forgery, VM)).status())
                    .as(forgery)
                    .isEqualTo(401);
            assertThat(rig.http
                            .get(PLAYBOOK, "Authorization", "Bearer " + forgery)
                            .status())
                    .isEqualTo(401);
        }
        assertThat(rig.guests.column("select count(*) from guest_progress")).containsExactly("0");
        assertThat(rig.guests.column("select state from guest_token")).containsExactly("active");
    }

    @Test
    @Tag("F054")
    void theTokenOfOneVmAnExpiredOneAndAUsedOneDoNothing() {
        var token = rig.guests.token(VM);
        rig.guests.token(OTHER_VM);
        assertThat(rig.http.post(REPORT, report(token, OTHER_VM)).status()).isEqualTo(401);

        var done = Json.write(Json.object()
                .put("token", token)
                .put("vm_uuid", VM)
                .put("step", "completed")
                .put("status", "completed"));
        assertThat(rig.http.post(REPORT, done).status()).isEqualTo(200);
        assertThat(rig.http.post(REPORT, done).reason()).isEqualTo("used");
        var late = rig.guests.token(OTHER_VM);
        rig.guests.clock.advance(Duration.ofDays(31));
        assertThat(rig.http.post(REPORT, report(late, OTHER_VM)).status()).isEqualTo(401);
        assertThat(rig.guests.column("select count(*) from guest_progress")).containsExactly("1");
    }

    @Test
    @Tag("F181")
    void adminPathsAndTricksAreAPlain404WithoutABannerACookieOrARedirect() {
        for (var path : List.of(
                "/api/v1/hosts",
                "/api/v1/lan",
                "/api/v1/audit/export",
                "/api/v1/sessions/code",
                "/enter",
                "/enter.js",
                "/ui/session",
                "/events",
                "/health/ready",
                "/",
                "/api/v1/provisioning/playbook/",
                "/api/v1/provisioning/PLAYBOOK")) {
            var answer = rig.http.get(path, "Cookie", "slipway_session=" + "A".repeat(43));
            assertThat(answer.status()).as(path).isEqualTo(404);
            for (var header :
                    List.of("server", "x-powered-by", "set-cookie", "location", "access-control-allow-origin")) {
                assertThat(answer.header(header)).as("%s %s", path, header).isEmpty();
            }
        }
    }

    @Test
    @Tag("slow")
    @Tag("F054")
    void tenThousandRandomRequestsToEachRouteAreRefusedCleanly() {
        var random = new Random(SEED);
        var token = rig.guests.token(VM);
        var good = report(token, VM).getBytes(StandardCharsets.UTF_8);
        for (var path : List.of(VALIDATE, REPORT, PLAYBOOK, "/health")) {
            for (int round = 0; round < 10_000; round++) {
                var body = random.nextInt(3) == 0 ? new byte[random.nextInt(2000)] : good.clone();
                for (int changes = 1 + random.nextInt(8); changes > 0 && body.length > 0; changes--) {
                    body[random.nextInt(body.length)] = (byte) random.nextInt();
                }
                var method = List.of("POST", "POST", "PUT", "DELETE", "PATCH").get(random.nextInt(5));

                var answer = rig.http.send(method, path, body, "Content-Type", "application/json");

                assertThat(answer.status())
                        .as("seed %d round %d %s %s", SEED, round, method, path)
                        .isIn(200, 400, 401, 404);
                assertThat(answer.text()).doesNotContain("Exception").doesNotContain(token);
            }
        }
        assertThat(rig.http.get("/health").status()).isEqualTo(200);
    }

    @Test
    @Tag("slow")
    void sendersThatStopInTheirHeadersOrBodiesAreCutOffAndOthersAreServed() throws Exception {
        var context = LanRig.trust(rig.ca, "TLSv1.3");
        var beginnings = List.of(
                "POST " + REPORT + " HTTP/1.1\r\nHost: x\r\nContent-Le",
                "POST " + REPORT + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                        + "Content-Length: 500\r\n\r\n{\"token\":");
        for (var beginning : beginnings) {
            try (Socket stalled = context.getSocketFactory().createSocket("127.0.0.1", rig.server.port())) {
                stalled.setSoTimeout(60_000);
                stalled.getOutputStream().write(beginning.getBytes(StandardCharsets.US_ASCII));
                stalled.getOutputStream().flush();
                assertThat(rig.http.get("/health").status()).isEqualTo(200);

                assertThat(answered(stalled)).doesNotStartWith("HTTP/1.1 2");
            }
        }
        assertThat(rig.guests.column("select count(*) from guest_progress")).containsExactly("0");
    }

    private static String answered(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
}
