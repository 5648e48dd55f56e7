package io.slipway.server.web;

import io.javalin.http.Context;
import io.slipway.server.base.FieldError;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads requests strictly: bounded bodies, JSON objects without surprises, bearer tokens. */
public final class Requests {
    private static final Pattern BEARER = Pattern.compile("(?i:Bearer) +([A-Za-z0-9._~+/-]+=*) *");
    private static final int LONGEST_BEARER = 4096;
    private static final int MOST_DRAINED = 4 << 20;

    private Requests() {}

    /**
     * The JSON object in the body.
     *
     * @param known the members that the route understands
     * @throws SlipwayException UNSUPPORTED_MEDIA_TYPE, PAYLOAD_TOO_LARGE, or BAD_REQUEST naming every unknown member and
     *     the known ones
     */
    public static ObjectNode object(Context context, Set<String> known) {
        requireJson(context);
        if (!(Json.parse(body(context)) instanceof ObjectNode object)) {
            throw Problem.of(ProblemCode.BAD_REQUEST, "The document must be a JSON object.")
                    .exception();
        }
        var unknown = object.propertyNames().stream()
                .filter(name -> !known.contains(name))
                .map(name -> new FieldError(pointer(name), "is not known here"))
                .toList();
        if (!unknown.isEmpty()) {
            throw Problem.of(ProblemCode.BAD_REQUEST, "The document has fields that are not known here.", unknown)
                    .with("known", String.join(", ", new TreeSet<>(known)))
                    .exception();
        }
        return object;
    }

    /**
     * The body, at most as long as the listener allows.
     *
     * @throws SlipwayException PAYLOAD_TOO_LARGE
     */
    public static byte[] body(Context context) {
        int most = context.appData(WebServer.LARGEST_BODY);
        try {
            var in = context.req().getInputStream();
            long declared = context.req().getContentLengthLong();
            if (declared > most) {
                drain(in);
                throw tooLarge(most);
            }
            // Without a declared length the body may be longer than allowed: one byte more tells.
            var bytes = in.readNBytes(declared < 0 ? most + 1 : (int) declared);
            if (bytes.length > most) {
                drain(in);
                throw tooLarge(most);
            }
            return bytes;
        } catch (IOException e) {
            throw new SlipwayException(
                    Problem.of(ProblemCode.BAD_REQUEST, "The request's body could not be read to its end."), e);
        }
    }

    /** Reads on for a while, so that the answer reaches a sender that writes first and reads later. */
    private static void drain(InputStream in) throws IOException {
        var buffer = new byte[8192];
        int total = 0;
        for (int read = in.read(buffer); read >= 0 && total < MOST_DRAINED; read = in.read(buffer)) {
            total += read;
        }
    }

    private static SlipwayException tooLarge(int most) {
        return Problem.of(ProblemCode.PAYLOAD_TOO_LARGE, "The document is larger than " + most + " bytes.")
                .exception();
    }

    private static void requireJson(Context context) {
        var type = Optional.ofNullable(context.contentType()).orElse("").toLowerCase(Locale.ROOT);
        var media = type.split(";", 2)[0].strip();
        if (!media.equals("application/json")) {
            throw Problem.of(ProblemCode.UNSUPPORTED_MEDIA_TYPE, "The request's body is not declared as JSON.")
                    .exception();
        }
    }

    /** A text member, or empty when it is missing or null. */
    public static Optional<String> text(ObjectNode object, String name) {
        JsonNode value = object.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isString()) {
            throw wrong(name, "must be a text");
        }
        return Optional.of(value.stringValue());
    }

    /** A text member that must be there. */
    public static String requiredText(ObjectNode object, String name) {
        return text(object, name).orElseThrow(() -> wrong(name, "is required"));
    }

    /** A BAD_REQUEST about one member. */
    public static SlipwayException wrong(String name, String message) {
        return Problem.of(
                        ProblemCode.BAD_REQUEST,
                        "The document has a wrong field.",
                        List.of(new FieldError(pointer(name), message)))
                .exception();
    }

    private static String pointer(String name) {
        return "/" + name.replace("~", "~0").replace("/", "~1");
    }

    /** The token of the {@code Authorization} header (RFC 6750 section 2.1), or empty when there is none of that form. */
    public static Optional<String> bearer(Context context) {
        var header = context.header("Authorization");
        if (header == null || header.length() > LONGEST_BEARER) {
            return Optional.empty();
        }
        var match = BEARER.matcher(header);
        return match.matches() ? Optional.of(match.group(1)) : Optional.empty();
    }

    /** Where the request comes from: the peer of the connection, never a header. */
    public static InetAddress peer(Context context) {
        try {
            // A literal: no name is looked up.
            return InetAddress.getByName(context.req().getRemoteAddr());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("the peer has no address", e);
        }
    }
}
