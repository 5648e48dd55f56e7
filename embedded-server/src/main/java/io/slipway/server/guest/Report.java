package io.slipway.server.guest;

import io.slipway.server.base.FieldError;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a VM reports about itself; untrusted and bounded.
 *
 * @param vmUuid who it says it is
 * @param step 1 to 200 characters without control characters
 * @param status what happened to the step
 * @param details at most {@value #LARGEST_DETAILS} bytes of compact UTF-8 JSON
 */
public record Report(String vmUuid, String step, ProgressStatus status, ObjectNode details) {
    /** Largest details in bytes. */
    public static final int LARGEST_DETAILS = 8192;

    private static final Pattern STEP = Pattern.compile("[^\\p{Cc}\\p{Cs}\\u2028\\u2029]{1,200}");

    public Report {
        vmUuid = VmUuid.canonical(vmUuid);
        if (!STEP.matcher(step).matches() || step.isBlank()) {
            var message = "must be 1 to 200 characters without control characters";
            throw Problem.of(
                            ProblemCode.BAD_REQUEST,
                            "The step's name is not valid.",
                            List.of(new FieldError("/step", message)))
                    .exception();
        }
        if (Json.write(details).getBytes(StandardCharsets.UTF_8).length > LARGEST_DETAILS) {
            throw Problem.of(
                            ProblemCode.PAYLOAD_TOO_LARGE,
                            "The details are too large.",
                            List.of(new FieldError("/details", "at most " + LARGEST_DETAILS + " bytes of JSON")))
                    .exception();
        }
    }
}
