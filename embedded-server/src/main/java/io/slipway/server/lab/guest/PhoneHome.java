package io.slipway.server.lab.guest;

import io.slipway.server.base.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import tools.jackson.databind.node.ObjectNode;

/** The reports of a Linux guest over real TLS, trusting only the authority its seed brought. */
final class PhoneHome {
    private static final String FOLDER = "/var/lib/slipway/";
    private static final int REQUEST_SECONDS = 30;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

    private final Guests owner;
    private final Guest guest;
    private final Map<String, String> files;

    PhoneHome(Guests owner, Guest guest, Map<String, String> files) {
        this.owner = owner;
        this.guest = guest;
        this.files = files;
    }

    void run() throws GuestFailure, InterruptedException {
        var config = (ObjectNode) Json.parseObject(files.getOrDefault(FOLDER + "token.json", "{}"));
        if (guest.fault(GuestFault.WrongToken.class) != null) {
            config.put("token", "x" + config.path("token").asString());
        }
        try (var client = client()) {
            call(client, "validate-token", config.deepCopy());
            report(client, config, "os_installed");
            report(client, config, "completed");
        }
    }

    private void report(HttpClient client, ObjectNode config, String step) throws GuestFailure, InterruptedException {
        var fault = guest.fault(GuestFault.FailsAt.class);
        boolean fails = fault != null && fault.step().equals(step);
        var body = config.deepCopy().put("step", fails ? "failed" : step).put("status", fails ? "failed" : "completed");
        body.set("details", fails ? Json.object().put("failing_step", step) : Json.object());
        call(client, "report-progress", body);
        if (fails) {
            throw new GuestFailure("failed at " + step + " as the laboratory was told");
        }
    }

    private void call(HttpClient client, String route, ObjectNode body) throws GuestFailure, InterruptedException {
        var pause = Duration.ofSeconds(2);
        for (int attempt = 0; attempt < owner.plan().maxTries(); attempt++) {
            for (var endpoint :
                    files.getOrDefault(FOLDER + "endpoints", "").lines().toList()) {
                int status = send(client, endpoint.replaceAll("/+$", "") + "/api/v1/provisioning/" + route, body);
                if (status >= 200 && status < 300) {
                    guest.disk().call(route + " " + body.path("step").asString("") + " " + status);
                    return;
                }
                if (status >= 400 && status < 500 && status != 408 && status != 429) {
                    throw new GuestFailure(route + " was refused with " + status);
                }
            }
            owner.guestClock().sleep(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
        throw new GuestFailure(route + " got no answer");
    }

    private static int send(HttpClient client, String url, ObjectNode body) throws InterruptedException {
        try {
            var request = HttpRequest.newBuilder(URI.create(url))
                    .timeout(Duration.ofSeconds(REQUEST_SECONDS))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(Json.write(body)))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException noAnswer) {
            return 0;
        }
    }

    private HttpClient client() throws GuestFailure {
        try {
            var pem = files.getOrDefault(FOLDER + "ca.pem", "").getBytes(StandardCharsets.US_ASCII);
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem)));
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            var tls = SSLContext.getInstance("TLS");
            tls.init(null, trust.getTrustManagers(), null);
            return HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(10))
                    .sslContext(tls)
                    .build();
        } catch (GeneralSecurityException | IOException e) {
            throw new GuestFailure("the seed brings no usable CA certificate: " + e.getMessage());
        }
    }
}
