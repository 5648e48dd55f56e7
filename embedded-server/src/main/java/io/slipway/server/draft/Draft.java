package io.slipway.server.draft;

import io.slipway.server.base.FieldError;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.provision.NamePattern;
import io.slipway.server.provision.ProvisionOrder;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * What was typed and chosen so far, as texts; whether it is a valid order is found out by making one. Immutable.
 *
 * @param values what is not named is empty
 */
public record Draft(Map<Key, String> values) {
    /** How a list of names and addresses is chosen as {@link Key#MODE}. */
    public static final String LIST = "list";

    /** How addresses from the network are chosen. */
    public static final String DHCP = "dhcp";

    /** How addresses from a range are chosen. */
    public static final String POOL = "static";

    /** So many numbers are tried for names that are free. */
    private static final int MOST_NUMBERS = 10_000;

    /** A new wizard's. */
    public static final Draft EMPTY =
            new Draft(Map.of(Key.PATTERN, "PC-{n:2}", Key.COUNT, "1", Key.MODE, DHCP, Key.PREFIX, "24"));

    /** One thing to choose or to type. */
    public enum Key {
        HOST(""),
        TEMPLATE(""),
        PROFILE(""),
        CORES("cores"),
        MEMORY("memory_mib"),
        DISK("disk_gib"),
        LINKED(""),
        PATTERN(""),
        COUNT("count"),
        FIRST("first_number"),
        MODE(""),
        FROM(""),
        TO(""),
        PREFIX(""),
        GATEWAY(""),
        DNS(""),
        LINES(""),
        BRIDGE(""),
        VLAN("vlan"),
        NODE("");

        private final String number;

        /** @param number the order's field, for what is a number there */
        Key(String number) {
            this.number = number;
        }

        /** Its name in an address or a form. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Draft {
        var copy = new EnumMap<Key, String>(Key.class);
        values.forEach((key, value) -> {
            if (!value.isBlank()) {
                copy.put(key, value.strip());
            }
        });
        values = Map.copyOf(copy);
    }

    /** Empty when nothing was typed. */
    public String get(Key key) {
        return values.getOrDefault(key, "");
    }

    public boolean has(Key key) {
        return values.containsKey(key);
    }

    public Draft with(Key key, String value) {
        var changed = new EnumMap<Key, String>(Key.class);
        changed.putAll(values);
        changed.put(key, value);
        return new Draft(changed);
    }

    /** A draft that makes the same order as the JSON of one with a name pattern. */
    public static Draft of(ObjectNode order) {
        var draft = EMPTY.with(Key.HOST, order.path("host").asString(""))
                .with(Key.TEMPLATE, order.path("template").asString(""))
                .with(Key.PROFILE, order.path("profile").asString(""))
                .with(Key.PATTERN, order.path("name_pattern").asString(""));
        for (var key : Key.values()) {
            if (!key.number.isEmpty() && order.path(key.number).isInt()) {
                draft = draft.with(key, order.path(key.number).asString());
            }
        }
        var network = order.path("network");
        return draft.with(Key.MODE, network.path("mode").asString(DHCP))
                .with(Key.FROM, network.path("from").asString(""))
                .with(Key.TO, network.path("to").asString(""))
                .with(Key.PREFIX, network.path("prefix").asString("24"))
                .with(Key.GATEWAY, network.path("gateway").asString(""))
                .with(
                        Key.DNS,
                        String.join(
                                ", ",
                                network.path("dns")
                                        .valueStream()
                                        .map(server -> server.asString(""))
                                        .toList()));
    }

    /** Whether there is enough of it for a plan. */
    public boolean plannable() {
        return has(Key.HOST) && has(Key.TEMPLATE) && has(Key.PROFILE);
    }

    /**
     * The order.
     *
     * @throws io.slipway.server.base.SlipwayException BAD_REQUEST with the pointers of what is wrong
     */
    public ProvisionOrder order() {
        return ProvisionOrder.parse(document());
    }

