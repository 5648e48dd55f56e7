package io.slipway.cli;

import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the data folder by the rules of each system. */
final class DataFolder {
    private final Surroundings surroundings;

    DataFolder(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** The option, else {@code SLIPWAY_DATA}, else the system's place; always absolute. */
    Path path(@Nullable Path option) {
        if (option != null) {
            return option.toAbsolutePath().normalize();
        }
        var named = variable("SLIPWAY_DATA");
        return named == null ? usual() : Path.of(named).toAbsolutePath().normalize();
    }

    private Path usual() {
        if (surroundings.system().toLowerCase(Locale.ROOT).startsWith("windows")) {
            var local = variable("LOCALAPPDATA");
            var base = local == null ? surroundings.home().resolve("AppData").resolve("Local") : Path.of(local);
            return base.resolve("Slipway");
        }
        // XDG Base Directory Specification: a relative value is to be ignored.
        var xdg = variable("XDG_DATA_HOME");
        var base = xdg == null || !Path.of(xdg).isAbsolute()
                ? surroundings.home().resolve(".local").resolve("share")
                : Path.of(xdg);
        return base.resolve("slipway");
    }

    private @Nullable String variable(String name) {
        var value = surroundings.environment().get(name);
        return value == null || value.isBlank() ? null : value;
    }
}
