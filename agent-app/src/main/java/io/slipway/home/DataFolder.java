package io.slipway.home;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the data folder by the rules of each system. */
public final class DataFolder {
    private final Map<String, String> environment;
    private final Path home;
    private final String system;

    /**
     * For one user of one machine.
     *
     * @param environment variables of the process
     * @param home the user's folder
     * @param system name of the operating system, as Java gives it
     */
    public DataFolder(Map<String, String> environment, Path home, String system) {
        this.environment = Map.copyOf(environment);
        this.home = home;
        this.system = system;
    }

    /** For the user of this process. */
    public static DataFolder ofThisProcess() {
        return new DataFolder(System.getenv(), Path.of(System.getProperty("user.home")), System.getProperty("os.name"));
    }

    /** The option, else {@code SLIPWAY_DATA}, else the system's place; always absolute. */
    public Path path(@Nullable Path option) {
        if (option != null) {
            return option.toAbsolutePath().normalize();
        }
        var named = variable("SLIPWAY_DATA");
        return named == null ? usual() : Path.of(named).toAbsolutePath().normalize();
    }

    private Path usual() {
        if (system.toLowerCase(Locale.ROOT).startsWith("windows")) {
            var local = variable("LOCALAPPDATA");
            var base = local == null ? home.resolve("AppData").resolve("Local") : Path.of(local);
            return base.resolve("Slipway");
        }
        // XDG Base Directory Specification: a relative value is to be ignored.
        var xdg = variable("XDG_DATA_HOME");
        var base = xdg == null || !Path.of(xdg).isAbsolute()
                ? home.resolve(".local").resolve("share")
                : Path.of(xdg);
        return base.resolve("slipway");
    }

    private @Nullable String variable(String name) {
        var value = environment.get(name);
        return value == null || value.isBlank() ? null : value;
    }
}
