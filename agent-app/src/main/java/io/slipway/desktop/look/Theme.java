package io.slipway.desktop.look;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.util.List;
import java.util.Objects;
import javafx.application.Application;
import javafx.scene.Scene;
import javafx.scene.text.Font;

/** Light or dark. The colours are those of {@code tokens.json}; a test compares the two. */
public enum Theme {
    LIGHT,
    DARK;

    private static final String[] FONTS = {
        "fonts/Inter-Regular.otf", "fonts/Inter-SemiBold.otf", "fonts/JetBrainsMono-Regular.ttf"
    };
    private static final double ANY_SIZE = 13;
    private static boolean fontsLoaded;

    /** Dresses the whole program. Call on the JavaFX thread; every scene then needs {@link #dress}. */
    public void apply() {
        loadFonts();
        // The compiled form: the text form costs 100 ms of parsing at every start.
        Application.setUserAgentStylesheet(
                this == LIGHT
                        ? new PrimerLight().getUserAgentStylesheetBSS()
                        : new PrimerDark().getUserAgentStylesheetBSS());
    }

    /** Gives a scene our own sheets in this theme, in place of those of the other theme. */
    public void dress(Scene scene) {
        scene.getStylesheets().removeIf(sheet -> sheet.endsWith("/light.css") || sheet.endsWith("/dark.css"));
        var own = sheet("slipway.css");
        if (!scene.getStylesheets().contains(own)) {
            scene.getStylesheets().add(own);
        }
        scene.getStylesheets().addFirst(sheet(this == LIGHT ? "light.css" : "dark.css"));
    }

    /** Our own sheets in this theme, for a dialog, whose pane takes sheets and not a scene. */
    public List<String> sheets() {
        return List.of(sheet(this == LIGHT ? "light.css" : "dark.css"), sheet("slipway.css"));
    }

    /** The address of a sheet beside this class. */
    private static String sheet(String name) {
        return Objects.requireNonNull(Theme.class.getResource(name), name).toExternalForm();
    }

    private static synchronized void loadFonts() {
        if (fontsLoaded) {
            return;
        }
        for (var file : FONTS) {
            try (var bytes = Theme.class.getResourceAsStream(file)) {
                if (bytes == null || Font.loadFont(bytes, ANY_SIZE) == null) {
                    throw new IllegalStateException("the font " + file + " cannot be loaded");
                }
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
        fontsLoaded = true;
    }
}
