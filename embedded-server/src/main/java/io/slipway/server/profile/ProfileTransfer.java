package io.slipway.server.profile;

import io.slipway.server.base.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** Profiles as files that can be given to others: written without secrets, read back with a list of what is missing. Pure. */
public final class ProfileTransfer {
    private static final Set<String> ROW = Set.of("name", "is_default", "config");
    private static final String TEMPLATE = "xmlTemplate";

    private ProfileTransfer() {}

    /**
     * A file's text.
     *
     * @param leftOut JSON Pointers of what is not in it
     */
    public record Shared(String json, List<String> leftOut) {
        public Shared {
            leftOut = List.copyOf(leftOut);
        }
    }

    /** A profile without its passwords; an answer file of the operator's own is left out whole, for it may hold more of them. */
    public static Shared share(String name, ProfileDocument document) {
        var config = document.masked();
        var left = new ArrayList<String>();
        for (var place : document.secretPlaces()) {
            var secret = config.at(place);
            if ((secret.isObject() ? secret.path("value") : secret).asString("").equals(ProfileSecrets.MASK)) {
                left.add(place);
            }
        }
        if (config.remove(TEMPLATE) != null) {
            left.add("/" + TEMPLATE);
        }
        var file = Json.object().put("name", name);
        file.set("config", config);
        return new Shared(Json.pretty(file) + "\n", left);
    }

    /** A name for its file that every file system takes. */
    public static String fileName(String profile) {
        var name = profile.replaceAll("[^\\p{L}\\p{N} ._-]", "").strip();
        return name.isEmpty() ? "profile" : name;
    }

    /**
     * A profile that was read from a file and is not stored yet.
     *
     * @param name that the file gives it; empty when it gives none
     * @param document ready to be stored
     * @param missing JSON Pointers of passwords that were masked in the file; each VM gets one of its own there
     */
    public record Incoming(String name, ObjectNode document, List<String> missing) {
        public Incoming {
            missing = List.copyOf(missing);
        }

        @Override
        public String toString() {
            return "Incoming[" + name + "]";
        }
    }

    /**
     * Reads a profile document, or what an export wrote.
     *
     * @throws io.slipway.server.base.SlipwayException BAD_REQUEST when it is no JSON object, or as
     *     {@link ProfileCodec#parse(ObjectNode)}
     */
    public static Incoming read(String json) {
        var file = Json.parseObject(json);
        boolean exported = file.get("config") instanceof ObjectNode
                && file.propertyNames().stream().allMatch(ROW::contains);
        var document = exported ? (ObjectNode) file.get("config").deepCopy() : file;
        var missing = new ArrayList<String>();
        for (var place : ProfileSecrets.places(document)) {
            var secret = document.at(place);
            if (secret.path("value").asString("").equals(ProfileSecrets.MASK)) {
                ((ObjectNode) secret).removeAll().putObject("generate").put("length", 20);
                missing.add(place);
            } else if (secret.asString("").equals(ProfileSecrets.MASK)
                    && document.at(place.substring(0, place.lastIndexOf('/'))) instanceof ObjectNode parent) {
                parent.remove(place.substring(place.lastIndexOf('/') + 1));
                missing.add(place);
            }
        }
        ProfileCodec.parse(document);
        var name = exported
                ? file.path("name").asString("")
                : document.path("name").asString("");
        return new Incoming(name, document, missing);
    }
}
