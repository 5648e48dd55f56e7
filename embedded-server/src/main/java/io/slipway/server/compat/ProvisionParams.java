package io.slipway.server.compat;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.slipway.server.base.FieldError;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Parameters of the command {@code provision} (document 004, section E.2).
 *
 * @param targetNode node of the cluster; only the host's own is possible
 * @param minVmId lowest number to take
 * @param skipPostProvision whether the commands after the start are left out
 */
@JsonIgnoreProperties(ignoreUnknown = false)
public record ProvisionParams(
        String name,
        Template template,
        @JsonProperty("target_node") Optional<String> targetNode,
        @JsonProperty("min_vm_id") OptionalInt minVmId,
        @JsonProperty("skip_post_provision") Optional<Boolean> skipPostProvision) {
    private static final int MOST_COMMANDS = 50;
    private static final int LONGEST_COMMAND = 4096;
    private static final String PARAMS = "/params";

    /**
     * What is cloned, and how the clone shall be.
     *
     * @param type the application's name for it; mapped to a template of the host
     * @param templateId number of the host's template; wins over the type
     * @param memory in MiB
     */
    @JsonIgnoreProperties(ignoreUnknown = false)
    public record Template(
            Optional<String> type,
            @JsonProperty("template_id") Optional<JsonNode> templateId,
            @JsonProperty("template_node") Optional<String> templateNode,
            OptionalInt memory,
            OptionalInt cores,
            Optional<String> description,
            @JsonProperty("network_bridge") Optional<String> networkBridge,

            @JsonProperty("pre_provision_commands") @Nullable
            List<String> preCommands,

            @JsonProperty("post_provision_commands") @Nullable
            List<String> postCommands) {
        public Template {
            // Jackson reads an absent member of this type as JSON null.
            templateId = templateId.filter(node -> !node.isNull() && !node.isMissingNode());
            preCommands = preCommands == null ? List.of() : List.copyOf(preCommands);
            postCommands = postCommands == null ? List.of() : List.copyOf(postCommands);
        }

        /** Never null: the constructor filled it. */
        @Override
        public List<String> preCommands() {
            return preCommands == null ? List.of() : preCommands;
        }

        /** Never null: the constructor filled it. */
        @Override
        public List<String> postCommands() {
            return postCommands == null ? List.of() : postCommands;
        }

        /** The word by which the host's template is found: number, or mapped name. */
        public String reference() {
            return templateId
                    .map(node -> node.isString() ? node.stringValue() : node.toString())
                    .or(() -> type)
                    .orElse("");
        }
    }

    /** The commands to run in the guest. */
    public List<String> commands() {
        return skipPostProvision.orElse(false) ? List.of() : template.postCommands();
    }

    /**
     * Reads parameters strictly.
     *
     * @throws io.slipway.server.base.SlipwayException BAD_REQUEST with pointers into the command
     */
    public static ProvisionParams parse(ObjectNode json) {
        var errors = new ArrayList<FieldError>();
        if (!json.path("name").isString() || json.path("name").stringValue().isEmpty()) {
            errors.add(new FieldError(PARAMS + "/name", "is required and a text"));
        }
        if (!json.path("template").isObject()) {
            errors.add(new FieldError(PARAMS + "/template", "is required and an object"));
        }
        refuse(errors);
        try {
            var params = Json.mapper().treeToValue(json, ProvisionParams.class);
            params.check(errors);
            refuse(errors);
            return params;
        } catch (JacksonException e) {
            var path = new StringBuilder(PARAMS);
            e.getPath().forEach(part -> path.append('/').append(segment(part)));
            errors.add(new FieldError(path.toString(), "is not known or has the wrong type"));
            refuse(errors);
            throw e;
        }
    }

    private static String segment(JacksonException.Reference part) {
        return part.getPropertyName() == null ? String.valueOf(part.getIndex()) : part.getPropertyName();
    }

    private void check(List<FieldError> errors) {
        var at = PARAMS + "/template";
        if (template.reference().isEmpty()) {
            errors.add(new FieldError(at + "/type", "give template_id or a mapped type"));
        }
        template.templateId()
                .filter(node -> !node.isString() && !node.isInt())
                .ifPresent(node -> errors.add(new FieldError(at + "/template_id", "must be a number or a text")));
        if (!template.preCommands().isEmpty()) {
            errors.add(new FieldError(
                    at + "/pre_provision_commands", "are not run by Slipway: nothing is executed on the host"));
        }
        commands(template.postCommands(), at + "/post_provision_commands", errors);
    }

    private static void commands(List<String> commands, String pointer, List<FieldError> errors) {
        boolean fine = commands.size() <= MOST_COMMANDS
                && commands.stream().allMatch(line -> !line.isBlank() && line.length() <= LONGEST_COMMAND);
        if (!fine) {
            errors.add(new FieldError(
                    pointer, "must be at most " + MOST_COMMANDS + " lines of 1 to " + LONGEST_COMMAND + " characters"));
        }
    }

    private static void refuse(List<FieldError> errors) {
        if (!errors.isEmpty()) {
            var first = errors.getFirst();
            throw Problem.of(
                            ProblemCode.BAD_REQUEST,
                            "The command is not valid: " + first.pointer() + " " + first.message() + ".",
                            errors)
                    .exception();
        }
    }
}
