package io.slipway.server.provision;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What can be done to a VM's power. */
public enum PowerAction {
    /** Gives power. */
    START(false, "power-on"),
    /** Asks the guest to shut down. */
    SHUTDOWN(true, "power-down"),
    /** Takes power away without asking. */
    STOP(true, "power-off"),
    /** Takes power away and gives it again: two steps, each of which looks before it acts, so that no crash makes it two resets. */
    RESET(true, "power-off", "power-on");

    private final boolean needsRunning;
    private final List<String> steps;

    PowerAction(boolean needsRunning, String... steps) {
        this.needsRunning = needsRunning;
        this.steps = List.of(steps);
    }

    /** The text in addresses and stored orders. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The action of a word. */
    public static Optional<PowerAction> find(String word) {
        for (var action : values()) {
            if (action.word().equals(word)) {
                return Optional.of(action);
            }
        }
        return Optional.empty();
    }

    boolean needsRunning() {
        return needsRunning;
    }

    List<String> steps() {
        return steps;
    }
}