    /**
     * The order as the document that the API and the command line take.
     *
     * @throws io.slipway.server.base.SlipwayException BAD_REQUEST with the pointers of what is wrong
     */
    public ObjectNode document() {
        var json = withNames();
        network(json);
        return json;
    }

    /**
     * The names of the VMs, whatever their addresses will be.
     *
     * @param windows whether the names must also do as Windows computer names
     * @throws io.slipway.server.base.SlipwayException BAD_REQUEST, INVALID_NAME
     */
    public List<String> names(boolean windows) {
        return NamePattern.names(ProvisionOrder.parse(withNames()), windows);
    }

    /**
     * The same with the lowest number with which all names are free, so that nobody has to look it up.
     *
     * @param taken in lower case
     */
    public Draft firstFree(Set<String> taken, boolean windows) {
        for (int first = 1; first < MOST_NUMBERS; first++) {
            var tried = with(Key.FIRST, Integer.toString(first));
            var made = tried.namesIfAny(windows);
            boolean numbered = get(Key.PATTERN).contains("{n") || made.size() > 1;
            if (made.stream().noneMatch(name -> taken.contains(name.toLowerCase(Locale.ROOT))) || !numbered) {
                return first == 1 ? with(Key.FIRST, "") : tried;
            }
        }
        return this;
    }

    /** As {@link #names}, none while they are not valid. */
    public List<String> namesIfAny(boolean windows) {
        try {
            return names(windows);
        } catch (SlipwayException e) {
            return List.of();
        }
    }

    private ObjectNode withNames() {
        var json = Json.object()
                .put("host", get(Key.HOST))
                .put("template", get(Key.TEMPLATE))
                .put("profile", get(Key.PROFILE));
        boolean listed = get(Key.MODE).equals(LIST);
        for (var key : Key.values()) {
            if (!key.number.isEmpty() && has(key) && !(listed && (key == Key.COUNT || key == Key.FIRST))) {
                number(json, key);
            }
        }
        if (listed) {
            AddressList.parse(get(Key.LINES)).names().forEach(json.putArray("names")::add);
        } else {
            json.put("name_pattern", get(Key.PATTERN));
        }
        if (has(Key.LINKED)) {
            json.put("full_clone", false);
        }
        if (has(Key.BRIDGE)) {
            json.put("bridge", get(Key.BRIDGE));
        }
        return json;
    }

    private void number(ObjectNode json, Key key) {
        var text = get(key);
        if (!text.matches("\\d{1,9}")) {
            throw wrong("/" + key.number, "is a whole number, not \"" + text + "\"");
        }
        json.put(key.number, Integer.parseInt(text));
    }

    private void network(ObjectNode json) {
        var mode = get(Key.MODE);
        var listed = mode.equals(LIST) ? AddressList.parse(get(Key.LINES)).addresses() : List.<String>of();
        if (!mode.equals(POOL) && listed.isEmpty()) {
            return;
        }
        var network = json.putObject("network").put("mode", POOL);
        if (mode.equals(POOL)) {
            require(Key.FROM, "from").require(Key.TO, "to");
            network.put("from", get(Key.FROM)).put("to", get(Key.TO));
        } else {
            listed.forEach(network.putArray("addresses")::add);
        }
        if (!get(Key.PREFIX).matches("\\d{1,2}")) {
            throw wrong("/network/prefix", "is a number of bits, such as 24");
        }
        network.put("prefix", Integer.parseInt(get(Key.PREFIX)));
        if (has(Key.GATEWAY)) {
            network.put("gateway", get(Key.GATEWAY));
        }
        if (has(Key.DNS)) {
            var servers = network.putArray("dns");
            for (var server : get(Key.DNS).split("[,;\\s]+", -1)) {
                servers.add(server);
            }
        }
    }

    private Draft require(Key key, String field) {
        if (!has(key)) {
            throw wrong("/network/" + field, "is missing");
        }
        return this;
    }

    static RuntimeException wrong(String pointer, String message) {
        return Problem.of(
                        ProblemCode.BAD_REQUEST,
                        "The order is not valid: " + pointer.substring(1) + " " + message + ".",
                        List.of(new FieldError(pointer, message)))
                .exception();
    }
}
