package io.slipway.server.hypervisor.pve.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.slipway.server.base.Json;
import io.slipway.server.base.LiveSecret;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Secret;
import io.slipway.server.base.SlipwayException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("F120")
class RestHostTest {
    private static final String SECRET = "5f0c1f2e-0d4b-4f6a-9b1e-2a3b4c5d6e7f";

    private final AtomicInteger requests = new AtomicInteger();
    private HttpsServer server;
    private X509Certificate certificate;
    private SSLContext context;
    private final List<String> headers = new CopyOnWriteArrayList<>();
    private PveTls tls;
    private final CountDownLatch release = new CountDownLatch(1);
    /** Whether a POST is accepted and nothing of its body is read. */
    private volatile boolean deaf;

    private volatile int status = 200;
    private volatile String body = "{\"data\":{\"release\":\"9.2\",\"version\":\"9.2.11\"}}";

    @BeforeEach
    void start() throws Exception {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        var key = generator.generateKeyPair();
        certificate = selfSigned(key, 3600);
        serve(key);
    }

    private void serve(KeyPair key) throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("leaf", key.getPrivate(), new char[0], new X509Certificate[] {certificate});
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            headers.add(exchange.getRequestMethod() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            if (deaf && exchange.getRequestMethod().equals("POST")) {
                awaitRelease();
            }
            exchange.getRequestBody().readAllBytes();
            if (status == 302) {
                exchange.getResponseHeaders().add("Location", "/api2/json/elsewhere");
            }
            if (status == 0) {
                exchange.close();
                return;
            }
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        tls = new PveTls("127.0.0.1", server.getAddress().getPort(), Duration.ofSeconds(10));
    }

    private void awaitRelease() {
        try {
            assertThat(release.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void stop() {
        release.countDown();
        server.stop(0);
    }

    private static X509Certificate selfSigned(KeyPair key, long endsIn) throws Exception {
        var name = new X500Principal("CN=pve1.example");
        var now = Instant.now();
        var builder = new JcaX509v3CertificateBuilder(
                name,
                BigInteger.ONE,
                Date.from(now.minusSeconds(600)),
                Date.from(now.plusSeconds(endsIn)),
                name,
                key.getPublic());
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate())));
    }

    private String fingerprint() throws Exception {
        return HexFormat.ofDelimiter(":")
                .withUpperCase()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    }

    private static ProblemCode code(Runnable action) {
        return catchThrowableOfType(SlipwayException.class, action::run)
                .problem()
                .code();
    }

    @Test
    void firstContactShowsTheFingerprintAndAsksNothing() throws Exception {
        assertThat(tls.fetchCertificate()).isEqualTo(fingerprint());
        assertThat(requests).hasValue(0);
    }

    private static ApiToken token(String id, String secret) {
        return new ApiToken(id, LiveSecret.fixed(Secret.of(secret)));
    }

    private RestHost host(String pin) {
        return new RestHost(
                "127.0.0.1",
                server.getAddress().getPort(),
                token("bot@pve!agent", SECRET),
                pin,
                new RestLimits(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(10)),
                InstantSource.system());
    }

    @Test
    void aCertificateThatIsNotThePinnedOneIsRefusedBeforeTheTokenIsSent() throws Exception {
        var other = "00" + fingerprint().substring(2);

        try (var host = host(other)) {
            var problem = catchThrowableOfType(SlipwayException.class, () -> host.get("/version", Map.of()));

            assertThat(problem.problem().code()).isEqualTo(ProblemCode.TLS_PIN_MISMATCH);
            assertThat(problem.problem().detail()).contains(fingerprint());
        }
        assertThat(requests).hasValue(0);
    }

    @Test
    void thePinIsReadInAnyLetterCaseAndNothingElseIsAPin() throws Exception {
        try (var host = host(fingerprint().toLowerCase(java.util.Locale.ROOT))) {
            assertThat(host.get("/version", Map.of()).body()).contains("9.2.11");
        }
        assertThat(headers).containsExactly("GET PVEAPIToken=bot@pve!agent=" + SECRET);
        assertThat(code(() -> host("AA:BB"))).isEqualTo(ProblemCode.BAD_REQUEST);
    }

    @Test
    void aRefusedTokenIsAnAuthProblemAndARedirectIsNotFollowed() throws Exception {
        try (var host = host(fingerprint())) {
            status = 401;
            assertThat(code(() -> host.get("/version", Map.of()))).isEqualTo(ProblemCode.SSH_AUTH_FAILED);
            assertThat(code(() -> host.change("POST", "/nodes", Json.object()))).isEqualTo(ProblemCode.SSH_AUTH_FAILED);
            status = 302;
            int before = requests.get();
            assertThat(host.get("/version", Map.of()).succeeded()).isFalse();
            assertThat(requests).hasValue(before + 1);
        }
    }

    @Test
    void aChangeWhoseConnectionBreaksIsNeverSentTwice() throws Exception {
        status = 0;
        try (var host = host(fingerprint())) {
            assertThat(code(() -> host.change("POST", "/nodes", Json.object()))).isEqualTo(ProblemCode.SSH_UNREACHABLE);
            assertThat(code(() -> host.change("PUT", "/nodes", Json.object()))).isEqualTo(ProblemCode.SSH_UNREACHABLE);
            assertThat(code(() -> host.delete("/nodes", Map.of()))).isEqualTo(ProblemCode.SSH_UNREACHABLE);
            assertThat(code(() -> host.upload("/nodes", Map.of(), "x.iso", 3, out -> out.write(new byte[3]))))
                    .isEqualTo(ProblemCode.SSH_UNREACHABLE);
        }
        assertThat(headers).hasSize(4);
    }

