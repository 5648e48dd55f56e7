package io.slipway.server.web.ui.frame;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Properties;

/** Tabler's outline icons, the same file that the desktop draws from. */
public final class Icons {
    private static final Properties OUTLINES = load();

    private Icons() {}

    /**
     * The outline on a grid of 24.
     *
     * @throws IllegalArgumentException when there is no such icon
     */
    public static String outline(String name) {
        var outline = OUTLINES.getProperty(name);
        if (outline == null) {
            throw new IllegalArgumentException("no icon " + name);
        }
        return outline;
    }

    private static Properties load() {
        var file = "/io/slipway/server/look/icons.properties";
        try (var in = new InputStreamReader(
                Objects.requireNonNull(Icons.class.getResourceAsStream(file), file), StandardCharsets.UTF_8)) {
            var outlines = new Properties();
            outlines.load(in);
            return outlines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
