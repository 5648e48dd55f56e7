package io.slipway.desktop.app;

import io.slipway.desktop.link.DeepLink;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a start asks for.
 *
 * @param hidden start in the tray, without a window
 * @param data another data folder than the usual one
 * @param links what looks like a link, as it was given; whether it is one is told to the operator
 */
record StartOptions(boolean hidden, Optional<Path> data, List<String> links) {
    private static final String SCHEME = "slipway:";

    StartOptions {
        links = List.copyOf(links);
    }

    /** Arguments that are none of ours. */
    static final class Unknown extends Exception {
        private static final long serialVersionUID = 1L;

        Unknown(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * Understands the arguments.
     *
     * @throws Unknown with a sentence for the operator
     */
    static StartOptions parse(List<String> arguments) throws Unknown {
        boolean hidden = false;
        @Nullable Path data = null;
        var links = new ArrayList<String>();
        for (var left = arguments.iterator(); left.hasNext(); ) {
            var argument = left.next();
            switch (argument) {
                case "--tray" -> hidden = true;
                case "--show" -> hidden = false;
                case "--data" -> {
                    if (!left.hasNext()) {
                        throw new Unknown("--data needs a folder.");
                    }
                    data = Path.of(left.next()).toAbsolutePath().normalize();
                }
                default -> {
                    if (!argument.startsWith(SCHEME) || argument.length() > DeepLink.LONGEST) {
                        throw new Unknown("The argument " + shortened(argument)
                                + " is not known. Known are --show, --tray, --data FOLDER and slipway:// links.");
                    }
                    links.add(argument);
                }
            }
        }
        return new StartOptions(hidden, Optional.ofNullable(data), links);
    }

    /** What a later start of the same folder hands over. */
    List<String> handedOver() {
        var arguments = new ArrayList<String>();
        arguments.add(hidden ? "--tray" : "--show");
        arguments.addAll(links);
        return arguments;
    }

    private static String shortened(String argument) {
        return argument.length() <= 80 ? argument : argument.substring(0, 80) + "…";
    }
}