    @Test
    void anAnswerWithoutEndIsCutOff() throws Exception {
        body = "x".repeat((16 << 20) + 1);
        try (var host = host(fingerprint())) {
            assertThat(code(() -> host.get("/version", Map.of()))).isEqualTo(ProblemCode.HOST_ANSWER);
        }
    }

    @Test
    void aPathThatLeavesTheTreeIsNeverAsked() throws Exception {
        try (var host = host(fingerprint())) {
            for (var path : List.of("/a b", "/x?y=z", "/x\r\nHost: other", "x", "/x/%2e", "")) {
                assertThatIllegalArgumentException().isThrownBy(() -> host.get(path, Map.of()));
            }
        }
        assertThat(requests).hasValue(0);
    }

    @Test
    void aClosedHostAsksNothingMore() throws Exception {
        var host = host(fingerprint());
        host.close();

        assertThat(code(() -> host.get("/version", Map.of()))).isEqualTo(ProblemCode.SSH_UNREACHABLE);
        assertThat(requests).hasValue(0);
    }

    @Test
    void aTokenHasAnIdAndAUuidAndNeverShowsIt() {
        for (var id :
                List.of("root", "root@pam", "root@pam!", "root@pam!1x", "a b@pam!xx", "x@pam!t\n", "a=b@pam!xx")) {
            assertThat(code(() -> token(id, SECRET))).as(id).isEqualTo(ProblemCode.BAD_REQUEST);
        }
        var odd = token("root@pam!agent", "hunter2\r\nX: y");
        assertThat(code(odd::header)).isEqualTo(ProblemCode.BAD_REQUEST);
        assertThat(token("root@pam!agent", SECRET).toString()).doesNotContain(SECRET);
    }

    @Test
    void aClosedPortAndAServerWithoutTlsAreOffline() throws Exception {
        try (var plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var silent = new PveTls("127.0.0.1", plain.getLocalPort(), Duration.ofMillis(300));
            assertThat(code(silent::fetchCertificate)).isEqualTo(ProblemCode.HOST_OFFLINE);
            plain.close();
            assertThat(code(silent::fetchCertificate)).isEqualTo(ProblemCode.HOST_OFFLINE);
        }
    }

    @Test
    void aPinnedCertificateWhoseTimeIsOverIsSaidSoAndTheTokenIsNotSent() throws Exception {
        server.stop(0);
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        var key = generator.generateKeyPair();
        certificate = selfSigned(key, -60);
        serve(key);

        try (var host = host(fingerprint())) {
            var thrown = catchThrowableOfType(SlipwayException.class, () -> host.get("/version", Map.of()));

            assertThat(thrown.problem().code()).isEqualTo(ProblemCode.TLS_CERTIFICATE_EXPIRED);
            assertThat(thrown.problem().detail())
                    .contains("valid")
                    .contains(certificate.getNotAfter().toInstant().toString());
        }
        try (var host = host("00" + fingerprint().substring(2))) {
            assertThat(code(() -> host.get("/version", Map.of())))
                    .as("another one is another one, in time or not")
                    .isEqualTo(ProblemCode.TLS_PIN_MISMATCH);
        }
        assertThat(tls.fetchCertificate()).as("it can still be compared").isEqualTo(fingerprint());
        assertThat(requests).hasValue(0);
    }

    @Test
    void headersThatDripAreCutOffAtTheTotalDeadline() throws Exception {
        try (var drip = new DrippingServer(context);
                var host = new RestHost(
                        "127.0.0.1",
                        drip.port(),
                        token("bot@pve!agent", SECRET),
                        fingerprint(),
                        new RestLimits(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(1)),
                        InstantSource.system())) {
            var began = System.nanoTime();

            assertThat(code(() -> host.get("/version", Map.of()))).isEqualTo(ProblemCode.HOST_ANSWER);
            assertThat(code(() -> host.change("POST", "/nodes", Json.object()))).isEqualTo(ProblemCode.HOST_ANSWER);

            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
        }
    }

    /** @param first whether the connection is one that answered before */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Timeout(60)
    void aHostThatTakesNothingOfAFileIsCutOffAtTheDeadlineAndOthersAreNot(boolean first) throws Exception {
        deaf = true;
        try (var host = new RestHost(
                "127.0.0.1",
                server.getAddress().getPort(),
                token("bot@pve!agent", SECRET),
                fingerprint(),
                new RestLimits(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(1)),
                InstantSource.system())) {
            if (first) {
                assertThat(host.get("/version", Map.of()).body()).contains("9.2.11");
            }
            var began = System.nanoTime();
            var chunk = new byte[1 << 20];

            var thrown = catchThrowableOfType(
                    SlipwayException.class,
                    () -> host.upload("/nodes", Map.of(), "x.iso", 64L << 20, out -> {
                        for (int i = 0; i < 64; i++) {
                            out.write(chunk);
                        }
                    }));

            assertThat(thrown.problem().code()).isEqualTo(ProblemCode.SSH_UNREACHABLE);
            assertThat(thrown.problem().detail()).contains("takes nothing");
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
            assertThat(requests).as("never sent twice").hasValue(first ? 2 : 1);
            release.countDown();
            deaf = false;
            assertThat(host.get("/version", Map.of()).body())
                    .as("the next request")
                    .contains("9.2.11");
        }
    }

    @Test
    void aLargeFileHasMoreTimeThanASmallOne() {
        assertThat(RestLimits.USUAL.sending(0)).isEqualTo(RestLimits.USUAL.total());
        assertThat(RestLimits.USUAL.sending(64 << 20))
                .isEqualTo(RestLimits.USUAL.total().plus(Duration.ofSeconds(1024)));
        assertThat(RestLimits.USUAL.sending(Long.MAX_VALUE)).isPositive();
    }
}
