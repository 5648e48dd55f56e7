package io.slipway.server.backup;

import static io.slipway.server.backup.Rows.text;

import io.slipway.server.backup.RestoreItem.Action;
import io.slipway.server.backup.RestoreItem.Planned;
import io.slipway.server.profile.BuiltInProfiles;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/**
 * Compares a backup with what is here. Objects are the same one when their ids are, or their names; what is here keeps its id.
 *
 * <p>Values are compared opened, because the same value is never sealed twice alike.
 */
final class RestorePlan {
    private static final String OTHER_CONTENT = "is here with other content";
    private static final String LOST = "was sealed under a key that was lost before the backup; the one here stays";

    private final Rows backup;
    private final Rows present;
    private final SealedRows opened;
    private final Optional<SealedRows> here;
    private final Predicate<String> vmIsThere;
    private final List<Planned> plan = new ArrayList<>();
    private final Map<String, String> hostIds = new HashMap<>();
    private final Map<String, String> profileIds = new HashMap<>();

    /** @param here what opens values of this vault; empty while it is shut, then all of them count as other values */
    RestorePlan(Rows backup, Rows present, SealedRows opened, Optional<SealedRows> here, Predicate<String> vmIsThere) {
        this.backup = backup;
        this.present = present;
        this.opened = opened;
        this.here = here;
        this.vmIsThere = vmIsThere;
    }

    List<Planned> make() {
        backup.all(Part.SETTING).forEach(this::setting);
        backup.all(Part.SECRET).forEach(this::secret);
        backup.all(Part.PROFILE)
                .forEach(row -> profileIds.put(text(row, "id"), owned(Part.PROFILE, row, this::sameProfile)));
        backup.all(Part.PLAYBOOK).forEach(row -> owned(Part.PLAYBOOK, row, RestorePlan::samePlaybook));
        backup.all(Part.HOST).forEach(row -> hostIds.put(text(row, "id"), owned(Part.HOST, row, this::sameHost)));
        backup.all(Part.TEMPLATE_MAPPING).forEach(this::mapping);
        backup.all(Part.SECRET_BINDING).forEach(this::binding);
        return List.copyOf(plan);
    }

    /** Where a host of the backup is, or will be, here. */
    String host(String id) {
        return hostIds.getOrDefault(id, id);
    }

    private void add(Part part, ObjectNode row, String id, String name, Action action, String reason) {
        plan.add(new Planned(new RestoreItem(part.word(), name, action, reason), part, row, id));
    }

    private void setting(ObjectNode row) {
        var mine = present.find(Part.SETTING, text(row, "name"));
        simple(Part.SETTING, row, text(row, "name"), mine, "value");
    }

    private void simple(Part part, ObjectNode row, String name, Optional<ObjectNode> mine, String content) {
        var action = mine.isEmpty()
                ? Action.ADD
                : text(mine.get(), content).equals(text(row, content)) ? Action.SAME : Action.CONFLICT;
        add(part, row, "", name, action, action == Action.CONFLICT ? OTHER_CONTENT : "");
    }

    private void secret(ObjectNode row) {
        var id = text(row, "id");
        var label = text(row, "label");
        var mine = present.find(Part.SECRET, id);
        if (mine.isEmpty()) {
            add(Part.SECRET, row, id, label, Action.ADD, "");
        } else if (!text(mine.get(), "label").equals(label)) {
            add(Part.SECRET, row, id, label, Action.BLOCKED, "is called \"" + text(mine.get(), "label") + "\" here");
        } else {
            var theirs = backup.current(Part.SECRET_VERSION, row).orElseThrow();
            var ours = present.current(Part.SECRET_VERSION, mine.get());
            if (ours.isPresent() && sameValue(theirs, ours.get(), label)) {
                add(Part.SECRET, row, id, label, Action.SAME, "");
            } else if (wiped(opened.version(theirs, label, true))) {
                add(Part.SECRET, row, id, label, Action.CONFLICT, "has another value here");
            } else {
                add(Part.SECRET, row, id, label, Action.SKIP, LOST);
            }
        }
    }

    private boolean sameValue(ObjectNode theirs, ObjectNode ours, String label) {
        if (text(theirs, "ciphertext").equals(text(ours, "ciphertext"))) {
            return true;
        }
        var one = opened.version(theirs, label, true);
        var other = here.flatMap(rows -> rows.version(ours, label, true));
        boolean same = one.isPresent() && other.isPresent() && MessageDigest.isEqual(one.get(), other.get());
        var unused = wiped(one) && wiped(other);
        return same;
    }

    private static boolean wiped(Optional<byte[]> plain) {
        plain.ifPresent(bytes -> Arrays.fill(bytes, (byte) 0));
        return plain.isPresent();
    }

