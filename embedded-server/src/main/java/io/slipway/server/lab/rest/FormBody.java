package io.slipway.server.lab.rest;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * Form parameters as pve-http-server decodes them, with its two traps: a semicolon separates like an ampersand, and of a value
 * with a raw equals sign only the part before it remains.
 */
final class FormBody {
    private FormBody() {}

    static Map<String, String> decode(String text) {
        var parameters = new TreeMap<String, String>();
        for (var pair : text.split("[&;]")) {
            if (!pair.isEmpty()) {
                var parts = pair.split("=", -1);
                var value = parts.length > 1 ? decoded(parts[1]) : "";
                parameters.merge(decoded(parts[0]), value, (first, second) -> first + "\0" + second);
            }
        }
        return parameters;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
