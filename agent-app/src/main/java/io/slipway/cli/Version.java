package io.slipway.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The product's version, as Maven wrote it into the jar. */
final class Version implements IVersionProvider {
    /** The version, or {@code development} when run from class files. */
    static String text() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("development");
    }

    @Override
    public String[] getVersion() {
        return new String[] {"slipway " + text(), "Java " + Runtime.version()};
    }
}
