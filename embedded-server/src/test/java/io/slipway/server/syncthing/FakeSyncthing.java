package io.slipway.server.syncthing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.slipway.server.base.Json;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import tools.jackson.databind.node.ObjectNode;

/** Syncthing's REST API with a state of its own, by docs.syncthing.net: what is approved stops asking. */
public final class FakeSyncthing implements SyncthingPair {
    public static final String OWN = "AAAAAAA-AAAAAAA-AAAAAAA-AAAAAAA-AAAAAAA-AAAAAAA-AAAAAAA-AAAAAAA";
    public static final String KNOWN = OWN.replace('A', 'B');
    public static final String ASKING = OWN.replace('A', 'C');

    public final List<String> calls = new CopyOnWriteArrayList<>();
    public final Map<String, ObjectNode> devices = new ConcurrentHashMap<>(new TreeMap<>());
    public final Map<String, ObjectNode> folders = new ConcurrentHashMap<>();
    public final Map<String, ObjectNode> pendingDevices = new ConcurrentHashMap<>();
    public final Map<String, ObjectNode> pendingFolders = new ConcurrentHashMap<>();
    /** Known devices that are switched off. */
    public final Set<String> away = ConcurrentHashMap.newKeySet();

    public volatile String key;
    /** Instead of a proper answer. */
    public volatile Misbehaviour misbehaviour = exchange -> false;

    private final HttpServer server;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private String fingerprint = "";

    /** Answers in its own way. */
    @FunctionalInterface
    public interface Misbehaviour {
        boolean done(HttpExchange exchange) throws IOException;
    }

