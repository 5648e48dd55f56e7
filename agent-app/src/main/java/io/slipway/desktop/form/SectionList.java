package io.slipway.desktop.form;

import io.slipway.desktop.look.Shapes;
import io.slipway.server.form.FormSayings;
import io.slipway.server.schema.FormSection;
import io.slipway.server.schema.FormState;
import io.slipway.server.text.Text;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/** The sections of a form, each with how it stands by shape and number. */
final class SectionList extends ListView<FormSection> {
    private final FormState state;
    private final FormSayings sayings;
    private boolean showing;

    SectionList(FormState state, Text text, Consumer<FormSection> open) {
        this.state = state;
        this.sayings = new FormSayings(state, text);
        getStyleClass().add("form-sections");
        setAccessibleText(text.get("form.sections"));
        getItems().setAll(state.model().sections());
        setCellFactory(list -> new Cell());
        getSelectionModel().selectedItemProperty().addListener((property, old, now) -> {
            if (!showing && now != null) {
                open.accept(now);
            }
        });
    }

    /** Marks the section in sight without opening it. */
    void mark(FormSection section) {
        showing = true;
        getSelectionModel().select(section);
        showing = false;
    }

    private final class Cell extends ListCell<FormSection> {
        private final Label name = new Label();
        private final Label changed = new Label();
        private final HBox shape = new HBox();
        private final HBox line;

        Cell() {
            var room = new Region();
            HBox.setHgrow(room, Priority.ALWAYS);
            shape.setAlignment(Pos.CENTER);
            changed.getStyleClass().add("form-changed");
            line = new HBox(8, shape, name, room, changed);
            line.setAlignment(Pos.CENTER_LEFT);
            name.setMinWidth(0);
            changed.setMinWidth(USE_PREF_SIZE);
            setPrefWidth(0);
        }

        @Override
        protected void updateItem(@Nullable FormSection section, boolean empty) {
            super.updateItem(section, empty);
            if (section == null || empty) {
                setGraphic(null);
                setTooltip(null);
                setAccessibleText(null);
                return;
            }
            var status = state.status(section);
            name.setText(section.label());
            shape.getChildren().setAll(Shapes.draw(FormSayings.shape(status)));
            changed.setText(Integer.toString(status.changed()));
            changed.setVisible(status.changed() > 0);
            setGraphic(line);
            var words = sayings.words(status);
            setTooltip(new Tooltip(words));
            setAccessibleText(section.label() + ", " + words);
        }
    }
}
