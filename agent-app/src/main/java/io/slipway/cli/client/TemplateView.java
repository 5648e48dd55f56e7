package io.slipway.cli.client;

import java.util.List;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/** A template of a host. */
public record TemplateView(
        String id,
        String name,
        String family,
        String firmware,
        OptionalLong cores,
        OptionalLong memoryMiB,
        OptionalLong diskGiB,
        List<String> mappings,
        List<String> warnings) {

    public static TemplateView of(JsonNode json) {
        return new TemplateView(
                Values.text(json, "id"),
                Values.text(json, "name"),
                Values.text(json, "family"),
                Values.text(json, "firmware"),
                Values.amount(json, "cores"),
                Values.amount(json, "memory_mib"),
                Values.amount(json, "disk_gib"),
                Values.texts(json, "mappings"),
                Values.sentences(json, "warnings"));
    }

    public static List<TemplateView> list(JsonNode answer) {
        return Values.items(answer, TemplateView::of);
    }
}
