package io.slipway.server.hypervisor;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How we recognise our own work on a host: a line in the VM's description that names the run which made it.
 *
 * <p>Nothing without a marker is ever changed or deleted. The tag {@value #TAG} is for people and searches only.
 *
 * @param runId the run's id, a UUID in lower case
 */
public record RunMarker(String runId) {
    /** Tag on every VM we made. */
    public static final String TAG = "slipway";

    private static final Pattern LINE = Pattern.compile("slipway-run:([0-9a-f-]{36})");

    public RunMarker {
        if (!LINE.matcher("slipway-run:" + runId).matches()) {
            throw new IllegalArgumentException("not a run id");
        }
    }

    /** The text for the VM's description. */
    public String description() {
        return "slipway-run:" + runId;
    }

    /** Finds the marker in a description that people may have added to. */
    public static Optional<RunMarker> in(String description) {
        var match = LINE.matcher(description);
        return match.find() ? Optional.of(new RunMarker(match.group(1))) : Optional.empty();
    }
}
