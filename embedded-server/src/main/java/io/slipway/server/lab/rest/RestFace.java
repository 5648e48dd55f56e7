package io.slipway.server.lab.rest;

import io.slipway.server.base.Json;
import io.slipway.server.lab.pve.Cluster;
import io.slipway.server.lab.pve.Faults;
import io.slipway.server.lab.pve.PveError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The REST API of the laboratory's node: HTTPS on loopback with a self-signed certificate, the same state as behind its SSH
 * side.
 *
 * <p>Tokens only; the login by password and its cookie are not simulated.
 */
public final class RestFace implements AutoCloseable {
    private static final char[] STORE_PASSWORD = "laboratory".toCharArray();
    private static final String BASE = "/api2/json/";
    private static final Pattern TOKEN = Pattern.compile("PVEAPIToken=([^=]+)=(.+)");

    private final Cluster cluster;
    private final Map<String, LabToken> tokens;
    private final HttpWire wire;
    private final RestWorkers workers = new RestWorkers();
    private final RestApi api;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicLong files = new AtomicLong();
    private final String fingerprint;
    private final boolean reasonOnly;

    /**
     * @param port a fixed port; 0 takes a free one
     * @param reasonOnly whether bodies have no message, as before version 8.4
     */
    public RestFace(Cluster cluster, List<LabToken> tokens, int port, boolean reasonOnly) {
        this.reasonOnly = reasonOnly;
        this.cluster = cluster;
        this.tokens = tokens.stream().collect(Collectors.toMap(LabToken::id, token -> token));
        try {
            var keys = keys();
            var certificate = selfSigned(cluster.local().name(), keys, cluster.now());
            var digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            fingerprint = HexFormat.of().formatHex(digest);
            api = new RestApi(
                    cluster, workers, HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest));
            wire = new HttpWire(tls(keys, certificate), port, this::answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
        wire.start();
    }

    private static KeyPair keys() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    private static X509Certificate selfSigned(String node, KeyPair keys, Instant now)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        var name = new X500Name("OU=PVE Cluster Node,O=Proxmox Virtual Environment,CN=" + node);
        var builder = new JcaX509v3CertificateBuilder(
                name,
                BigInteger.valueOf(now.toEpochMilli()),
                Date.from(now.minus(Duration.ofDays(1))),
                Date.from(now.plus(Duration.ofDays(730))),
                name,
                keys.getPublic());
        var names = new GeneralNames(new GeneralName[] {
            new GeneralName(GeneralName.iPAddress, "127.0.0.1"), new GeneralName(GeneralName.dNSName, node)
        });
        builder.addExtension(Extension.subjectAlternativeName, false, names);
        var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    }

    private static SSLContext tls(KeyPair keys, X509Certificate certificate)
            throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("node", keys.getPrivate(), STORE_PASSWORD, new X509Certificate[] {certificate});
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, STORE_PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private @Nullable HttpReply answer(HttpRequest request) throws InterruptedException {
        requests.add(request.method() + " " + request.target());
        cluster.pause(cluster.timing().command().dividedBy(20));
        var troubles = cluster.faults().take(request.method() + " " + request.path());
        HttpReply instead = null;
        for (var trouble : troubles) {
            switch (trouble) {
                case Faults.Answer given ->
                    instead = RestError.of(given.code(), given.err()).reply();
                case Faults.Delay delay -> cluster.pause(delay.time());
                case Faults.DropBefore drop -> {
                    return null;
                }
                case Faults.Hang hang -> new CountDownLatch(1).await();
                case Faults.DropAfter drop -> {}
                case Faults.TaskFails fails -> {}
                case Faults.CloneCrash crash -> {}
            }
        }
        var reply = instead != null ? instead : act(request, troubles);
        if (reasonOnly) {
            reply = reply.withoutMessage();
        }
        return troubles.stream().anyMatch(Faults.DropAfter.class::isInstance) ? null : reply;
    }

    private HttpReply act(HttpRequest request, List<Faults.Trouble> troubles) throws InterruptedException {
        try {
            var token = token(request.header("authorization"));
            if (!request.path().startsWith(BASE)) {
                throw RestError.of(501, "No such file");
            }
            String failure = null;
            boolean crash = false;
            for (var trouble : troubles) {
                if (trouble instanceof Faults.TaskFails fails) {
                    failure = fails.text();
                }
                crash |= trouble instanceof Faults.CloneCrash;
            }
            var parameters = RestParameters.of(request, cluster, files::incrementAndGet);
            var path = request.path().substring(BASE.length());
            var data = api.answer(
                    request.method(),
                    path,
                    parameters.values(),
                    parameters.command(),
                    new RestCall(token, failure, crash));
            var body = Json.object();
            if (path.matches("nodes/[^/]+/tasks(/[^/]+/log)?") && data.isArray() && !data.isEmpty()) {
                body.put("total", data.size());
            }
            body.set("data", data);
            return HttpReply.ok(Json.write(body));
        } catch (RestError e) {
            return e.reply();
        } catch (PveError e) {
            return RestError.of(e).reply();
        }
    }

    /** A wrong login is answered late, so that nobody can try many. */
    private LabToken token(String authorization) throws RestError, InterruptedException {
        if (authorization.isEmpty()) {
            throw RestError.unauthorized("No ticket");
        }
        var match = TOKEN.matcher(authorization);
        var token = match.matches() ? tokens.get(match.group(1)) : null;
        if (token == null || !token.secret().equals(match.group(2))) {
            cluster.pause(cluster.timing().lockWait().multipliedBy(3).dividedBy(10));
            throw RestError.unauthorized("Authentication failed!");
        }
        return token;
    }

    public int port() {
        return wire.port();
    }

    /** Lower-case hex SHA-256 of the certificate. */
    public String fingerprint() {
        return fingerprint;
    }

    /** Method and target of every request so far. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** Cuts every connection; workers go on. */
    public void dropConnections() {
        wire.drop();
    }

    @Override
    public void close() {
        wire.close();
        workers.close();
    }
}
