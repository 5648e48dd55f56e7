package io.slipway.desktop.editor;

import io.slipway.server.disc.ProfilePreview;
import io.slipway.server.text.Text;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.OverrunStyle;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/** A line with its number; one that carries a whole file is folded, for nobody reads it and it would stop the scrolling. */
final class PreviewCell extends ListCell<PreviewLine> {
    private static final PseudoClass CHANGED = PseudoClass.getPseudoClass("changed");

    private final Text text;
    private final Label number = new Label();
    private final Label words = new Label();
    private final HBox row = new HBox(12, number, words);

    PreviewCell(Text text) {
        this.text = text;
        getStyleClass().add("code-line");
        number.getStyleClass().addAll("line-number", "muted");
        number.setMinWidth(Region.USE_PREF_SIZE);
        words.setTextOverrun(OverrunStyle.CLIP);
        words.setMinWidth(Region.USE_PREF_SIZE);
        setText(null);
    }

    @Override
    protected void updateItem(@Nullable PreviewLine line, boolean empty) {
        super.updateItem(line, empty);
        if (empty || line == null) {
            pseudoClassStateChanged(CHANGED, false);
            setGraphic(null);
            setAccessibleText(null);
            return;
        }
        pseudoClassStateChanged(CHANGED, line.changed());
        number.setText(String.format(java.util.Locale.ROOT, "%4d", line.number()));
        words.setText(ProfilePreview.folded(line.text(), text));
        setAccessibleText(line.text().length() > ProfilePreview.LONGEST_LINE ? words.getText() : line.text());
        setGraphic(row);
    }
}
