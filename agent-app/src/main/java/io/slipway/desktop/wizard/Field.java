package io.slipway.desktop.wizard;

import io.slipway.desktop.look.Shapes;
import io.slipway.server.words.StateShape;
import java.util.Optional;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** A labelled control with its hint and, when something stands in the way, the reason right below it. JavaFX thread only. */
public final class Field extends VBox {
    private final Label hint = new Label();
    private final Blocker blocker = new Blocker();

    /**
     * A field.
     *
     * @param label names the control, also for a screen reader
     * @param explanation one line below, empty for none
     */
    public Field(String label, Control control, String explanation) {
        super(4);
        getStyleClass().add("field");
        var name = new Label(label);
        name.setLabelFor(control);
        name.setMinWidth(USE_PREF_SIZE);
        control.setAccessibleText(label);
        control.setMaxWidth(Double.MAX_VALUE);
        hint.setText(explanation);
        hint.setWrapText(true);
        hint.getStyleClass().add("muted");
        show(hint, !explanation.isEmpty());
        getChildren().addAll(name, control, hint, blocker);
        HBox.setHgrow(this, Priority.ALWAYS);
    }

    private static void show(Label label, boolean shown) {
        label.setVisible(shown);
        label.setManaged(shown);
    }

    /** What stands in the way; nothing takes it away. */
    public void block(Optional<String> reason) {
        blocker.show(reason);
    }

    /** A reason with its shape; takes no room while there is none. */
    public static final class Blocker extends HBox {
        private final Label words = new Label();

        public Blocker() {
            super(8, Shapes.draw(StateShape.NEEDS_YOU));
            getStyleClass().add("blocker");
            words.setWrapText(true);
            words.getStyleClass().add("warn");
            HBox.setHgrow(words, Priority.ALWAYS);
            getChildren().add(words);
            show(Optional.empty());
        }

        public void show(Optional<String> reason) {
            words.setText(reason.orElse(""));
            setVisible(reason.isPresent());
            setManaged(reason.isPresent());
        }

        /** What it says now. */
        public String said() {
            return words.getText();
        }
    }
}
