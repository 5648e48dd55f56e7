package io.slipway.desktop.setup;

import io.slipway.desktop.look.Icon;
import io.slipway.desktop.look.Theme;
import io.slipway.server.text.Languages;
import io.slipway.server.text.Text;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** Three cards and a way past them; language and theme in the corner; nothing else. */
final class WelcomeScreen {
    private static final int ICON = 32;
    private static final double CARD_WIDTH = 208;
    private static final double CARD_HEIGHT = 160;

    private final Text text;
    private final SetupPorts ports;
    private final BorderPane view = new BorderPane();

    WelcomeScreen(Text text, SetupPorts ports, Consumer<Way> chosen) {
        this.text = text;
        this.ports = ports;
        var title = Screen.label(text.get("welcome.title"), "title");
        var sentence = Screen.muted(text.get("welcome.sentence"));
        var cards = new HBox(
                16, card(Way.DEMO, "rocket", chosen), card(Way.HOST, "server", chosen), card(Way.ISO, "disc", chosen));
        cards.setAlignment(Pos.CENTER);
        var skip = new Hyperlink(text.get("welcome.skip"));
        skip.setId("setup-skip");
        skip.setOnAction(event -> ports.done().run());
        var middle = new VBox(16, title, sentence, cards, skip);
        middle.setAlignment(Pos.CENTER);
        middle.setMaxSize(VBox.USE_PREF_SIZE, VBox.USE_PREF_SIZE);
        view.setCenter(middle);
        view.setTop(corner());
        view.getStyleClass().add("welcome");
    }

    Node view() {
        return view;
    }

    private Button card(Way way, String icon, Consumer<Way> chosen) {
        var key = way.name().toLowerCase(Locale.ROOT);
        var name = Screen.label(text.get("card." + key), "heading");
        var words = Screen.muted(text.get("card." + key + ".words"));
        var time = Screen.label(text.get("card." + key + ".time"), "muted", "figures");
        var content = new VBox(8, Icon.of(icon, ICON), name, words, time);
        // The height of wrapped words inside a button is not asked with their width, so it is said here.
        content.setPrefSize(CARD_WIDTH, CARD_HEIGHT);
        var card = new Button();
        card.setGraphic(content);
        card.setId("card-" + key);
        card.getStyleClass().setAll("card", "welcome-card");
        card.setAccessibleText(name.getText() + ", " + time.getText() + ". " + words.getText());
        card.setOnAction(event -> chosen.accept(way));
        if (way == Way.DEMO) {
            Screen.focus(card);
        }
        return card;
    }

    private Node corner() {
        var other = text.language().equals(Languages.RUSSIAN) ? Languages.ENGLISH : Languages.RUSSIAN;
        var language = new Button(text.get("corner.language"), Icon.of("language"));
        language.setId("setup-language");
        language.getStyleClass().add("flat");
        language.setOnAction(event -> ports.languageChosen().accept(other));
        var dark = new Button("", Icon.of("sun-moon"));
        dark.setId("setup-theme");
        dark.getStyleClass().add("flat");
        dark.setAccessibleText(text.get("corner.theme"));
        dark.setTooltip(new javafx.scene.control.Tooltip(text.get("corner.theme")));
        dark.setUserData(ports.theme());
        dark.setOnAction(event -> {
            var next = dark.getUserData() == Theme.LIGHT ? Theme.DARK : Theme.LIGHT;
            dark.setUserData(next);
            ports.themeChosen().accept(next);
        });
        var corner = new HBox(8, language, dark);
        corner.setAlignment(Pos.CENTER_RIGHT);
        corner.getStyleClass().add("corner");
        return corner;
    }
}
