package io.slipway.server.web;

import io.javalin.http.Context;
import io.slipway.server.base.Json;
import io.slipway.server.profile.ProfileWarning;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * Warnings beside an answer that is no JSON: the header {@value #NAME} holds base64 of a JSON list of sentences, and
 * {@value #COUNT} says how many there are, should the list be cut to fit into a header.
 */
public final class WarningHeader {
    public static final String NAME = "Slipway-Warnings";
    public static final String COUNT = "Slipway-Warning-Count";
    private static final int MOST_BYTES = 4096;

    private WarningHeader() {}

    /** Puts both headers, each warning with its place before it. */
    public static void warnings(Context context, List<ProfileWarning> warnings) {
        put(context, warnings.stream().map(WarningHeader::sentence).toList());
    }

    /** Puts both headers; a list that is too long is cut, its length is not. */
    public static void put(Context context, List<String> sentences) {
        context.header(COUNT, Integer.toString(sentences.size()));
        int shown = sentences.size();
        var bytes = bytes(sentences);
        while (bytes.length > MOST_BYTES) {
            shown--;
            bytes = bytes(sentences.subList(0, shown));
        }
        context.header(NAME, Base64.getEncoder().encodeToString(bytes));
    }

    private static String sentence(ProfileWarning warning) {
        return warning.pointer().isEmpty() ? warning.message() : warning.pointer() + ": " + warning.message();
    }

    private static byte[] bytes(List<String> sentences) {
        return Json.write(sentences).getBytes(StandardCharsets.UTF_8);
    }
}
