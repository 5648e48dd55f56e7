package io.slipway.server.lab;

import io.slipway.server.base.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One recorded request to the API of a real node, and its answer.
 *
 * @param arguments curl's, as typed
 * @param status for example {@code 400 Parameter verification failed.}
 * @param body empty when there was none
 */
public record RestTranscript(
        int index, String method, String target, List<String> arguments, String status, String body) {
    private static final Pattern WORD = Pattern.compile("\\$?'((?:[^'\\\\]|\\\\.)*)'");

    /** The whole recording in order. */
    public static List<RestTranscript> all() {
        try (var in = RestTranscript.class.getResourceAsStream("pve-rest-transcripts.txt")) {
            var text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            var all = new ArrayList<RestTranscript>();
            for (var block : text.split("(?m)^>>> ")) {
                if (!block.isBlank()) {
                    all.add(parse(all.size(), block));
                }
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RestTranscript parse(int index, String block) {
        var parts = block.split("\\R", 2);
        var words = parts[0].split(" ", 3);
        var arguments = new ArrayList<String>();
        var match = WORD.matcher(words.length > 2 ? words[2] : "");
        while (match.find()) {
            arguments.add(match.group().startsWith("$") ? match.group(1).replace("\\n", "\n") : match.group(1));
        }
        var status = parts[1].lines().findFirst().orElse("").replaceFirst("^HTTP/1\\.1 ", "");
        var body = parts[1].lines().filter(line -> line.startsWith("{")).findFirst();
        return new RestTranscript(index, words[0], words[1].strip(), arguments, status.strip(), body.orElse(""));
    }

    /** What does not depend on the moment and the machine: names, texts, and of lists the form of their rows. */
    static String normalise(String body) {
        return body.isEmpty() ? "" : Json.write(sorted(Json.parse(body)));
    }

    private static JsonNode sorted(JsonNode node) {
        if (node instanceof ObjectNode object) {
            var copy = Json.object();
            object.propertyNames().stream().sorted().forEach(key -> copy.set(key, value(key, object.path(key))));
            return copy;
        }
        if (node.isArray()) {
            // The order of lists changes from call to call.
            var rows = new java.util.TreeMap<String, JsonNode>();
            node.forEach(item -> rows.put(Json.write(sorted(item)), sorted(item)));
            return Json.mapper().createArrayNode().addAll(rows.values());
        }
        return Json.mapper().getNodeFactory().stringNode(text(node.asString("")));
    }

    private static JsonNode value(String key, JsonNode node) {
        return node.isNumber() && !key.equals("vmid") && !key.equals("cores")
                ? Json.mapper().getNodeFactory().stringNode("number")
                : sorted(node);
    }

    private static String text(String text) {
        return text.replaceAll("UPID:(\\w+):\\w+:\\w+:\\w+:", "UPID:$1:")
                .replaceAll("bot@pve!\\w+", "bot@pve!agent")
                .replaceAll("[0-9A-F]{2}(:[0-9A-F]{2}){31}", "fingerprint")
                .replaceAll("(?i)[0-9a-f]{2}(:[0-9a-f]{2}){5}", "mac")
                .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "uuid")
                .replaceAll("^[0-9a-f]{40}$", "digest")
                .replaceAll("ctime=\\d+", "ctime")
                .replaceAll("size=\\d+[KMG]", "size");
    }

    @Override
    public String toString() {
        return index + " " + method + " " + target;
    }
}
