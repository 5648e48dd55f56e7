package io.slipway.desktop.form;

import io.slipway.server.form.FormRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import javafx.beans.value.ChangeListener;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.ScrollBar;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;
import org.jspecify.annotations.Nullable;

/**
 * A column of rows of different heights that makes controls only for what is in sight and a little around it.
 *
 * <p>A list view would do the same for rows that are looked at; this one keeps the order of the Tab key right for rows that are
 * filled in: the rows before and after those in sight are always there, and the row with the cursor never goes away. Use on the
 * JavaFX thread.
 */
final class VirtualRows extends Region {
    private static final double AROUND = 320;
    private static final double GUESS = 56;
    private static final double WHEEL = 1.4;

    /** Its rows are placed by hand; a plain pane would give each its preferred width. */
    private final Pane content = new Pane() {
        @Override
        protected void layoutChildren() {}
    };

    private final ScrollBar bar = new ScrollBar();
    private final Function<FormRow, RowView> maker;
    private final Map<String, RowView> live = new HashMap<>();
    private final Map<String, Double> heights = new HashMap<>();
    private final Map<String, Integer> positions = new HashMap<>();
    private final ChangeListener<Node> cursor = (property, old, now) -> follow(now);
    private List<FormRow> rows = List.of();
    private double measuredFor = -1;

    /** The row at the upper edge, and how many pixels of it are above. */
    private int first;

    private double above;
    private boolean settingBar;

