package io.slipway.server.web;

import io.slipway.server.base.Ids;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The id that joins a request, its answer and the log.
 *
 * <p>A caller may choose it in {@value #HEADER}; anything but 8 to 64 letters, digits, dots, hyphens and underscores is
 * replaced by an id of ours, because it goes into logs and headers.
 */
final class Correlation {
    static final String HEADER = "x-correlation-id";
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9._-]{8,64}");

    private Correlation() {}

    static String of(@Nullable String wanted, Ids ids) {
        return wanted != null && SHAPE.matcher(wanted).matches() ? wanted : ids.next();
    }
}
