package io.slipway.desktop.shell;

import io.slipway.desktop.look.Theme;
import io.slipway.server.text.Text;
import java.util.List;
import java.util.Locale;
import javafx.scene.Scene;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.VBox;
import javafx.stage.Modality;
import javafx.stage.Stage;
import javafx.stage.StageStyle;
import javafx.stage.Window;

/** Goes anywhere by a few letters: every place of the window, and the wizard. Use on the JavaFX thread. */
final class Palette {
    private static final double WIDTH = 420;
    private static final double HEIGHT = 320;

    private final Text text;
    private final Theme theme;
    private final List<Command> commands;
    private final Navigator navigator;

    /** What can be chosen. */
    record Command(String words, Place place) {
        @Override
        public String toString() {
            return words;
        }
    }

    Palette(Text text, Theme theme, List<Command> commands, Navigator navigator) {
        this.text = text;
        this.theme = theme;
        this.commands = List.copyOf(commands);
        this.navigator = navigator;
    }

    void open(Window over) {
        var stage = new Stage(StageStyle.UNDECORATED);
        stage.initOwner(over);
        stage.initModality(Modality.WINDOW_MODAL);
        var list = new ListView<Command>();
        list.setId("palette-list");
        list.getItems().setAll(commands);
        list.getSelectionModel().selectFirst();
        list.setAccessibleText(text.get("palette.list"));
        var find = new TextField();
        find.setId("palette");
        find.setPromptText(text.get("palette.prompt"));
        find.setAccessibleText(text.get("palette.prompt"));
        find.textProperty().addListener((property, before, now) -> {
            var wanted = now.strip().toLowerCase(text.language());
            list.getItems()
                    .setAll(commands.stream()
                            .filter(command ->
                                    lower(command.words(), text.language()).contains(wanted))
                            .toList());
            list.getSelectionModel().selectFirst();
        });
        find.addEventFilter(KeyEvent.KEY_PRESSED, event -> move(event, list));
        list.setOnMouseClicked(event -> choose(stage, list));
        var box = new VBox(8, find, list);
        box.getStyleClass().addAll("card", "palette");
        box.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                stage.close();
            } else if (event.getCode() == KeyCode.ENTER) {
                choose(stage, list);
            }
        });
        var scene = new Scene(box, WIDTH, HEIGHT);
        theme.dress(scene);
        stage.setScene(scene);
        stage.focusedProperty().addListener((property, before, now) -> {
            if (before && !now) {
                stage.close();
            }
        });
        stage.show();
        find.requestFocus();
    }

    private static String lower(String words, Locale language) {
        return words.toLowerCase(language);
    }

    /** The arrows move the choice while the letters go to the field. */
    private static void move(KeyEvent event, ListView<Command> list) {
        if (event.getCode() == KeyCode.DOWN) {
            list.getSelectionModel().selectNext();
            event.consume();
        } else if (event.getCode() == KeyCode.UP) {
            list.getSelectionModel().selectPrevious();
            event.consume();
        }
    }

    private void choose(Stage stage, ListView<Command> list) {
        var chosen = list.getSelectionModel().getSelectedItem();
        if (chosen != null) {
            stage.close();
            navigator.open(chosen.place());
        }
    }
}
