package io.slipway.server.provision;

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
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an operator orders: one or many VMs alike.
 *
 * @param host id or name
 * @param template id, name or mapped name on that host
 * @param profile id or name of a stored profile; {@code profileConfig} wins over it
 * @param profileConfig a whole profile document
 * @param plan {@code windows-install}, {@code template-clone}, or empty for what fits the template and the profile
 * @param names one per VM, or empty for the pattern
 * @param namePattern with {@code {n}} or {@code {n:digits}} for the number; {@code {n:02}} is two digits too
 * @param firstNumber of the first VM in the pattern, usually 1
 * @param count VMs in all, 1 to 200
 * @param network how their addresses are given; empty means DHCP
 * @param diskStorage for the disks of full clones; empty keeps the template's
 * @param isoStorage for config ISOs; empty takes the one with most free space
 * @param fullClone whether clones are independent of the template
 * @param onFailure {@code keep} leaves a started VM for inspection, {@code undo} takes it back
 * @param pressAnyKey whether the installer waits for a key after the start
 * @param xmlOverride answer file in place of the generated one
 * @param playbook id or name; empty takes the default one if there is any
 * @param postCommands programs to run in the guest by its agent, each with its arguments
 * @param guestTimeoutMinutes from the start to the guest's completion
 * @param minVmId lowest id to take; empty takes the host's range
 */
@JsonIgnoreProperties(ignoreUnknown = false)
public record ProvisionOrder(
        String host,
        String template,
        Optional<String> profile,
        @JsonProperty("profile_config") Optional<ObjectNode> profileConfig,
        Optional<String> plan,
        @Nullable List<String> names,
        @JsonProperty("name_pattern") Optional<String> namePattern,
        @JsonProperty("first_number") OptionalInt firstNumber,
        OptionalInt count,
        OptionalInt cores,
        @JsonProperty("memory_mib") OptionalInt memoryMiB,
        @JsonProperty("disk_gib") OptionalInt diskGiB,
        Optional<String> bridge,
        OptionalInt vlan,
        Optional<NetworkOrder> network,
        @JsonProperty("disk_storage") Optional<String> diskStorage,
        @JsonProperty("iso_storage") Optional<String> isoStorage,
        @JsonProperty("full_clone") Optional<Boolean> fullClone,
        @JsonProperty("on_failure") Optional<String> onFailure,
        @JsonProperty("press_any_key") Optional<Boolean> pressAnyKey,
        @JsonProperty("xml_override") Optional<String> xmlOverride,
        Optional<String> playbook,
        @JsonProperty("post_commands") @Nullable List<List<String>> postCommands,
        @JsonProperty("guest_timeout_minutes") OptionalInt guestTimeoutMinutes,
        @JsonProperty("min_vm_id") OptionalInt minVmId) {
    /** VMs of one order. */
    public static final int MOST_VMS = 200;

    public ProvisionOrder {
        names = names == null ? List.of() : List.copyOf(names);
        postCommands = postCommands == null
                ? List.of()
                : postCommands.stream().map(List::copyOf).toList();
        var errors = new ArrayList<FieldError>();
        int total = names.isEmpty() ? count.orElse(1) : names.size();
        range(errors, "/count", OptionalInt.of(total), 1, MOST_VMS);
        if (!names.isEmpty() && count.isPresent() && count.getAsInt() != names.size()) {
            errors.add(new FieldError("/count", "differs from the number of names"));
        }
        if (names.isEmpty() && namePattern.isEmpty()) {
            errors.add(new FieldError("/name_pattern", "give names or a name pattern"));
        }
        range(errors, "/first_number", firstNumber, 0, 99_999);
        range(errors, "/cores", cores, 1, 512);
        range(errors, "/memory_mib", memoryMiB, 16, 16 << 20);
        range(errors, "/disk_gib", diskGiB, 1, 65_536);
        range(errors, "/vlan", vlan, 0, 4094);
        range(errors, "/guest_timeout_minutes", guestTimeoutMinutes, 1, 24 * 60);
        range(errors, "/min_vm_id", minVmId, 100, 999_999_999);
        if (onFailure.isPresent() && !List.of("keep", "undo").contains(onFailure.get())) {
            errors.add(new FieldError("/on_failure", "must be keep or undo"));
        }
        if (!errors.isEmpty()) {
            throw Problem.of(
                            ProblemCode.BAD_REQUEST, "The order is not valid: " + text(errors.getFirst()) + ".", errors)
                    .exception();
        }
    }

    private static void range(List<FieldError> errors, String pointer, OptionalInt value, int least, int most) {
        if (value.isPresent() && (value.getAsInt() < least || value.getAsInt() > most)) {
            errors.add(new FieldError(pointer, "must be " + least + " to " + most + ", not " + value.getAsInt()));
        }
    }

    private static String text(FieldError error) {
        return error.pointer() + " " + error.message();
    }

    /** VMs in all. */
    public int total() {
        return names().isEmpty() ? count.orElse(1) : names().size();
    }

    /** Never null: the constructor filled it. */
    @Override
    public List<String> names() {
        return names == null ? List.of() : names;
    }

    /** Never null: the constructor filled it. */
    @Override
    public List<List<String>> postCommands() {
        return postCommands == null ? List.of() : postCommands;
    }

    /**
     * Reads an order strictly.
     *
     * @throws io.slipway.server.base.SlipwayException BAD_REQUEST with the pointer of the first unknown or wrong field
     */
    public static ProvisionOrder parse(ObjectNode json) {
        for (var needed : List.of("host", "template")) {
            if (!json.path(needed).isString()) {
                throw wrong("/" + needed, "is required and a text");
            }
        }
        try {
            return Json.mapper().treeToValue(json, ProvisionOrder.class);
        } catch (UnrecognizedPropertyException e) {
            throw wrong(pointer(e), "is not a field of an order");
        } catch (JacksonException e) {
            if (e.getCause() instanceof io.slipway.server.base.SlipwayException problem) {
                throw problem;
            }
            throw wrong(pointer(e), "has the wrong type");
        }
    }

    private static RuntimeException wrong(String pointer, String message) {
        var error = new FieldError(pointer, message);
        return Problem.of(ProblemCode.BAD_REQUEST, "The order is not valid: " + text(error) + ".", List.of(error))
                .exception();
    }

    private static String pointer(JacksonException e) {
        var path = new StringBuilder();
        e.getPath().forEach(part -> path.append('/')
                .append(part.getPropertyName() == null ? String.valueOf(part.getIndex()) : part.getPropertyName()));
        return path.toString();
    }
}
