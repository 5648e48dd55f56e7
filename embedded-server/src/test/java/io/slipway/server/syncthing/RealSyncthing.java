package io.slipway.server.syncthing;

import io.slipway.server.base.Json;
import io.slipway.server.tls.OneCertificate;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** One {@code syncthing} with a folder of its own that talks over the loopback only, and asks nobody who it is. */
final class RealSyncthing implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;
    private static final Pattern API = Pattern.compile("GUI and API listening.*?127\\.0\\.0\\.1:(\\d+)");
    private static final Pattern PEERS = Pattern.compile("TCP listener.*?127\\.0\\.0\\.1:(\\d+)");
    private static final String CONFIG = """
            <configuration version="36">
                <gui enabled="true" tls="true"><address>127.0.0.1:0</address><apikey>%s</apikey></gui>
                <options>
                    <listenAddress>tcp://127.0.0.1:0</listenAddress>
                    <globalAnnounceEnabled>false</globalAnnounceEnabled>
                    <localAnnounceEnabled>false</localAnnounceEnabled>
                    <relaysEnabled>false</relaysEnabled>
                    <natEnabled>false</natEnabled>
                    <startBrowser>false</startBrowser>
                    <reconnectionIntervalS>1</reconnectionIntervalS>
                    <autoUpgradeIntervalH>0</autoUpgradeIntervalH>
                    <urAccepted>-1</urAccepted>
                    <crashReportingEnabled>false</crashReportingEnabled>
                </options>
            </configuration>
            """;

    private final String key;
    private final Process process;
    private final int api;
    private final int peers;
    private final String fingerprint;
    private final HttpClient http;
    private final String id;

    private RealSyncthing(String key, Path home, Process process, Log log) throws Exception {
        this.key = key;
        this.process = process;
        this.api = log.api.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        this.peers = log.peers.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        this.fingerprint = fingerprint(home.resolve("https-cert.pem"));
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(new OneCertificate(Optional.of(fingerprint)).context())
                .build();
        this.id = ask("GET", "/rest/system/status", "").path("myID").asString();
    }

    /** What it writes, read to the end so that it never waits for a reader. */
    private static final class Log {
        private final CompletableFuture<Integer> api = new CompletableFuture<>();
        private final CompletableFuture<Integer> peers = new CompletableFuture<>();

        private void read(Process process, Path copy) {
            try (var lines = new BufferedReader(
                            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
                    var kept = Files.newBufferedWriter(copy)) {
                for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                    kept.write(line + "\n");
                    kept.flush();
                    take(API, line, api);
                    take(PEERS, line, peers);
                }
            } catch (IOException e) {
                api.completeExceptionally(e);
                peers.completeExceptionally(e);
            }
            var ended = new IllegalStateException("syncthing ended; its words are in " + copy);
            api.completeExceptionally(ended);
            peers.completeExceptionally(ended);
        }

        private static void take(Pattern pattern, String line, CompletableFuture<Integer> port) {
            var match = pattern.matcher(line);
            if (match.find()) {
                port.complete(Integer.valueOf(match.group(1)));
            }
        }
    }

    /** Whether the program is on the path. */
    static boolean isThere() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .map(folder -> new File(folder, "syncthing"))
                .anyMatch(file -> file.isFile() && file.canExecute());
    }

    /**
     * Returns when it answers.
     *
     * @param home a folder that is made
     */
    static RealSyncthing start(Path home, String key) throws Exception {
        Files.createDirectories(home);
        Files.writeString(home.resolve("config.xml"), CONFIG.formatted(key));
        var builder = new ProcessBuilder("syncthing", "serve", "--home=" + home, "--no-browser", "--no-restart")
                .redirectErrorStream(true);
        builder.environment().put("HOME", home.toString());
        builder.environment().put("STNOUPGRADE", "1");
        builder.environment().put("STNODEFAULTFOLDER", "1");
        // Otherwise it starts itself once more and looks after that.
        builder.environment().put("STMONITORED", "yes");
        // Otherwise it measures for a second which way of hashing is the fastest.
        builder.environment().put("STHASHING", "standard");
        var process = builder.start();
        try {
            var log = new Log();
            Thread.ofVirtual().start(() -> log.read(process, home.resolve("output.txt")));
            return new RealSyncthing(key, home, process, log);
        } catch (Exception | Error e) {
            end(process);
            throw e;
        }
    }

    /** With all that it started; nobody uses its folder again, and it takes seconds to leave in order. */
    private static void end(Process process) {
        var all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(one -> one.onExit().join());
    }

    private static String fingerprint(Path pem) throws Exception {
        var certificate = CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(pem)));
        return SyncthingPair.fingerprint(certificate);
    }

    String url() {
        return "https://127.0.0.1:" + api;
    }

    String fingerprint() {
        return fingerprint;
    }

    String id() {
        return id;
    }

    /** It knows another one and where that is, and calls it. */
    void know(RealSyncthing other) throws Exception {
        var device = Json.object().put("deviceID", other.id).put("name", "the other");
        device.putArray("addresses").add("tcp://127.0.0.1:" + other.peers);
        ask("PUT", "/rest/config/devices/" + other.id, device.toString());
    }

    /** It has a folder. */
    void have(String folder, Path at, RealSyncthing... others) throws Exception {
        Files.createDirectories(at);
        var body = Json.object().put("id", folder).put("label", "Photos").put("path", at.toString());
        var devices = body.putArray("devices");
        devices.addObject().put("deviceID", id);
        for (var other : others) {
            devices.addObject().put("deviceID", other.id);
        }
        ask("PUT", "/rest/config/folders/" + folder, body.toString());
    }

    private ObjectNode ask(String method, String path, String body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(url() + path))
                .timeout(Duration.ofSeconds(PATIENCE_SECONDS))
                .header("X-API-Key", key)
                .method(method, BodyPublishers.ofString(body))
                .build();
        var answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.body().isEmpty() ? Json.object() : Json.parseObject(answer.body());
    }

    @Override
    public void close() {
        http.close();
        end(process);
    }
}
