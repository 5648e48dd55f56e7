package io.slipway.server.lab.powershell;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** HttpWebRequest and its neighbours, on real connections. */
final class HttpTypes {
    /**
     * SHA-256 of the C# text in START.ps1 that {@link PinnedTrust} mirrors. A changed text must be compared with the Java
     * class before this value is changed; until then the simulation refuses to compile it.
     */
    static final String PIN_SOURCE = "5ebfb909db63fc19ec640380a487c546294a0e4bee748a011860128c6b743c78";

    private final GuestHttp http;

    private HttpTypes(GuestHttp http) {
        this.http = http;
    }

    static void register(ScriptHost.Builder host, GuestHttp http) {
        var all = new HttpTypes(http);
        host.type(NetType.named("Net.WebRequest").method("Create", a -> all.request(Values.text(a.getFirst()))));
        host.type(NetType.named("Net.SecurityProtocolType").converts(value -> {
            if (Conversions.number(value).intValue() != 3072) {
                throw new NetFailure("ArgumentException", "only TLS 1.2 (3072) is simulated");
            }
            return 3072;
        }));
        host.type(NetType.named("Net.ServicePointManager")
                .value("SecurityProtocol", () -> 3072, value -> {})
                .value("Expect100Continue", () -> false, value -> {}));
        host.type(NetType.named("IO.StreamReader").constructor(HttpTypes::reader));
        host.type(NetType.named("Net.Sockets.TcpClient").constructor(a -> all.client()));
        host.type(NetType.named("Uri").converts(value -> uri(Values.text(value))));
        host.type(all.pin());
        host.cmdlet("Add-Type", "TypeDefinition* AssemblyName", HttpTypes::compile);
    }

