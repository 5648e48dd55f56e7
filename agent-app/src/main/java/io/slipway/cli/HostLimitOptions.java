package io.slipway.cli;

import io.slipway.server.base.Json;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** How far Slipway may go on a host. */
final class HostLimitOptions {
    @Option(
            names = "--slots",
            paramLabel = "N",
            description = "VMs cloned and started at the same time, 1 to 16; a new host begins with 2.")
    @Nullable
    Integer slots;

    @Option(
            names = {"--ids", "--vm-ids"},
            paramLabel = "FIRST-LAST",
            description = "VM ids to take; a new host begins with 1000-8999.")
    @Nullable
    String vmIds;

    @Spec(Spec.Target.MIXEE)
    @Nullable
    CommandSpec spec;

    /**
     * What was given, as the API takes it; empty when nothing was.
     *
     * @throws ParameterException for ids that are not two numbers
     */
    ObjectNode json() {
        var limits = Json.object();
        if (slots != null) {
            limits.put("slots", slots);
        }
        if (vmIds != null) {
            if (!vmIds.matches("\\d{3,9}-\\d{3,9}")) {
                throw new ParameterException(
                        Objects.requireNonNull(spec).commandLine(),
                        "--ids takes two numbers such as 1000-8999, not '" + vmIds + "'");
            }
            var parts = vmIds.split("-", -1);
            limits.put("first_vm_id", Integer.parseInt(parts[0])).put("last_vm_id", Integer.parseInt(parts[1]));
        }
        return limits;
    }
}
