package io.slipway.server.backup;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Rows of all parts, found by what makes them one of a kind. Not thread-safe. */
final class Rows {
    private static final char BETWEEN = '\u0000';

    private final Map<Part, Table> tables = new EnumMap<>(Part.class);

    /** Rows of one part, also by key and by name. */
    private record Table(List<ObjectNode> rows, Map<String, ObjectNode> byKey, Map<String, ObjectNode> byName) {}

    Rows() {
        for (var part : Part.values()) {
            tables.put(part, new Table(new ArrayList<>(), new HashMap<>(), new HashMap<>()));
        }
    }

    private Table table(Part part) {
        return Objects.requireNonNull(tables.get(part));
    }

    /** @return whether neither its key nor its name was there */
    boolean add(Part part, ObjectNode row) {
        var table = table(part);
        table.rows.add(row);
        boolean fresh = table.byKey.put(key(part, row), row) == null;
        var name = name(part, row);
        return name.map(text -> table.byName.put(text, row) == null).orElse(true) && fresh;
    }

    List<ObjectNode> all(Part part) {
        return table(part).rows;
    }

    int count() {
        return tables.values().stream().mapToInt(table -> table.rows.size()).sum();
    }

    Optional<ObjectNode> find(Part part, Object... key) {
        return Optional.ofNullable(table(part).byKey.get(joined(key)));
    }

    /** The row that has the name which this row has too. */
    Optional<ObjectNode> sameName(Part part, ObjectNode row) {
        return name(part, row).map(table(part).byName::get);
    }

    /** The version of a secret or profile that its row names as the current one. */
    Optional<ObjectNode> current(Part part, ObjectNode owner) {
        var version = part == Part.PROFILE_VERSION ? owner.path("version") : owner.path("current_version");
        return find(part, text(owner, "id"), version.longValue());
    }

    static String text(ObjectNode row, String field) {
        return row.path(field).asString("");
    }

    private static String key(Part part, ObjectNode row) {
        return switch (part) {
            case SETTING -> text(row, "name");
            case SECRET, PROFILE, PLAYBOOK, HOST, SEALED_SECRET -> text(row, "id");
            case SECRET_VERSION -> joined(text(row, "secret_id"), row.path("n").longValue());
            case PROFILE_VERSION ->
                joined(text(row, "profile_id"), row.path("n").longValue());
            case HOST_IDENTITY -> joined(text(row, "host_id"), text(row, "proof"), text(row, "fingerprint"));
            case HOST_ALARM -> joined(text(row, "host_id"), text(row, "proof"));
            case TEMPLATE_MAPPING -> joined(text(row, "host_id"), text(row, "name"));
            case SECRET_BINDING -> joined(text(row, "scope_type"), text(row, "scope_id"), text(row, "field_name"));
        };
    }

    private static Optional<String> name(Part part, ObjectNode row) {
        return switch (part) {
            case PROFILE, PLAYBOOK -> Optional.of(joined(text(row, "user_id"), text(row, "name")));
            case HOST -> Optional.of(text(row, "name"));
            case SETTING,
                    SECRET,
                    SECRET_VERSION,
                    PROFILE_VERSION,
                    HOST_IDENTITY,
                    HOST_ALARM,
                    TEMPLATE_MAPPING,
                    SEALED_SECRET,
                    SECRET_BINDING -> Optional.empty();
        };
    }

    private static String joined(Object... parts) {
        var text = new StringBuilder();
        for (var part : parts) {
            text.append(part).append(BETWEEN);
        }
        return parts.length == 1 ? String.valueOf(parts[0]) : text.toString();
    }
}
