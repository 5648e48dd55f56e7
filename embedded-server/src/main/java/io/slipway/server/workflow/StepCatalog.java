package io.slipway.server.workflow;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The code behind step kinds. Versions stay registered until no stored plan needs them. */
public final class StepCatalog {
    private final Map<String, Step> steps;

    private StepCatalog(Map<String, Step> steps) {
        this.steps = Map.copyOf(steps);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The code for a kind and version, or empty when this program has none. */
    public Optional<Step> find(String kind, int version) {
        return Optional.ofNullable(steps.get(key(kind, version)));
    }

    private static String key(String kind, int version) {
        return kind + "/" + version;
    }

    /** Collects steps; not thread-safe. */
    public static final class Builder {
        private final Map<String, Step> steps = new HashMap<>();

        public Builder add(String kind, int version, Step step) {
            if (steps.put(key(kind, version), step) != null) {
                throw new IllegalArgumentException("step registered twice: " + key(kind, version));
            }
            return this;
        }

        public Builder add(String kind, Step step) {
            return add(kind, 1, step);
        }

        public StepCatalog build() {
            return new StepCatalog(steps);
        }
    }
}
