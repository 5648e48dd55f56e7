package io.slipway.cli.client;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/** What an order will do. */
public record PlanView(
        String plan, String host, String template, List<String> warnings, List<String> steps, List<PlannedVm> vms) {

    /** One VM of the order. */
    public record PlannedVm(
            String name,
            String uuid,
            String mac,
            Optional<String> address,
            Optional<String> computerName,
            Optional<String> userName,
            String isoStorage,
            OptionalLong cores,
            OptionalLong memoryMiB,
            OptionalLong diskGiB) {
        static PlannedVm of(JsonNode json) {
            return new PlannedVm(
                    Values.text(json, "name"),
                    Values.text(json, "uuid"),
                    Values.text(json, "mac"),
                    Values.some(json, "address"),
                    Values.some(json, "computer_name"),
                    Values.some(json, "user_name"),
                    Values.text(json, "iso_storage"),
                    Values.amount(json, "cores"),
                    Values.amount(json, "memory_mib"),
                    Values.amount(json, "disk_gib"));
        }
    }

    public static PlanView of(JsonNode json) {
        var template = json.path("template");
        return new PlanView(
                Values.text(json, "plan"),
                Values.text(json, "host"),
                template.isObject()
                        ? Values.text(template, "name") + " (" + Values.text(template, "id") + ")"
                        : Values.text(json, "template"),
                Values.sentences(json, "warnings"),
                Values.list(
                        json.path("steps"), step -> step.isObject() ? Values.text(step, "kind") : step.asString("")),
                Values.list(json.path("vms"), PlannedVm::of));
    }
}
