package io.slipway.server.answer;

import io.slipway.server.base.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * Everything that was decided for one VM rather than written in its profile; recorded so that a VM can be explained.
 *
 * @param computerName the guest's own name
 * @param userName the first account
 * @param displayName its name for people
 * @param userNames all accounts in the profile's order
 * @param packages Store packages to be removed
 * @param capabilities features on demand to be removed
 * @param features optional features to be switched off
 * @param effects visual effects by name; empty when Windows decides
 * @param icons desktop icons by name, true is shown; empty when Windows decides
 */
public record Choices(
        String computerName,
        String userName,
        String displayName,
        List<String> userNames,
        List<String> packages,
        List<String> capabilities,
        List<String> features,
        Map<String, Boolean> effects,
        Map<String, Boolean> icons) {

    public Choices {
        userNames = List.copyOf(userNames);
        packages = List.copyOf(packages);
        capabilities = List.copyOf(capabilities);
        features = List.copyOf(features);
        effects = java.util.Collections.unmodifiableMap(new TreeMap<>(effects));
        icons = java.util.Collections.unmodifiableMap(new TreeMap<>(icons));
    }

    /** Choices of a guest without removals and desktop. */
    static Choices names(String computerName, String userName, Optional<String> displayName) {
        return new Choices(
                computerName,
                userName,
                displayName.orElse(userName),
                List.of(userName),
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                Map.of());
    }

    /** As one JSON object. */
    public String toJson() {
        return Json.write(this);
    }

    /** From {@link #toJson}. */
    public static Choices fromJson(String json) {
        return Json.mapper().readValue(json, Choices.class);
    }

    /** As one JSON object. */
    public JsonNode toNode() {
        return Json.mapper().valueToTree(this);
    }
}