    VirtualRows(Function<FormRow, RowView> maker) {
        this.maker = maker;
        getStyleClass().add("form-rows");
        bar.setOrientation(Orientation.VERTICAL);
        bar.setUnitIncrement(GUESS);
        bar.valueProperty().addListener((property, old, now) -> {
            if (!settingBar) {
                goTo(now.doubleValue());
            }
        });
        var clip = new Rectangle();
        clip.widthProperty().bind(content.widthProperty());
        clip.heightProperty().bind(content.heightProperty());
        content.setClip(clip);
        getChildren().addAll(content, bar);
        setOnScroll(event -> {
            move(-event.getDeltaY() * WHEEL);
            event.consume();
        });
        setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.PAGE_DOWN) {
                move(getHeight() * 0.9);
            } else if (event.getCode() == KeyCode.PAGE_UP) {
                move(-getHeight() * 0.9);
            }
        });
        sceneProperty().addListener((property, old, now) -> {
            if (old != null) {
                old.focusOwnerProperty().removeListener(cursor);
            }
            if (now != null) {
                now.focusOwnerProperty().addListener(cursor);
            }
        });
    }

    /** Keeps the row with the cursor in sight when the Tab key leads there. */
    private void follow(@Nullable Node owner) {
        var row = owner == null ? null : rowOf(owner);
        if (row != null) {
            bringIntoSight(row);
        }
    }

    private @Nullable RowView rowOf(Node node) {
        for (Node at = node; at != null; at = at.getParent()) {
            if (at instanceof RowView row && live.containsValue(row)) {
                return row;
            }
        }
        return null;
    }

    /** Puts other rows in; those with a known key keep their controls. */
    void show(List<FormRow> next) {
        var anchor = first < rows.size() ? rows.get(first).key() : "";
        rows = List.copyOf(next);
        positions.clear();
        for (int i = 0; i < rows.size(); i++) {
            positions.put(rows.get(i).key(), i);
        }
        int kept = indexOf(anchor);
        first = kept >= 0 ? kept : Math.min(first, Math.max(0, rows.size() - 1));
        live.entrySet().removeIf(entry -> {
            int index = indexOf(entry.getKey());
            boolean gone = index < 0 || otherControls(entry.getValue().row(), rows.get(index));
            if (gone) {
                content.getChildren().remove(entry.getValue());
            }
            return gone;
        });
        requestLayout();
    }

    /** Whether a line of the same name stands for another field, as with alternatives that have members of one name. */
    private static boolean otherControls(FormRow old, FormRow now) {
        return old instanceof FormRow.Entry one
                && now instanceof FormRow.Entry other
                && !one.field().equals(other.field());
    }

    /** Goes to the beginning. */
    void toTop() {
        first = 0;
        above = 0;
        requestLayout();
    }

    List<FormRow> rows() {
        return rows;
    }

    /** The rows that have controls now. */
    List<RowView> live() {
        return List.copyOf(live.values());
    }

    /** Makes the row with the key, in sight, and gives it. */
    @Nullable
    RowView reveal(String key) {
        int index = indexOf(key);
        if (index < 0) {
            return null;
        }
        var there = live.get(key);
        if (there == null || !inSight(there)) {
            first = Math.max(0, index - 1);
            above = 0;
            layoutRows();
        }
        return live.get(key);
    }

    private boolean inSight(RowView row) {
        return row.getLayoutY() >= 0 && row.getLayoutY() + row.getHeight() <= content.getHeight();
    }

    private void bringIntoSight(RowView row) {
        if (row.getLayoutY() < 0) {
            move(row.getLayoutY() - 8);
        } else if (row.getLayoutY() + row.getHeight() > content.getHeight()) {
            move(Math.min(row.getLayoutY() - 8, row.getLayoutY() + row.getHeight() - content.getHeight() + 8));
        }
    }

    private int indexOf(String key) {
        return positions.getOrDefault(key, -1);
    }

    /** Scrolls by pixels. */
    void move(double pixels) {
        above += pixels;
        layoutRows();
    }

    private void goTo(double pixels) {
        double left = pixels;
        int index = 0;
        while (index < rows.size() - 1 && left >= height(index)) {
            left -= height(index++);
        }
        first = index;
        above = left;
        layoutRows();
    }

    private double height(int index) {
        return heights.getOrDefault(rows.get(index).key(), GUESS);
    }

    /** A row may need another height. */
    void stale(RowView row) {
        heights.remove(row.row().key());
    }

    @Override
    protected void layoutChildren() {
        layoutRows();
    }

    private void layoutRows() {
        double barWidth = bar.prefWidth(-1);
        double width = Math.max(0, getWidth() - barWidth);
        content.resizeRelocate(0, 0, width, getHeight());
        bar.resizeRelocate(width, 0, barWidth, getHeight());
        if (rows.isEmpty() || width == 0) {
            content.getChildren().clear();
            live.clear();
            return;
        }
        if (measuredFor != width) {
            heights.clear();
            measuredFor = width;
        }
        settle(width);
        var shown = new HashSet<String>();
        double y = -above;
        int index = first;
        for (; index < rows.size() && y < getHeight() + AROUND; index++) {
            y += place(index, y, width, shown);
        }
        double up = -above;
        for (int i = first - 1; i >= 0 && up > -AROUND; i--) {
            up -= measure(i, width);
            place(i, up, width, shown);
        }
        drop(shown);
        updateBar();
    }

    /** Brings the first row and the pixels above it into range: not before the beginning and not behind the end. */
    private void settle(double width) {
        while (above < 0 && first > 0) {
            above += measure(--first, width);
        }
        above = Math.max(0, above);
        while (first < rows.size() - 1 && above >= measure(first, width)) {
            above -= measure(first++, width);
        }
        double rest = -above;
        for (int i = first; i < rows.size() && rest < getHeight(); i++) {
            rest += measure(i, width);
        }
        double missing = getHeight() - rest;
        if (missing > 0) {
            above -= missing;
            while (above < 0 && first > 0) {
                above += measure(--first, width);
            }
            above = Math.max(0, above);
        }
    }

    private double measure(int index, double width) {
        var row = view(index);
        var known = heights.get(rows.get(index).key());
        if (known != null) {
            return known;
        }
        row.applyCss();
        double height = Math.ceil(row.prefHeight(width));
        heights.put(rows.get(index).key(), height);
        return height;
    }

    private double place(int index, double y, double width, Set<String> shown) {
        double height = measure(index, width);
        var row = view(index);
        row.resizeRelocate(0, y, width, height);
        shown.add(rows.get(index).key());
        return height;
    }

    /** The controls of a row, put among the others where the Tab key expects them. */
    private RowView view(int index) {
        var row = rows.get(index);
        var there = live.get(row.key());
        if (there != null) {
            there.update(row);
            return there;
        }
        var made = maker.apply(row);
        made.owner(this);
        live.put(row.key(), made);
        int position = 0;
        var children = content.getChildren();
        while (position < children.size()
                && indexOf(((RowView) children.get(position)).row().key()) < index) {
            position++;
        }
        children.add(position, made);
        return made;
    }

    private void drop(Set<String> shown) {
        var gone = new ArrayList<String>();
        live.forEach((key, view) -> {
            if (!shown.contains(key)) {
                if (view.holdsCursor()) {
                    // Out of sight and not away: the cursor is in it.
                    view.relocate(0, -2 * view.getHeight() - AROUND);
                } else {
                    gone.add(key);
                }
            }
        });
        gone.forEach(key -> content.getChildren().remove(live.remove(key)));
    }

    private void updateBar() {
        double total = 0;
        double before = above;
        for (int i = 0; i < rows.size(); i++) {
            total += height(i);
            before += i < first ? height(i) : 0;
        }
        settingBar = true;
        double most = Math.max(0, total - getHeight());
        bar.setMax(most);
        bar.setVisibleAmount(total == 0 ? 0 : most * getHeight() / total);
        bar.setBlockIncrement(getHeight());
        bar.setValue(Math.min(before, most));
        bar.setVisible(most > 0);
        settingBar = false;
    }
}
