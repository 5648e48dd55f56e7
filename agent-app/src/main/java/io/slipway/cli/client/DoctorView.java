package io.slipway.cli.client;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * One thing that was looked at.
 *
 * @param state ok, warn or fail
 */
public record DoctorView(String name, String state, String text, Optional<String> nextStep) {

    public static List<DoctorView> list(JsonNode answer) {
        return Values.list(
                answer.path("checks"),
                json -> new DoctorView(
                        Values.text(json, "name"),
                        Values.text(json, "state"),
                        Values.text(json, "text"),
                        Values.some(json, "next_step")));
    }
}
