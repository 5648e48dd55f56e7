package io.slipway.server.lab.rest;

import io.slipway.server.base.Json;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.lab.pve.Cluster;
import io.slipway.server.lab.pve.Effect.Kind;
import io.slipway.server.lab.sh.VfsException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * The parameters of a request from its query and its body, of whatever kind that is.
 *
 * @param command the list that agent/exec takes, however it came
 */
record RestParameters(Map<String, String> values, List<String> command) {
    static RestParameters of(HttpRequest request, Cluster cluster, LongSupplier numbers) throws RestError {
        var type = request.contentType();
        var all = request.query();
        var command = new ArrayList<String>();
        if (type.startsWith("multipart/form-data")) {
            all.putAll(upload(request, cluster, numbers));
        } else if (type.startsWith("application/json")) {
            json(request, all, command);
        } else if (request.body().length > 0) {
            all.putAll(FormBody.decode(new String(request.body(), java.nio.charset.StandardCharsets.UTF_8)));
        }
        var form = all.remove("command");
        if (form != null) {
            command.addAll(List.of(form.split("\0", -1)));
        }
        return new RestParameters(all, command);
    }

    private static void json(HttpRequest request, Map<String, String> all, List<String> command) throws RestError {
        try {
            var body = Json.parse(request.body());
            if (!body.isObject()) {
                throw RestError.of(400, "malformed JSON string");
            }
            for (var property : body.properties()) {
                var value = property.getValue();
                if (property.getKey().equals("command") && value.isArray()) {
                    value.forEach(word -> command.add(word.asString("")));
                } else if (value.isBoolean()) {
                    all.put(property.getKey(), value.asBoolean() ? "1" : "0");
                } else {
                    all.put(property.getKey(), value.asString(""));
                }
            }
        } catch (SlipwayException e) {
            throw RestError.of(400, "malformed JSON string");
        }
    }

    /** The file goes to a temporary place before anybody asks whether the request is any good, and stays if it is not. */
    private static Map<String, String> upload(HttpRequest request, Cluster cluster, LongSupplier numbers)
            throws RestError {
        var form = MultipartBody.parse(request.header("content-type"), request.body());
        var fields = new TreeMap<>(form.fields());
        if (form.file() != null) {
            var path = "/var/tmp/pveupload-" + HexFormat.of().toHexDigits(numbers.getAsLong()) + "00000000"
                    + HexFormat.of().toHexDigits(request.body().length);
            var effect = cluster.effects().begin(Kind.STAGE, 0, fields.getOrDefault("filename", ""), path);
            try {
                cluster.files().put(path, form.file(), 0600);
            } catch (VfsException e) {
                throw RestError.of(500, "unable to create file '" + path + "' - " + e.getMessage());
            }
            cluster.effects().end(effect);
            fields.put("tmpfilename", path);
        }
        if (!fields.containsKey("content")) {
            throw RestError.parameter("content", "property is missing and it is not optional");
        }
        return fields;
    }
}
