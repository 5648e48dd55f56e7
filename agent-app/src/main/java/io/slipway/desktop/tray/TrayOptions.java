package io.slipway.desktop.tray;

import io.slipway.desktop.os.SystemBar;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * How the icon is to be shown.
 *
 * @param library which way is tried first
 * @param bar what the icon stands on; asked each time it changes
 * @param windows complete when JavaFX is up; without it the dorkbox library is not touched
 */
public record TrayOptions(Library library, Supplier<Bar> bar, CompletionStage<?> windows, InstantSource clock) {
    /** Key of the setting that names a {@link Library}. */
    public static final String LIBRARY_KEY = "tray.library";

    /** Key of the setting that names the bar: {@code auto}, {@code light} or {@code dark}. */
    public static final String BAR_KEY = "tray.bar";

    /** Longest wait for JavaFX before another library has its turn, in seconds. */
    private static final long PATIENCE = 20;

    /** What an operator can ask for. */
    public enum Library {
        /** The JDK's own; where it fails there is no icon. */
        AWT,
        /** dorkbox SystemTray first, the JDK's own when that fails. */
        DORKBOX,
        /** No icon; the window stays. */
        NONE;

        /** By the setting's value; an unknown one is the usual one. */
        public static Library of(String setting) {
            for (var library : values()) {
                if (library.name().equalsIgnoreCase(setting)) {
                    return library;
                }
            }
            return AWT;
        }
    }

    /**
     * The bar by the setting, or as the system says.
     *
     * @param setting {@code light}, {@code dark}, anything else for the system's
     */
    public static Bar bar(String setting) {
        return switch (setting) {
            case "light" -> Bar.LIGHT;
            case "dark" -> Bar.DARK;
            default -> SystemBar.light(System.getProperty("os.name", "")) ? Bar.LIGHT : Bar.DARK;
        };
    }

    private static boolean onX11() {
        var system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        return !system.startsWith("windows") && !system.startsWith("mac");
    }

    /** The ways in the order in which they are tried. */
    List<TrayAdapter> adapters() {
        var awt = new AwtTray.Adapter(bar, onX11(), clock);
        return switch (library) {
            case AWT -> List.of(awt);
            case DORKBOX -> List.of(new DorkboxTray.Adapter(bar, windows, PATIENCE), awt);
            case NONE -> List.of();
        };
    }
}
