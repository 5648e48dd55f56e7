package io.slipway.server.lab.rest;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * One request as it came over the wire.
 *
 * @param target path and query, still encoded
 * @param headers by lower-case name
 */
record HttpRequest(String method, String target, Map<String, String> headers, byte[] body) {
    String path() {
        int query = target.indexOf('?');
        var path = query < 0 ? target : target.substring(0, query);
        return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    Map<String, String> query() {
        int query = target.indexOf('?');
        return query < 0 ? new TreeMap<>() : FormBody.decode(target.substring(query + 1));
    }

    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    String contentType() {
        return header("content-type").toLowerCase(Locale.ROOT);
    }
}
