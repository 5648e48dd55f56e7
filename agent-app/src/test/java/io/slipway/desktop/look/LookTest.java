package io.slipway.desktop.look;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.desktop.Display;
import io.slipway.desktop.Fx;
import io.slipway.server.words.StateShape;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.paint.Color;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

@ExtendWith(Display.class)
class LookTest {
    private static final Pattern TOKEN = Pattern.compile("-slip-([a-z-]+): (#[0-9A-F]{6});");

    @ParameterizedTest
    @EnumSource(Theme.class)
    void theSheetsHaveTheColoursOfTheTokens(Theme theme) throws Exception {
        assertThat(sheet(theme)).isEqualTo(tokens(theme)).hasSize(12);
    }

    @ParameterizedTest
    @EnumSource(Theme.class)
    void everyTextColourIsReadableOnItsGround(Theme theme) throws Exception {
        var colours = tokens(theme);
        for (var ground : new String[] {"bg", "surface"}) {
            for (var ink : new String[] {"text", "muted", "accent", "ok", "warn", "bad", "busy"}) {
                assertThat(contrast(colours.get(ink), colours.get(ground)))
                        .as("%s on %s", ink, ground)
                        .isGreaterThanOrEqualTo(4.5);
            }
            assertThat(contrast(colours.get("control-line"), colours.get(ground)))
                    .isGreaterThanOrEqualTo(3);
        }
        assertThat(contrast(colours.get("on-accent"), colours.get("accent"))).isGreaterThanOrEqualTo(4.5);
    }

    @ParameterizedTest
    @EnumSource(Theme.class)
    void aLabelIsDrawnInOurFontAndColour(Theme theme) throws Exception {
        Fx.start(theme);
        var label = new Label("0 O l 1 Ж");
        var scene = Fx.get(() -> {
            var made = new Scene(new HBox(label), 200, 60);
            theme.dress(made);
            made.getRoot().applyCss();
            return made;
        });
        assertThat(scene.getStylesheets()).hasSize(2);
        assertThat(label.getFont().getFamily()).isEqualTo("Inter");
        assertThat(label.getTextFill()).isEqualTo(Color.web(tokens(theme).get("text")));
    }

    @ParameterizedTest
    @EnumSource(Theme.class)
    void aHeadingIsHeavierThanTheTextBelowIt(Theme theme) {
        Fx.start(theme);
        var heading = new Label("Hosts");
        heading.getStyleClass().add("heading");
        Fx.run(() -> {
            var scene = new Scene(new HBox(heading), 200, 60);
            theme.dress(scene);
            scene.getRoot().applyCss();
        });
        assertThat(heading.getFont().getName()).isEqualTo("Inter Semi Bold");
    }

    @Test
    void everyIconAndEveryShapeCanBeDrawn() throws Exception {
        Fx.start(Theme.LIGHT);
        var icons = new Properties();
        try (var in = Icon.class.getResourceAsStream("/io/slipway/server/look/icons.properties")) {
            icons.load(new java.io.InputStreamReader(in, StandardCharsets.UTF_8));
        }
        assertThat(icons).hasSizeGreaterThan(80);
        Fx.run(() -> {
            for (var name : icons.stringPropertyNames()) {
                assertThat(Icon.of(name).prefWidth(-1)).isEqualTo(18);
            }
            for (var shape : StateShape.values()) {
                assertThat(Shapes.draw(shape).getStyleClass()).contains("state-" + shape.colour());
            }
        });
    }

    private static TreeMap<String, String> sheet(Theme theme) throws Exception {
        var found = new TreeMap<String, String>();
        try (var in = Theme.class.getResourceAsStream(theme.name().toLowerCase(Locale.ROOT) + ".css")) {
            var matcher = TOKEN.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            while (matcher.find()) {
                found.put(matcher.group(1), matcher.group(2));
            }
        }
        return found;
    }

    private static TreeMap<String, String> tokens(Theme theme) throws Exception {
        var found = new TreeMap<String, String>();
        try (var in = LookTest.class.getResourceAsStream("/io/slipway/server/look/tokens.json")) {
            var colours = new JsonMapper().readTree(in).get("colour");
            colours.properties()
                    .forEach(entry -> found.put(
                            entry.getKey(),
                            entry.getValue()
                                    .get(theme.name().toLowerCase(Locale.ROOT))
                                    .asString()));
        }
        return found;
    }

    /** WCAG 2.2, relative luminance. */
    private static double contrast(String one, String other) {
        double a = luminance(Color.web(one));
        double b = luminance(Color.web(other));
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    private static double luminance(Color colour) {
        return 0.2126 * linear(colour.getRed())
                + 0.7152 * linear(colour.getGreen())
                + 0.0722 * linear(colour.getBlue());
    }

    private static double linear(double part) {
        return part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
    }
}
