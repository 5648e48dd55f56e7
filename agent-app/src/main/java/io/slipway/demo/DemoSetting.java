package io.slipway.demo;

import io.slipway.server.base.Redactor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * How a demonstration runs.
 *
 * @param place the folder for temporary files; empty for the system's
 * @param fast nothing takes time in the laboratory
 * @param redactor cleans the log of the program that the demonstration runs in
 * @param ownLog whether the log of this process goes into the demonstration's folder while that is there
 */
public record DemoSetting(Optional<Path> place, boolean fast, Redactor redactor, boolean ownLog) {

    /** Inside a program that has its own log. */
    public static DemoSetting of(Map<String, String> environment, Redactor redactor) {
        return new DemoSetting(place(environment), false, redactor, false);
    }

    /** POSIX systems name the place for temporary files in a variable, which Java does not read. */
    public static Optional<Path> place(Map<String, String> environment) {
        return Optional.ofNullable(environment.get("TMPDIR")).map(Path::of).filter(Files::isDirectory);
    }

    public DemoSetting quick() {
        return new DemoSetting(place, true, redactor, ownLog);
    }
}
