package io.slipway.cli.client;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A stored profile. */
public record ProfileView(
        String id,
        String name,
        boolean isDefault,
        long version,
        JsonNode config,
        List<String> warnings,
        Optional<Instant> updatedAt) {

    public static ProfileView of(JsonNode json) {
        return new ProfileView(
                Values.text(json, "id"),
                Values.text(json, "name"),
                json.path("is_default").asBoolean(false),
                json.path("version").asLong(0),
                json.path("config"),
                Values.sentences(json, "warnings"),
                Values.moment(json, "updated_at"));
    }

    public static List<ProfileView> list(JsonNode answer) {
        return Values.items(answer, ProfileView::of);
    }
}
