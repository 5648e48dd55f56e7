package io.slipway.server.profile;

import io.slipway.server.base.FieldError;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads playbooks strictly and within bounds (requirements A.15). */
public final class PlaybookCheck {
    /** Longest playbook, in characters. */
    public static final int LONGEST = 65_536;

    private static final Set<String> KNOWN_ROLES = Set.of(
            "base-system",
            "privacy-debloat",
            "network-config",
            "common-apps",
            "personalization",
            "nvidia-driver",
            "syncthing",
            "proxifier",
            "post-reboot");
    private static final Set<String> TOP = Set.of("name", "vars", "pre_checks", "roles", "notifications");
    private static final Set<String> ROLE = Set.of("role", "when", "tags", "vars");
    private static final YAMLMapper YAML = new YAMLMapper(YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(32)
                    .maxDocumentLength(LONGEST)
                    .build())
            .build());

    private PlaybookCheck() {}

    /**
     * What a check found.
     *
     * @param errors why the playbook cannot be used
     * @param warnings what a reader should look at
     */
    public record Result(List<FieldError> errors, List<FieldError> warnings) {
        public Result {
            errors = List.copyOf(errors);
            warnings = List.copyOf(warnings);
        }

        public boolean valid() {
            return errors.isEmpty();
        }
    }

    /** Checks one playbook. */
    public static Result check(String yaml) {
        var report = new ProfileReport();
        if (yaml.length() > LONGEST) {
            report.error("", "must have at most " + LONGEST + " characters");
        } else {
            try {
                document(YAML.readTree(yaml), report);
            } catch (JacksonException e) {
                var at = e.getLocation();
                report.error("", "is not valid YAML" + (at == null ? "" : " at line " + at.getLineNr()));
            }
        }
        return new Result(
                report.errors(),
                report.warnings().stream()
                        .map(warning -> new FieldError(warning.pointer(), warning.message()))
                        .toList());
    }

    private static void document(JsonNode playbook, ProfileReport report) {
        if (playbook == null || !playbook.isObject()) {
            report.error("", "must be a mapping");
            return;
        }
        unknown("", playbook, TOP, report);
        text(playbook, "", "name", report);
        mapping(playbook, "", "vars", report);
        mapping(playbook, "", "notifications", report);
        var checks = playbook.path("pre_checks");
        if (!checks.isMissingNode() && !checks.isArray()) {
            report.error("/pre_checks", "must be a list");
        }
        for (int i = 0; i < checks.size(); i++) {
            text(checks.get(i), "/pre_checks/" + i, "name", report);
            text(checks.get(i), "/pre_checks/" + i, "check", report);
        }
        var roles = playbook.path("roles");
        if (!roles.isArray() || roles.isEmpty()) {
            report.error("/roles", "must be a list with at least one role");
            return;
        }
        for (int i = 0; i < roles.size(); i++) {
            role(roles.get(i), "/roles/" + i, report);
        }
    }

    private static void role(JsonNode role, String at, ProfileReport report) {
        if (!role.isObject()) {
            report.error(at, "must be a mapping with role");
            return;
        }
        unknown(at, role, ROLE, report);
        text(role, at, "role", report);
        mapping(role, at, "vars", report);
        if (role.has("when") && !role.get("when").isString()) {
            report.error(at + "/when", "must be text");
        }
        var tags = role.path("tags");
        if (!tags.isMissingNode() && !(tags.isArray() && tags.valueStream().allMatch(JsonNode::isString))) {
            report.error(at + "/tags", "must be a list of texts");
        }
        var name = role.path("role").asString("");
        if (!name.isEmpty() && !KNOWN_ROLES.contains(name)) {
            report.warn(at + "/role", "is not a role we know");
        }
    }

    private static void text(JsonNode parent, String at, String field, ProfileReport report) {
        var value = parent.path(field);
        if (!value.isString() || value.stringValue().isBlank()) {
            report.error(at + "/" + field, "is required and must be text");
        }
    }

    private static void mapping(JsonNode parent, String at, String field, ProfileReport report) {
        var value = parent.path(field);
        if (!value.isMissingNode() && !value.isNull() && !value.isObject()) {
            report.error(at + "/" + field, "must be a mapping");
        }
    }

    private static void unknown(String at, JsonNode node, Set<String> known, ProfileReport report) {
        for (var member : node.properties()) {
            if (!known.contains(member.getKey())) {
                report.warn(at + "/" + member.getKey(), "is not part of a playbook");
            }
        }
    }
}
