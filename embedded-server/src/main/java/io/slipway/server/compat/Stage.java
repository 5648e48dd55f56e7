package io.slipway.server.compat;

import java.util.Locale;
import java.util.Set;

/** The stages of document 004, in order, and the steps of ours that each of them stands for. */
public enum Stage {
    CLONE_TEMPLATE(
            20,
            "Creating %s from its template",
            Set.of("reserve", "token", "media", "acquire-slot", "upload", "clone")),
    CONFIGURE_VM(50, "Configuring %s", Set.of("configure")),
    START_VM(60, "Starting %s", Set.of("start", "release-slot")),
    WAIT_NETWORK(70, "Waiting for the network of %s", Set.of("await-network", "await-guest")),
    POST_PROVISION(85, "Running the initialisation of %s", Set.of("post-provision", "await-complete", "detach-media")),
    REGISTER(95, "Registering %s", Set.of("close"));

    private final int percent;
    private final String label;

    @SuppressWarnings("ImmutableEnumChecker") // Set.of cannot be changed
    private final Set<String> steps;

    Stage(int percent, String label, Set<String> steps) {
        this.percent = percent;
        this.label = label;
        this.steps = steps;
    }

    /** Progress at the stage's start; document 004 fixes the first. */
    public int percent() {
        return percent;
    }

    /** What happens, for people. */
    public String message(String vmName) {
        return String.format(Locale.ROOT, label, vmName);
    }

    /** As clients know it, for example {@code clone_template}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a step of ours belongs to it. */
    boolean has(String stepKind) {
        return steps.contains(stepKind);
    }
}
