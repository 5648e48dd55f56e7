package io.slipway.server.schema;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What every field of a form has.
 *
 * @param pointer JSON Pointer, with {@code *} for the number of a list's entry
 * @param label its name for people
 * @param hint one or two sentences, empty when the label says all
 * @param unit of its value, empty when there is none
 * @param defaultValue what an absent field counts as; empty when absence means "not set"
 * @param required whether the schema always asks for it
 * @param requiredWhen when the schema asks for it besides
 * @param applies when it counts at all
 * @param expert whether it belongs to the expert view
 * @param section id of its section
 */
public record FieldFacts(
        String pointer,
        String label,
        String hint,
        String unit,
        Optional<JsonNode> defaultValue,
        boolean required,
        Condition requiredWhen,
        Condition applies,
        boolean expert,
        String section) {}
