package io.slipway.desktop.wizard;

import java.util.List;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** One of several to choose, with what speaks for it; what cannot be chosen says why. JavaFX thread only. */
public final class Choice extends VBox {
    private static final double LEAST = 400;
    /** The ring before the words and the room at both ends. */
    private static final double GAP = 44;

    private final RadioButton button;

    /**
     * A choice.
     *
     * @param detail one line below the title, empty for none
     * @param marks short remarks at the right
     */
    public Choice(ToggleGroup group, String id, String title, String detail, List<String> marks) {
        getStyleClass().add("choice");
        var name = new Label(title);
        name.getStyleClass().add("strong");
        var words = new VBox(2, name);
        if (!detail.isEmpty()) {
            var more = new Label(detail);
            more.setWrapText(true);
            more.getStyleClass().add("muted");
            words.getChildren().add(more);
        }
        HBox.setHgrow(words, Priority.ALWAYS);
        var line = new HBox(12, words);
        line.getStyleClass().add("choice-line");
        for (var mark : marks) {
            var label = new Label(mark);
            label.setMinWidth(Region.USE_PREF_SIZE);
            label.getStyleClass().addAll("mark", "muted");
            line.getChildren().add(label);
        }
        button = new RadioButton();
        button.setGraphic(line);
        button.setId(id);
        button.setToggleGroup(group);
        button.setMaxWidth(Double.MAX_VALUE);
        button.setAccessibleText(detail.isEmpty() ? title : title + ". " + detail);
        // Never below a width at which the words still stand in few lines: height follows from it before the first
        // layout.
        line.prefWidthProperty().bind(Bindings.max(LEAST, button.widthProperty().subtract(GAP)));
        getChildren().add(button);
    }

    public RadioButton button() {
        return button;
    }

    /** It cannot be chosen, for this reason; or it can. */
    public Choice block(Optional<String> reason) {
        button.setDisable(reason.isPresent());
        getChildren().setAll(button);
        reason.ifPresent(words -> {
            var blocker = new Field.Blocker();
            blocker.show(Optional.of(words));
            getChildren().add(blocker);
        });
        return this;
    }

    /** A remark below that does not keep from choosing. */
    Choice warn(List<String> remarks) {
        for (var remark : remarks) {
            var blocker = new Field.Blocker();
            blocker.show(Optional.of(remark));
            getChildren().add(blocker);
        }
        return this;
    }
}