    /** Stands for the compiler: knows one text. */
    private static Object compile(CmdletCall call) {
        try {
            var text = call.text("TypeDefinition").replace("\r\n", "\n");
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            if (!HexFormat.of().formatHex(digest).equals(PIN_SOURCE)) {
                throw new NetFailure(
                        NetExceptions.RUNTIME,
                        "the simulation cannot compile C#; it knows the type of START.ps1 only, and this text is another ("
                                + HexFormat.of().formatHex(digest) + ")");
            }
            return Values.NOTHING;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private NetType pin() {
        var trust = http.trust();
        return NetType.named("Slipway.Pin")
                .value("Accepted", () -> new ArrayList<Object>(trust.accepted()), value -> {
                    var pins = new ArrayList<String>();
                    Values.elements(value).forEach(one -> pins.add(Values.text(one)));
                    trust.accept(pins);
                })
                .value("LastError", trust::lastError, value -> trust.lastError(Values.text(value)))
                .value("Callback", () -> trust);
    }

    private NetObject request(String url) {
        if (!url.startsWith("https://")) {
            throw new NetFailure("NotSupportedException", "a guest calls https only");
        }
        Map<String, @Nullable Object> settings = new HashMap<>();
        Map<String, String> headers = new HashMap<>();
        var body = new ByteArrayOutputStream();
        var request = new NetObject("Net.HttpWebRequest");
        for (var name : List.of(
                "Method",
                "Timeout",
                "ReadWriteTimeout",
                "KeepAlive",
                "AllowAutoRedirect",
                "Proxy",
                "UserAgent",
                "ContentType",
                "ContentLength",
                "ServerCertificateValidationCallback")) {
            request.property(name, () -> settings.get(name), value -> settings.put(name, value));
        }
        request.property("Headers", () -> new NetObject("Net.WebHeaderCollection").method("Add", a -> {
            headers.put(Values.text(a.get(0)), Values.text(a.get(1)));
            return Values.NOTHING;
        }));
        request.method("GetRequestStream", a -> new NetObject("IO.Stream")
                .method("Write", b -> {
                    body.write((byte[]) b.get(0), (Integer) b.get(1), (Integer) b.get(2));
                    return Values.NOTHING;
                })
                .method("Close", b -> Values.NOTHING));
        return request.method("GetResponse", a -> respond(url, settings, headers, body.toByteArray()));
    }

    private NetObject respond(
            String url, Map<String, @Nullable Object> settings, Map<String, String> headers, byte[] body) {
        if (settings.get("ServerCertificateValidationCallback") != http.trust()) {
            throw new NetFailure(
                            "Net.WebException",
                            "the request has no pinned delegate; Windows does not know our authority")
                    .with("Response", null);
        }
        if (settings.get("ContentType") != null) {
            headers.put("Content-Type", Values.text(settings.get("ContentType")));
        }
        headers.put("User-Agent", Values.text(settings.get("UserAgent")));
        var timeout =
                Duration.ofMillis(Conversions.number(settings.get("Timeout")).longValue());
        var answer = http.send(Values.text(settings.get("Method")), url, headers, body, timeout);
        var response = response(answer);
        if (answer.status() >= 400) {
            throw new NetFailure("Net.WebException", "The remote server returned an error: (" + answer.status() + ").")
                    .with("Status", "ProtocolError")
                    .with("Response", response);
        }
        return response;
    }

    private static NetObject response(GuestHttp.Answer answer) {
        return new NetObject("Net.HttpWebResponse")
                .property("StatusCode", answer::status)
                .property("ContentLength", () -> (long) answer.body().length)
                .property("Headers", () -> new NetObject("Net.WebHeaderCollection")
                        .index(name -> answer.header(Values.text(name)).orElse(null)))
                .method("GetResponseStream", a -> stream(answer.body()))
                .method("Close", a -> Values.NOTHING);
    }

    private static NetObject stream(byte[] bytes) {
        return new NetObject("IO.Stream")
                .method("ToArray", a -> bytes)
                .method("CopyTo", a -> ((NetObject) a.getFirst()).call("Write", List.of(bytes, 0, bytes.length)))
                .method("Close", a -> Values.NOTHING);
    }

    private static NetObject reader(List<Object> arguments) {
        var stream = (NetObject) arguments.get(0);
        var charset = Charset.forName(Values.text(((NetObject) arguments.get(1)).get("Charset")));
        return new NetObject("IO.StreamReader")
                .method(
                        "ReadToEnd",
                        a -> new String(
                                (byte[]) java.util.Objects.requireNonNull(stream.call("ToArray", List.of())), charset))
                .method("Close", a -> Values.NOTHING);
    }

    private static NetObject uri(String text) {
        try {
            var uri = URI.create(text);
            int port = uri.getPort() >= 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
            return new NetObject("Uri")
                    .property("DnsSafeHost", uri::getHost)
                    .property("Host", uri::getHost)
                    .property("Port", () -> port)
                    .text(() -> text);
        } catch (IllegalArgumentException e) {
            throw new NetFailure("UriFormatException", "Invalid URI: The format of the URI could not be determined.");
        }
    }

    /** BeginConnect connects at once; waiting then only asks how it went. */
    private NetObject client() {
        boolean[] connected = {false};
        return new NetObject("Net.Sockets.TcpClient")
                .property("Connected", () -> connected[0])
                .method("BeginConnect", a -> {
                    connected[0] = http.connected()
                            && connects(
                                    Values.text(a.get(0)),
                                    Conversions.number(a.get(1)).intValue());
                    return new NetObject("IAsyncResult")
                            .property("AsyncWaitHandle", () -> new NetObject("Threading.WaitHandle")
                                    .method("WaitOne", b -> true));
                })
                .method("Close", a -> Values.NOTHING);
    }

    private boolean connects(String host, int port) {
        try (var socket = new Socket()) {
            if (http.source() != null) {
                socket.bind(new InetSocketAddress(http.source(), 0));
            }
            socket.connect(new InetSocketAddress(host, port), 5000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
