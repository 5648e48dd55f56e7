package io.slipway.server.profile;

import io.slipway.server.base.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Profiles that come with the product; they cannot be changed, only copied. */
public final class BuiltInProfiles {
    /** Their ids, the first one is the default. */
    public static final List<String> IDS = List.of("windows-11-worker", "windows-server-2022", "linux-basic");

    private static final Map<String, ProfileDocument> ALL = new LinkedHashMap<>();

    static {
        IDS.forEach(id -> ALL.put(id, load(id)));
    }

    private BuiltInProfiles() {}

    /** All of them, in order. */
    public static List<ProfileDocument> all() {
        return List.copyOf(ALL.values());
    }

    /** The one with this id. */
    public static Optional<ProfileDocument> find(String id) {
        return Optional.ofNullable(ALL.get(id));
    }

    private static ProfileDocument load(String id) {
        try (InputStream in = BuiltInProfiles.class.getResourceAsStream("builtin/" + id + ".json")) {
            if (in == null) {
                throw new IllegalStateException("no profile " + id);
            }
            return ProfileCodec.parse((ObjectNode) Json.parse(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
