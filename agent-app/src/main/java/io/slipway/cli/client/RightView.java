package io.slipway.cli.client;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** One thing the sign-in of a host may do or not. */
public record RightView(
        String name, String where, String purpose, String neededFor, boolean required, boolean present, String grant) {

    static RightView of(JsonNode json) {
        return new RightView(
                Values.text(json, "name"),
                Values.text(json, "where"),
                Values.text(json, "purpose"),
                Values.text(json, "needed_for"),
                json.path("required").asBoolean(true),
                json.path("present").asBoolean(false),
                Values.text(json, "grant"));
    }

    /** The rows of a report. */
    public static List<RightView> list(JsonNode report) {
        return Values.list(report.path("rights"), RightView::of);
    }

    /** Present, or what goes without it. */
    public String state() {
        return present ? "yes" : required ? "MISSING" : "no, only for " + neededFor.replace('_', ' ');
    }
}
