package io.slipway.desktop.form;

import io.slipway.server.schema.Field;
import io.slipway.server.text.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Popup;
import org.jspecify.annotations.Nullable;

/** Known values below a text that is typed; made when they are first asked for. */
final class Suggestions {
    private static final double ROW = 28;
    private static final int MOST_ROWS = 8;

    private final TextInputControl input;
    private final List<Field.Option> known;
    private final Text text;
    private final Consumer<Field.Option> take;
    private @Nullable Popup popup;
    private @Nullable ListView<Field.Option> list;

    Suggestions(TextInputControl input, List<Field.Option> known, Text text, Consumer<Field.Option> take) {
        this.input = input;
        this.known = known;
        this.text = text;
        this.take = take;
        if (!known.isEmpty()) {
            input.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
            input.addEventHandler(KeyEvent.KEY_TYPED, event -> {
                if (!event.isControlDown() && !event.isAltDown()) {
                    show(input.getText());
                }
            });
            input.setOnMouseClicked(event -> show(""));
            input.getStyleClass().add("form-suggests");
        }
    }

    private void pressed(KeyEvent event) {
        boolean open = popup != null && popup.isShowing();
        if (event.getCode() == KeyCode.DOWN) {
            if (open) {
                step(1);
            } else {
                show("");
            }
            event.consume();
        } else if (open && event.getCode() == KeyCode.UP) {
            step(-1);
            event.consume();
        } else if (open && event.getCode() == KeyCode.ENTER) {
            takeSelected();
            event.consume();
        } else if (open && event.getCode() == KeyCode.ESCAPE) {
            hide();
            event.consume();
        }
    }

    private void step(int by) {
        if (list != null) {
            var model = list.getSelectionModel();
            int next =
                    Math.clamp(model.getSelectedIndex() + by, 0, list.getItems().size() - 1);
            model.select(next);
            list.scrollTo(next);
        }
    }

    private void takeSelected() {
        var chosen = list == null ? null : list.getSelectionModel().getSelectedItem();
        hide();
        if (chosen != null) {
            take.accept(chosen);
        }
    }

    void hide() {
        if (popup != null) {
            popup.hide();
        }
    }

    /** Values whose name or text has all the words; all of them for no words, the present one selected. */
    private List<Field.Option> fitting(String words) {
        var wanted = fold(words).strip().split("\\s+");
        var fitting = new ArrayList<Field.Option>();
        for (var option : known) {
            var said = fold(option.label() + " " + option.text());
            boolean fits = true;
            for (var word : wanted) {
                fits &= said.contains(word);
            }
            if (fits) {
                fitting.add(option);
            }
        }
        return fitting;
    }

    private static String fold(String words) {
        return words.toLowerCase(Locale.ROOT).replace('ё', 'е');
    }

    private void show(String words) {
        var fitting = fitting(words);
        if (fitting.isEmpty() || input.getScene() == null) {
            hide();
            return;
        }
        var shown = open();
        shown.getItems().setAll(fitting);
        shown.setPrefHeight(ROW * Math.min(MOST_ROWS, fitting.size()) + 4);
        shown.setPrefWidth(Math.max(360, input.getWidth()));
        for (var option : fitting) {
            if (option.text().equals(input.getText())) {
                shown.getSelectionModel().select(option);
                shown.scrollTo(option);
            }
        }
        if (popup != null && !popup.isShowing()) {
            var below = input.localToScreen(0, input.getHeight() + 2);
            if (below != null) {
                popup.show(input, below.getX(), below.getY());
            }
        }
    }

    private ListView<Field.Option> open() {
        if (list != null) {
            return list;
        }
        var made = new ListView<Field.Option>();
        made.setFixedCellSize(ROW);
        made.getStyleClass().add("form-suggestions");
        made.setAccessibleText(text.get("form.suggestions"));
        made.setFocusTraversable(false);
        made.setCellFactory(view -> new ListCell<>() {
            @Override
            protected void updateItem(Field.@Nullable Option option, boolean empty) {
                super.updateItem(option, empty);
                setText(
                        option == null || empty
                                ? null
                                : option.label().equals(option.text())
                                        ? option.text()
                                        : option.label() + "   " + option.text());
            }
        });
        made.setOnMouseClicked(event -> takeSelected());
        var window = new Popup();
        window.setAutoHide(true);
        window.getContent().add(made);
        list = made;
        popup = window;
        return made;
    }
}
