package io.slipway.cli.client;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** One line of a job's log. */
public record LogView(long seq, Optional<Instant> at, Optional<String> subject, String text) {

    public static List<LogView> list(JsonNode answer) {
        return Values.items(
                answer,
                json -> new LogView(
                        json.path("seq").asLong(0),
                        Values.moment(json, "at"),
                        Values.some(json, "subject"),
                        Values.text(json, "text")));
    }
}
