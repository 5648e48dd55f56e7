package io.slipway.server.profile;

import io.slipway.server.base.Json;
import io.slipway.server.profile.ProfileDifference.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Compares two profile documents setting by setting; secrets are compared and never shown. Pure.
 *
 * <p>Lists of words are compared as a whole, lists of objects entry by entry: that is how people edit them.
 */
public final class ProfileComparison {
    private static final int LONGEST_VALUE = 500;

    private final Set<String> secrets;
    private final List<ProfileDifference> found = new ArrayList<>();

    private ProfileComparison(ObjectNode before, ObjectNode after) {
        this.secrets = new HashSet<>(ProfileSecrets.places(before));
        this.secrets.addAll(ProfileSecrets.places(after));
        this.secrets.add("/xmlTemplate"); // an answer file of the operator's own may hold passwords anywhere
    }

    /** The differences in the order of the documents, first what the first one has. */
    public static List<ProfileDifference> of(ProfileDocument before, ProfileDocument after) {
        return of(before.stored(), after.stored());
    }

    static List<ProfileDifference> of(ObjectNode before, ObjectNode after) {
        var comparison = new ProfileComparison(before, after);
        comparison.object("", before, after);
        return List.copyOf(comparison.found);
    }

    private void object(String at, ObjectNode before, ObjectNode after) {
        before.properties().forEach(member -> {
            var name = member.getKey();
            value(at + "/" + escape(name), member.getValue(), after.get(name));
        });
        after.properties().forEach(member -> {
            if (!before.has(member.getKey())) {
                added(at + "/" + escape(member.getKey()), member.getValue());
            }
        });
    }

    private void value(String at, JsonNode before, @Nullable JsonNode after) {
        if (after == null) {
            removed(at, before);
        } else if (before.equals(after)) {
            return;
        } else if (secrets.contains(at)) {
            found.add(new ProfileDifference(at, Kind.SECRET_CHANGED, Optional.empty(), Optional.empty()));
        } else if (before instanceof ObjectNode one && after instanceof ObjectNode other) {
            object(at, one, other);
        } else if (before instanceof ArrayNode one
                && after instanceof ArrayNode other
                && (objects(one) || objects(other))) {
            array(at, one, other);
        } else {
            found.add(new ProfileDifference(at, Kind.CHANGED, text(before), text(after)));
        }
    }

    private void array(String at, ArrayNode before, ArrayNode after) {
        for (int i = 0; i < before.size(); i++) {
            value(at + "/" + i, before.get(i), after.get(i));
        }
        for (int i = before.size(); i < after.size(); i++) {
            added(at + "/" + i, after.get(i));
        }
    }

    private static boolean objects(ArrayNode list) {
        return !list.isEmpty() && list.get(0).isObject();
    }

    private void added(String at, JsonNode value) {
        found.add(new ProfileDifference(at, Kind.ADDED, Optional.empty(), shown(at, value)));
    }

    private void removed(String at, JsonNode value) {
        found.add(new ProfileDifference(at, Kind.REMOVED, shown(at, value), Optional.empty()));
    }

    /** A whole entry that came or went, without the secrets inside it. */
    private Optional<String> shown(String at, JsonNode value) {
        if (secrets.contains(at)) {
            return Optional.empty();
        }
        var copy = value.deepCopy();
        for (var secret : secrets) {
            if (secret.startsWith(at + "/")) {
                var inside = secret.substring(at.length());
                int last = inside.lastIndexOf('/');
                if (copy.at(inside.substring(0, last)) instanceof ObjectNode parent
                        && parent.has(inside.substring(last + 1))) {
                    parent.put(inside.substring(last + 1), ProfileSecrets.MASK);
                }
            }
        }
        return text(copy);
    }

    private static Optional<String> text(JsonNode value) {
        var text = Json.write(value);
        return Optional.of(text.length() > LONGEST_VALUE ? text.substring(0, LONGEST_VALUE) + "..." : text);
    }

    private static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
