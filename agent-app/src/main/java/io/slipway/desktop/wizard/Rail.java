package io.slipway.desktop.wizard;

import io.slipway.desktop.look.Shapes;
import io.slipway.server.text.Text;
import io.slipway.server.words.StateShape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/** The five steps in a row; what is done can be gone back to. */
final class Rail extends HBox {
    private final List<Button> buttons = new ArrayList<>();
    private final Text text;

    Rail(Text text, List<String> steps, IntConsumer open) {
        super(4);
        this.text = text;
        getStyleClass().add("rail");
        setAlignment(Pos.CENTER_LEFT);
        for (int i = 0; i < steps.size(); i++) {
            int step = i;
            var button = new Button(text.get("step." + steps.get(i)));
            button.getStyleClass().setAll("rail-step");
            button.setId("step-" + steps.get(i));
            button.setMinWidth(USE_PREF_SIZE);
            button.setOnAction(event -> open.accept(step));
            buttons.add(button);
            if (i > 0) {
                var line = new Region();
                line.getStyleClass().add("rail-line");
                HBox.setHgrow(line, Priority.ALWAYS);
                line.setMaxWidth(32);
                getChildren().add(line);
            }
            getChildren().add(button);
        }
    }

    /**
     * Shows where one is.
     *
     * @param reached the furthest step that can be opened
     * @param blocked the step that something stands in the way of, or -1
     */
    void show(int current, int reached, int blocked) {
        for (int i = 0; i < buttons.size(); i++) {
            var button = buttons.get(i);
            boolean here = i == current;
            button.setDisable(i > reached);
            button.getStyleClass().removeAll("current");
            if (here) {
                button.getStyleClass().add("current");
            }
            var shape = i == blocked ? StateShape.NEEDS_YOU : i < reached && !here ? StateShape.DONE : StateShape.IDLE;
            button.setGraphic(Shapes.draw(shape));
            var standing =
                    i == blocked ? "rail.blocked" : i > reached ? "rail.later" : here ? "rail.here" : "rail.done";
            button.setAccessibleText(text.get(standing, button.getText(), i + 1));
        }
    }
}
