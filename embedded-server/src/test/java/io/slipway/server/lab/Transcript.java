package io.slipway.server.lab;

import io.slipway.server.base.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One recorded command of a real node. */
record Transcript(int index, String topic, String command, int code, String out, String err) {
    /** Numbers that differ from run to run or describe the measuring machine. */
    private static final Pattern VOLATILE = Pattern.compile("ctime|starttime|endtime|pstart|pid|uptime|mem|memhost|"
            + "avail|total|used|used_fraction|netin|netout|disk|maxdisk_storage|digest|(rx|tx)-.*");

    static List<Transcript> all() {
        try (var in = Objects.requireNonNull(Transcript.class.getResourceAsStream("pve-transcripts.jsonl"))) {
            var all = new ArrayList<Transcript>();
            for (var line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
                if (!line.isBlank()) {
                    var node = Json.parse(line);
                    all.add(new Transcript(
                            all.size(),
                            node.path("topic").asString(),
                            node.path("cmd").asString(),
                            node.path("rc").asInt(),
                            node.path("out").asString(),
                            node.path("err").asString()));
                }
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Bytes as the recorder wrote them: what is not UTF-8 becomes {@code \xNN}. */
    static String decode(byte[] bytes) {
        var utf8 = new String(bytes, StandardCharsets.UTF_8);
        if (Arrays.equals(utf8.getBytes(StandardCharsets.UTF_8), bytes)) {
            return utf8;
        }
        var text = new StringBuilder();
        for (byte b : bytes) {
            text.append(b >= 0 ? String.valueOf((char) b) : "\\x%02x".formatted(b & 0xFF));
        }
        return text.toString();
    }

    /** Replaces what no two runs share: UPIDs, times, ids, MACs, sizes of the machine, the speed of a copy. */
    static String normalise(String text) {
        var lines = new ArrayList<String>();
        for (var line : text.split("\n", -1)) {
            lines.add(normaliseLine(line));
        }
        return String.join("\n", lines)
                .replaceAll("(transferred [^\n]*\\n)+", "transferred ...\n")
                .replaceAll("\"(rx|tx)-([a-z]+)\" : [0-9]+", "\"$1-$2\" : 0");
    }

    private static String normaliseLine(String line) {
        var plain = line;
        if (plain.startsWith("{\"") || plain.startsWith("[{")) {
            try {
                plain = Json.write(canonical(Json.parse(plain)));
            } catch (RuntimeException cutShort) {
                plain = line;
            }
        }
        return plain.replaceAll("UPID:([^:]+):[0-9A-F]{8}:[0-9A-F]{8}:[0-9A-F]{8}:", "UPID:$1:P:S:T:")
                .replaceAll("[0-9a-f]{40}", "DIGEST")
                .replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "UUID")
                .replaceAll("(?i)BC:24:11(:[0-9a-f]{2}){3}", "MAC")
                .replaceAll("fe80::be24:11ff:fe[0-9a-f]{2}:[0-9a-f]{4}", "LINKLOCAL")
                .replaceAll("192\\.168\\.77\\.[0-9]+|127\\.0\\.0\\.1(?=\",\"level)", "ADDRESS")
                .replaceAll("creation-qemu=10.1.2,ctime=[0-9]+", "META")
                .replaceAll("(running +[0-9]+ +[0-9.]+ +)[0-9]+ *", "$1PID")
                .replaceAll("(active +)[0-9]+ +[0-9]+ +[0-9]+ +[0-9.]+%", "$1SIZES");
    }

    private static JsonNode canonical(JsonNode node) {
        if (node instanceof ObjectNode object) {
            var copy = Json.object();
            for (var key : new TreeSet<>(object.propertyNames())) {
                var value = object.path(key);
                if (VOLATILE.matcher(key).matches()) {
                    copy.put(key, "*");
                } else if (key.equals("content") && value.asString().contains(",")) {
                    copy.put(key, new TreeSet<>(Arrays.asList(value.asString().split(","))).toString());
                } else {
                    copy.set(key, canonical(value));
                }
            }
            return copy;
        }
        if (node instanceof ArrayNode array) {
            var items = new ArrayList<JsonNode>();
            array.forEach(item -> items.add(canonical(item)));
            items.sort((a, b) -> a.toString().compareTo(b.toString()));
            return Json.mapper().createArrayNode().addAll(items);
        }
        return node;
    }

    @Override
    public String toString() {
        return index + " " + topic + ": " + (command.length() > 90 ? command.substring(0, 90) : command);
    }
}
