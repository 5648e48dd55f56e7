package io.slipway.server.hypervisor.pve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.slipway.server.base.ProblemCode;
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
import java.util.Date;
import java.util.HexFormat;
import java.util.Optional;
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

@Tag("F120")
class PveTlsTest {
    private final AtomicInteger requests = new AtomicInteger();
    private HttpsServer server;
    private X509Certificate certificate;
    private PveTls tls;
    private volatile int status = 200;
    private volatile String body = "{\"data\":{\"release\":\"9.2\",\"version\":\"9.2.11\"}}";

    @BeforeEach
    void start() throws Exception {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        var key = generator.generateKeyPair();
        certificate = selfSigned(key);
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("leaf", key.getPrivate(), new char[0], new X509Certificate[] {certificate});
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/api2/json/version", exchange -> {
            requests.incrementAndGet();
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        tls = new PveTls("127.0.0.1", server.getAddress().getPort(), Duration.ofSeconds(10));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static X509Certificate selfSigned(KeyPair key) throws Exception {
        var name = new X500Principal("CN=pve1.example");
        var now = Instant.now();
        var builder = new JcaX509v3CertificateBuilder(
                name,
                BigInteger.ONE,
                Date.from(now.minusSeconds(60)),
                Date.from(now.plusSeconds(3600)),
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

    @Test
    void aSelfSignedCertificateWithoutPinOrWithAnotherIsRefusedBeforeTheRequest() throws Exception {
        var other = "00" + fingerprint().substring(2);

        assertThat(code(() -> tls.version(Optional.empty()))).isEqualTo(ProblemCode.TLS_PIN_MISMATCH);
        assertThat(code(() -> tls.version(Optional.of(other)))).isEqualTo(ProblemCode.TLS_PIN_MISMATCH);
        assertThat(requests).hasValue(0);
    }

    @Test
    void withThePinTheVersionIsReadInAnyLetterCase() throws Exception {
        assertThat(tls.version(Optional.of(fingerprint()))).contains("9.2.11");
        assertThat(tls.version(Optional.of(fingerprint().toLowerCase(java.util.Locale.ROOT))))
                .contains("9.2.11");
    }

    @Test
    void aHostThatWantsALoginIsThereAndAnythingElseIsNotProxmox() throws Exception {
        var pin = Optional.of(fingerprint());
        status = 401;
        assertThat(tls.version(pin)).isEmpty();
        status = 200;
        body = "<html>router</html>";
        assertThat(code(() -> tls.version(pin))).isEqualTo(ProblemCode.HOST_ANSWER);
        body = "{\"data\":{}}";
        assertThat(code(() -> tls.version(pin))).isEqualTo(ProblemCode.HOST_ANSWER);
    }

    @Test
    void aClosedPortAndAServerWithoutTlsAreOffline() throws Exception {
        try (var plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var silent = new PveTls("127.0.0.1", plain.getLocalPort(), Duration.ofMillis(300));
            assertThat(code(silent::fetchCertificate)).isEqualTo(ProblemCode.HOST_OFFLINE);
            plain.close();
            assertThat(code(() -> silent.version(Optional.empty()))).isEqualTo(ProblemCode.HOST_OFFLINE);
        }
    }
}
