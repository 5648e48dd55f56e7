package io.slipway.server.web.ui.settings;

import io.slipway.server.syncthing.Syncthing;
import io.slipway.server.text.Line;
import io.slipway.server.web.ui.frame.PageFrame;
import io.slipway.server.words.StateShape;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a Syncthing answered. What others call themselves in it is cut to a line of bounded length that is read as it is written, and
 * who floods it with requests is counted, not listed.
 *
 * @param own its device id
 * @param up since when it runs
 * @param asking devices that ask to be let in
 * @param offers folders that devices want to share
 */
record SyncthingSeen(
        PageFrame frame,
        String version,
        String own,
        Instant up,
        Some<Device> devices,
        Some<Folder> folders,
        Some<Asking> asking,
        Some<Offer> offers) {
    private static final int GROUP = 7;
    private static final int LONGEST = 100;

    /**
     * The first of a list.
     *
     * @param more how many there are beside
     */
    record Some<T>(List<T> shown, int more) {
        private static final int MOST = 100;

        Some {
            shown = List.copyOf(shown);
        }

        static <T> Some<T> of(List<T> all) {
            return new Some<>(all.stream().limit(MOST).toList(), Math.max(0, all.size() - MOST));
        }

        int count() {
            return shown.size() + more;
        }
    }

    /** A device it knows. */
    record Device(String id, String name, boolean connected, boolean paused) {
        StateShape shape() {
            if (paused) {
                return StateShape.OFF;
            }
            return connected ? StateShape.DONE : StateShape.IDLE;
        }

        /** The key of its state's word. */
        String state() {
            if (paused) {
                return "sync.device.paused";
            }
            return connected ? "sync.device.connected" : "sync.device.away";
        }
    }

    /**
     * A folder it has.
     *
     * @param with names of the devices that share it, without itself
     * @param named whether actions take its id
     */
    record Folder(String id, String name, boolean paused, List<String> with, boolean named) {
        Folder {
            with = List.copyOf(with);
        }
    }

    /** A device that asks to be let in. */
    record Asking(String id, String name, String address) {}

    /**
     * A folder that a device wants to share.
     *
     * @param present whether this Syncthing has it, so that it is known where it lies
     */
    record Offer(String folder, String device, String name, boolean present) {}

    /** @param seen as {@link Syncthing#look} answers, without secrets */
    static SyncthingSeen of(PageFrame frame, ObjectNode seen) {
        var status = seen.path("status");
        var own = text(status, "device_id");
        var names = new HashMap<String, String>();
        nodes(seen, "devices", "devices").forEach(node -> names.put(text(node, "device_id"), name(node, "name")));
        var up = frame.now()
                .minusSeconds(Math.clamp(status.path("uptime_seconds").asLong(0), 0, Integer.MAX_VALUE));
        return new SyncthingSeen(
                frame,
                plain(text(status, "version")),
                plain(own),
                up,
                Some.of(devices(seen, own)),
                Some.of(folders(seen, own, names)),
                Some.of(asking(seen)),
                Some.of(offers(seen, names)));
    }

    private static Stream<JsonNode> nodes(ObjectNode seen, String part, String list) {
        return seen.path(part).path(list).valueStream();
    }

    /** Without itself, which is neither let in nor paused. */
    private static List<Device> devices(ObjectNode seen, String own) {
        return nodes(seen, "devices", "devices")
                .filter(node -> Syncthing.isDevice(text(node, "device_id")))
                .filter(node -> !text(node, "device_id").equals(own))
                .map(node -> new Device(
                        text(node, "device_id"),
                        name(node, "name"),
                        node.path("connected").asBoolean(false),
                        node.path("paused").asBoolean(false)))
                .toList();
    }

    private static List<Folder> folders(ObjectNode seen, String own, Map<String, String> names) {
        return nodes(seen, "folders", "folders")
                .map(node -> new Folder(
                        plain(text(node, "folder_id")),
                        plain(text(node, "label").isBlank() ? text(node, "folder_id") : text(node, "label")),
                        node.path("paused").asBoolean(false),
                        node.path("devices")
                                .valueStream()
                                .map(device -> device.asString(""))
                                .filter(device -> !device.equals(own))
                                .limit(Some.MOST)
                                .map(device -> named(names, device))
                                .toList(),
                        Syncthing.isFolder(text(node, "folder_id"))))
                .toList();
    }

    private static List<Asking> asking(ObjectNode seen) {
        return nodes(seen, "pending", "devices")
                .filter(node -> Syncthing.isDevice(text(node, "device_id")))
                .map(node -> new Asking(text(node, "device_id"), name(node, "name"), plain(text(node, "address"))))
                .toList();
    }

    private static List<Offer> offers(ObjectNode seen, Map<String, String> names) {
        var present = nodes(seen, "folders", "folders")
                .map(node -> text(node, "folder_id"))
                .filter(Syncthing::isFolder)
                .toList();
        return nodes(seen, "pending", "folders")
                .filter(node -> Syncthing.isDevice(text(node, "device_id")))
                .map(node -> new Offer(
                        plain(text(node, "folder_id")),
                        text(node, "device_id"),
                        named(names, text(node, "device_id")),
                        present.contains(text(node, "folder_id"))))
                .toList();
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asString("");
    }

    /** A foreign text as a line that is read as it is written. */
    private static String plain(String text) {
        var line = new StringBuilder();
        text.codePoints()
                .limit(LONGEST)
                .forEach(c -> line.append(Line.isPlain(Character.toString(c)) ? Character.toString(c) : "\uFFFD"));
        return line.toString();
    }

    /** What a device is called; its id's first group when it has no name, or one that is not read as it is written. */
    private static String name(JsonNode node, String field) {
        var given = text(node, field);
        boolean usable = !given.isBlank() && given.length() <= LONGEST && Line.isPlain(given);
        return usable ? given : shortened(text(node, "device_id"));
    }

    private static String named(Map<String, String> names, String device) {
        return names.getOrDefault(device, shortened(device));
    }

    private static String shortened(String id) {
        return Syncthing.isDevice(id) ? id.substring(0, GROUP) : plain(id);
    }

    String say(String key, Object... arguments) {
        return frame.text("websettings").get(key, arguments);
    }

    /** How much asks for an answer. */
    int asks() {
        return asking.count() + offers.count();
    }

    String since() {
        return frame.times().moment(up, frame.now());
    }

    String at() {
        return frame.times().moment(frame.now(), frame.now());
    }

    String shared(Folder folder) {
        return folder.with().isEmpty()
                ? say("sync.folder.alone")
                : say("sync.folder.with", String.join(", ", folder.with()));
    }

    String more(int more) {
        return frame.text("websettings").count("sync.more", more);
    }
}
