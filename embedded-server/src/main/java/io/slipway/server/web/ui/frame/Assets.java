package io.slipway.server.web.ui.frame;

import io.javalin.http.Context;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The files that pages load: a closed set, kept packed in memory from their first use on. Their address holds their digest, so a
 * browser keeps them for good and asks for a changed one by itself. Thread-safe.
 */
public final class Assets {
    /** Path of the route. */
    static final String PATH = "/ui/assets/{digest}/{name}";

    private static final String OWN = "/io/slipway/server/web/ui/frame/";
    private static final String WEBJARS = "/META-INF/resources/webjars/";
    private static final String FOR_GOOD = "public, max-age=31536000, immutable";
    private static final int DIGEST_LENGTH = 12;

    private static final Map<String, String> FILES = files();
    private static final Map<String, Packed> PACKED = new ConcurrentHashMap<>();

    private record Packed(String type, byte[] bytes, boolean gzip, String digest) {}

    private Assets() {}

    private static Map<String, String> files() {
        var files = new LinkedHashMap<String, String>();
        files.put("tabler.css", WEBJARS + "tabler__core/1.4.0/dist/css/tabler.min.css");
        files.put("htmx.js", WEBJARS + "htmx.org/2.0.10/dist/htmx.min.js");
        files.put("tokens.css", "/io/slipway/server/look/tokens.json");
        for (var own : new String[] {"ui.css", "ui.js", "live.js", "forms.js", "theme.js", "mark.svg"}) {
            files.put(own, OWN + own);
        }
        for (var own : new String[] {"jobs.css", "jobs.js"}) {
            files.put(own, "/io/slipway/server/web/ui/jobs/" + own);
        }
        for (var own : new String[] {"profiles.css", "profiles.js"}) {
            files.put(own, "/io/slipway/server/web/ui/profiles/" + own);
        }
        files.put("vms.js", "/io/slipway/server/web/ui/vms/vms.js");
        files.put("artifacts.js", "/io/slipway/server/web/ui/artifacts/artifacts.js");
        for (var own : new String[] {"wizard.css", "wizard.js"}) {
            files.put(own, "/io/slipway/server/web/ui/wizard/" + own);
        }
        for (var script : new String[] {"latin", "cyrillic"}) {
            for (var cut : new String[] {"inter-%s-400.woff2", "inter-%s-600.woff2", "mono-%s-400.woff2"}) {
                var name = String.format(Locale.ROOT, cut, script);
                files.put(name, OWN + "fonts/" + name);
            }
        }
        return Map.copyOf(files);
    }

    /**
     * The address of a file.
     *
     * @throws IllegalArgumentException when there is no such file: a fault of ours
     */
    public static String url(String name) {
        if (!FILES.containsKey(name)) {
            throw new IllegalArgumentException("no file " + name);
        }
        return "/ui/assets/" + packed(name).digest() + "/" + name;
    }

    /** Serves one; an address with another digest is an old page's, which must not be told that the new file is the old one. */
    static void serve(Context context) {
        var name = context.pathParam("name");
        var asked = context.pathParam("digest");
        if (!FILES.containsKey(name) || !packed(name).digest().equals(asked)) {
            throw Problem.of(ProblemCode.NOT_FOUND_ROUTE, "There is nothing at this address.")
                    .exception();
        }
        var file = packed(name);
        context.contentType(file.type()).header("Cache-Control", FOR_GOOD);
        if (!file.gzip()) {
            context.result(file.bytes());
            return;
        }
        context.header("Vary", "Accept-Encoding");
        if (Objects.requireNonNullElse(context.header("Accept-Encoding"), "").contains("gzip")) {
            context.header("Content-Encoding", "gzip").result(file.bytes());
        } else {
            context.result(unpacked(file.bytes()));
        }
    }

    private static Packed packed(String name) {
        var known = PACKED.get(name);
        if (known == null) {
            // Not computeIfAbsent: a sheet asks for its fonts while it is packed.
            known = pack(name);
            PACKED.put(name, known);
        }
        return known;
    }

    private static Packed pack(String name) {
        var bytes =
                switch (name) {
                    case "tokens.css" -> tokens();
                    case "ui.css" -> addressed(read(FILES.get(name)));
                    default -> read(FILES.get(name));
                };
        var digest = Sha256.hex(bytes).substring(0, DIGEST_LENGTH);
        var type = type(name);
        return type.startsWith("font/")
                ? new Packed(type, bytes, false, digest)
                : new Packed(type, gzip(bytes), true, digest);
    }

    private static String type(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "css" -> "text/css; charset=utf-8";
            case "js" -> "text/javascript; charset=utf-8";
            case "svg" -> "image/svg+xml";
            default -> "font/woff2";
        };
    }

    /** The fonts stand in the sheet by name only, and get their address here. */
    private static byte[] addressed(byte[] sheet) {
        var text = new String(sheet, StandardCharsets.UTF_8);
        for (var name : FILES.keySet()) {
            if (name.endsWith(".woff2")) {
                text = text.replace("url(" + name + ")", "url(" + url(name) + ")");
            }
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The colours that the desktop has, as properties of the page, so that the two cannot drift. */
    private static byte[] tokens() {
        var colours = Json.parse(new String(read(FILES.get("tokens.css")), StandardCharsets.UTF_8))
                .path("colour");
        var sheet = new StringBuilder();
        for (var theme : new String[] {"light", "dark"}) {
            // Paper is white, whatever the screen is.
            sheet.append(theme.equals("light") ? ":root" : "@media screen { :root[data-bs-theme=dark]")
                    .append(" {\n");
            colours.properties().forEach(colour -> sheet.append("  --slip-")
                    .append(colour.getKey())
                    .append(": ")
                    .append(colour.getValue().path(theme).asString())
                    .append(";\n"));
            sheet.append(theme.equals("light") ? "}\n" : "} }\n");
        }
        return sheet.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] read(@Nullable String resource) {
        var name = Objects.requireNonNull(resource);
        try (var in = Objects.requireNonNull(Assets.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] gzip(byte[] bytes) {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] unpacked(byte[] bytes) {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