    /** Plans an object that has an id and a name. @return the id it has or will have here */
    private String owned(Part part, ObjectNode row, BiPredicate<ObjectNode, ObjectNode> same) {
        var id = text(row, "id");
        var name = text(row, "name");
        var byId = present.find(part, id);
        var byName = present.sameName(part, row);
        if (byId.isEmpty() && byName.isEmpty()) {
            add(part, row, id, name, Action.ADD, "");
            return id;
        }
        if (byId.isPresent()
                && byName.filter(other -> !text(other, "id").equals(id)).isPresent()) {
            var now = text(byId.get(), "name");
            add(part, row, id, name, Action.BLOCKED, "is called \"" + now + "\" here, and another one has its name");
            return id;
        }
        var mine = byId.or(() -> byName).orElseThrow();
        var target = text(mine, "id");
        if (same.test(row, mine)) {
            add(part, row, target, name, Action.SAME, "");
        } else if (part == Part.PROFILE && documentOf(opened, backup, row).isEmpty()) {
            add(part, row, target, name, Action.SKIP, "holds a value that " + LOST);
        } else {
            add(part, row, target, name, Action.CONFLICT, OTHER_CONTENT);
        }
        return target;
    }

    private boolean sameProfile(ObjectNode theirs, ObjectNode ours) {
        if (!text(theirs, "name").equals(text(ours, "name"))) {
            return false;
        }
        var one = documentOf(opened, backup, theirs);
        var other = here.flatMap(rows -> documentOf(rows, present, ours));
        return one.isPresent() ? one.equals(other) : config(backup, theirs).equals(config(present, ours));
    }

    private static Optional<String> config(Rows rows, ObjectNode profile) {
        return rows.current(Part.PROFILE_VERSION, profile).map(row -> text(row, "config"));
    }

    private static Optional<ObjectNode> documentOf(SealedRows opener, Rows rows, ObjectNode profile) {
        return rows.current(Part.PROFILE_VERSION, profile).flatMap(opener::profile);
    }

    private static boolean samePlaybook(ObjectNode theirs, ObjectNode ours) {
        return text(theirs, "name").equals(text(ours, "name"))
                && text(theirs, "content").equals(text(ours, "content"));
    }

    private boolean sameHost(ObjectNode theirs, ObjectNode ours) {
        var moved = moved(theirs, text(ours, "id"));
        // As text: a number that was read from the file has another type than one from the store.
        return Part.HOST.fields().stream()
                .filter(field -> !field.name().equals("created_at"))
                .allMatch(field -> moved.path(field.name())
                        .toString()
                        .equals(ours.path(field.name()).toString()));
    }

    /** The host's row with another id; the name of its old place for a password goes along. */
    static ObjectNode moved(ObjectNode host, String id) {
        var auth = text(host, "auth").replace("\"host-" + text(host, "id") + "\"", "\"host-" + id + "\"");
        return host.deepCopy().put("id", id).put("auth", auth);
    }

    private void mapping(ObjectNode row) {
        var moved = row.deepCopy().put("host_id", host(text(row, "host_id")));
        var mine = present.find(Part.TEMPLATE_MAPPING, text(moved, "host_id"), text(moved, "name"));
        simple(Part.TEMPLATE_MAPPING, moved, text(row, "name"), mine, "native_id");
    }

    private void binding(ObjectNode row) {
        var scope = text(row, "scope_type");
        var target = text(row, "scope_id");
        var moved = row.deepCopy()
                .put(
                        "scope_id",
                        switch (scope) {
                            case "host" -> host(target);
                            case "profile" -> profileIds.getOrDefault(target, target);
                            default -> target;
                        });
        var name = scope + " " + shown(scope, target) + " " + text(row, "field_name");
        if (!reads(scope, target)) {
            add(Part.SECRET_BINDING, moved, "", name, Action.SKIP, "has nothing here that would read the secret");
            return;
        }
        var mine = present.find(Part.SECRET_BINDING, scope, text(moved, "scope_id"), text(row, "field_name"));
        simple(Part.SECRET_BINDING, moved, name, mine, "secret_id");
    }

    private String shown(String scope, String id) {
        var part = scope.equals("host") ? Part.HOST : Part.PROFILE;
        return backup.find(part, id).map(row -> text(row, "name")).orElse(id);
    }

    private boolean reads(String scope, String id) {
        return switch (scope) {
            case "host" -> hostIds.containsKey(id);
            case "profile" ->
                profileIds.containsKey(id) || BuiltInProfiles.find(id).isPresent();
            case "vm" -> vmIsThere.test(id);
            default -> true;
        };
    }
}
