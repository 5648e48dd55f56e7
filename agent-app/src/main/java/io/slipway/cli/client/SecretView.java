package io.slipway.cli.client;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What is told about a secret.
 *
 * @param state {@code set} or {@code needs_reentry}
 * @param readers what is filled from it, as {@code host 0192... password}
 */
public record SecretView(
        String id,
        String label,
        int version,
        String state,
        Optional<Instant> changedAt,
        Optional<Instant> usedAt,
        List<String> readers) {
    /** State of a secret whose key is lost. */
    public static final String LOST = "needs_reentry";

    public SecretView {
        readers = List.copyOf(readers);
    }

    public static SecretView of(JsonNode json) {
        return new SecretView(
                Values.text(json, "id"),
                Values.text(json, "label"),
                Values.number(json, "version"),
                Values.text(json, "state"),
                Values.moment(json, "rotated_at").or(() -> Values.moment(json, "created_at")),
                Values.moment(json, "used_at"),
                Values.list(
                        json.path("bindings"),
                        binding -> Values.text(binding, "scope_type") + " " + Values.text(binding, "scope_id") + " "
                                + Values.text(binding, "field_name")));
    }

    public static List<SecretView> list(JsonNode answer) {
        return Values.items(answer, SecretView::of);
    }
}