    public FakeSyncthing(String key, boolean tls) throws Exception {
        this.key = key;
        var at = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0);
        if (tls) {
            var secure = HttpsServer.create(at, 0);
            secure.setHttpsConfigurator(new HttpsConfigurator(identity()));
            server = secure;
        } else {
            server = HttpServer.create(at, 0);
        }
        server.setExecutor(workers);
        server.createContext("/", this::serve);
        devices.put(OWN, device(OWN, "server"));
        devices.put(KNOWN, device(KNOWN, "workshop"));
        have();
        ask();
        offerOf(KNOWN);
        server.start();
    }

    /** One that knows nobody and has nothing. */
    public static FakeSyncthing alone(String key) throws Exception {
        var fake = new FakeSyncthing(key, true);
        fake.devices.keySet().retainAll(Set.of(OWN));
        fake.folders.clear();
        fake.pendingDevices.clear();
        fake.pendingFolders.clear();
        return fake;
    }

    @Override
    public String own() {
        return OWN;
    }

    @Override
    public String theirs() {
        return ASKING;
    }

    @Override
    public void ask() {
        pendingDevices.put(ASKING, Json.object().put("name", "new phone").put("address", "10.0.0.9:22000"));
    }

    @Override
    public void leave() {
        away.add(ASKING);
    }

    @Override
    public void have() {
        folders.put(FOLDER, folder(FOLDER));
    }

    @Override
    public void offer() {
        offerOf(ASKING);
    }

    private void offerOf(String device) {
        var offer = Json.object();
        offer.putObject("offeredBy").putObject(device).put("label", "Photos");
        pendingFolders.put(FOLDER, offer);
    }

    @Override
    public String url() {
        return (server instanceof HttpsServer ? "https" : "http") + "://127.0.0.1:"
                + server.getAddress().getPort();
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    private static ObjectNode device(String id, String name) {
        return Json.object().put("deviceID", id).put("name", name).put("paused", false);
    }

    private static ObjectNode folder(String id) {
        var folder = Json.object().put("id", id).put("label", "Photos").put("path", "/srv/photos");
        folder.putArray("devices").addObject().put("deviceID", OWN);
        return folder;
    }

    private SSLContext identity() throws Exception {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        var keys = generator.generateKeyPair();
        var name = new X500Name("CN=syncthing");
        var now = Instant.now();
        var builder = new JcaX509v3CertificateBuilder(
                name,
                BigInteger.ONE,
                Date.from(now.minus(1, ChronoUnit.DAYS)),
                Date.from(now.plus(1, ChronoUnit.DAYS)),
                name,
                keys.getPublic());
        var certificate = new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
        fingerprint = SyncthingPair.fingerprint(certificate);
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("own", keys.getPrivate(), new char[0], new java.security.cert.Certificate[] {certificate});
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, new char[0]);
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            var uri = exchange.getRequestURI();
            var call = exchange.getRequestMethod() + " " + uri;
            calls.add(call);
            if (misbehaviour.done(exchange)) {
                return;
            }
            if (!key.equals(exchange.getRequestHeaders().getFirst("X-API-Key"))) {
                answer(exchange, 403, "Not Authorized");
                return;
            }
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            act(exchange, exchange.getRequestMethod() + " " + uri.getPath(), uri.getQuery(), body);
        }
    }

    private void act(HttpExchange exchange, String call, String query, String body) throws IOException {
        var argument = query == null ? "" : query.substring(query.indexOf('=') + 1);
        if (call.equals("GET /rest/system/status")) {
            answer(
                    exchange,
                    200,
                    Json.object().put("myID", OWN).put("uptime", 77).toString());
        } else if (call.equals("GET /rest/system/version")) {
            answer(exchange, 200, "{\"version\":\"v1.29.2\"}");
        } else if (call.equals("GET /rest/system/connections")) {
            answer(exchange, 200, connections().toString());
        } else if (call.equals("GET /rest/config/devices")) {
            answer(exchange, 200, Json.write(devices.values()));
        } else if (call.equals("GET /rest/config/folders")) {
            answer(exchange, 200, Json.write(folders.values()));
        } else if (call.equals("GET /rest/cluster/pending/devices")) {
            answer(exchange, 200, Json.write(pendingDevices));
        } else if (call.equals("GET /rest/cluster/pending/folders")) {
            answer(exchange, 200, Json.write(pendingFolders));
        } else if (call.startsWith("DELETE /rest/cluster/pending/devices")) {
            pendingDevices.remove(argument);
            answer(exchange, 200, "");
        } else if (call.startsWith("GET /rest/config/devices/")) {
            item(exchange, devices, call);
        } else if (call.startsWith("GET /rest/config/folders/")) {
            item(exchange, folders, call);
        } else if (call.startsWith("PUT /rest/config/devices/")) {
            var device = Json.parseObject(body);
            devices.put(last(call), device);
            pendingDevices.remove(last(call));
            answer(exchange, 200, "");
        } else if (call.startsWith("PUT /rest/config/folders/")) {
            folders.put(last(call), Json.parseObject(body));
            pendingFolders.remove(last(call));
            answer(exchange, 200, "");
        } else if (call.equals("POST /rest/system/pause") || call.equals("POST /rest/system/resume")) {
            boolean known = devices.containsKey(argument);
            if (known) {
                devices.get(argument).put("paused", call.endsWith("pause"));
            }
            answer(exchange, known ? 200 : 404, "");
        } else if (call.equals("POST /rest/db/scan")) {
            answer(exchange, folders.containsKey(argument) ? 200 : 500, "no such folder");
        } else {
            answer(exchange, 404, "");
        }
    }

    /** Who is let in and not away is connected at once; a Syncthing is not connected to itself. */
    private ObjectNode connections() {
        var answer = Json.object();
        var connections = answer.putObject("connections");
        devices.keySet()
                .forEach(id -> connections.putObject(id).put("connected", !id.equals(OWN) && !away.contains(id)));
        return answer;
    }

    private static String last(String call) {
        return call.substring(call.lastIndexOf('/') + 1);
    }

    private static void item(HttpExchange exchange, Map<String, ObjectNode> items, String call) throws IOException {
        var item = items.get(last(call));
        answer(exchange, item == null ? 404 : 200, item == null ? "No such item" : item.toString());
    }

    public static void answer(HttpExchange exchange, int status, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }
}
