package io.slipway.desktop.wizard;

import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** One of several to choose, with what speaks for it; what cannot be chosen says why. JavaFX thread only. */
public final class Choice extends VBox {
    private final RadioButton button;
    private final int plain;

    /**
     * A choice; a press anywhere on it chooses it.
     *
     * @param detail one line below the title, empty for none
     * @param marks short remarks at the right
     */
    public Choice(ToggleGroup group, String id, String title, String detail, List<String> marks) {
        getStyleClass().add("choice");
        button = new RadioButton(title);
        button.setId(id);
        button.setToggleGroup(group);
        button.setAccessibleText(detail.isEmpty() ? title : title + ". " + detail);
        var room = new Region();
        HBox.setHgrow(room, Priority.ALWAYS);
        var line = new HBox(12, button, room);
        line.setAlignment(Pos.CENTER_LEFT);
        for (var mark : marks) {
            var label = new Label(mark);
            label.setMinWidth(Region.USE_PREF_SIZE);
            label.getStyleClass().addAll("mark", "muted");
            line.getChildren().add(label);
        }
        getChildren().add(line);
        if (!detail.isEmpty()) {
            var more = new Label(detail);
            more.setWrapText(true);
            more.getStyleClass().addAll("choice-detail", "muted");
            getChildren().add(more);
        }
        plain = getChildren().size();
        addEventHandler(MouseEvent.MOUSE_CLICKED, event -> {
            if (!button.isDisabled()) {
                button.setSelected(true);
                button.requestFocus();
            }
        });
    }

    public RadioButton button() {
        return button;
    }

    /** It cannot be chosen, for this reason; or it can. */
    public Choice block(Optional<String> reason) {
        button.setDisable(reason.isPresent());
        getChildren().remove(plain, getChildren().size());
        return warn(reason.stream().toList());
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
