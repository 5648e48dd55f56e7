package io.slipway.desktop.jobs;

import io.slipway.server.job.LogLine;
import io.slipway.server.text.Text;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.IntConsumer;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/** Finds words in the lines that fit the filters and walks from match to match. Use on the JavaFX thread. */
final class LogFind {
    private final Text text;
    private final BiPredicate<LogLine, String> contains;
    private final IntConsumer reveal;
    private final TextField field = new TextField();
    private final Button next;
    private final Button previous;
    private final Label told = Parts.word("", "muted", "figures");
    /** Positions of the matches, in order. */
    private final List<Integer> matches = new ArrayList<>();

    private List<LogLine> lines = List.of();
    private int looked;
    private int current = -1;

    /**
     * A find field with its buttons.
     *
     * @param contains whether a line holds the words, which are in lower case
     * @param reveal shows the line at a position
     */
    LogFind(Text text, BiPredicate<LogLine, String> contains, IntConsumer reveal) {
        this.text = text;
        this.contains = contains;
        this.reveal = reveal;
        field.setId("log-find");
        field.setPromptText(text.get("log.find"));
        field.setAccessibleText(text.get("log.find"));
        field.setPrefColumnCount(12);
        field.textProperty().addListener((seen, before, now) -> {
            look(lines, false);
            step(matches.isEmpty() ? 0 : 1);
        });
        field.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        previous = arrow("log-previous", "chevron-up", "log.previous", -1);
        next = arrow("log-next", "chevron-down", "log.next", 1);
        told.setId("log-found");
        look(lines, false);
    }

    private Button arrow(String id, String icon, String words, int by) {
        return Parts.icon(id, icon, text.get(words), () -> step(by));
    }

    List<Node> controls() {
        return List.of(field, previous, next, told);
    }

    void focus() {
        field.requestFocus();
        field.selectAll();
    }

    void clear() {
        lines = List.of();
        field.clear();
    }

    /** Looks for the words in the lines; with {@code more} only in those that were added since the last look. */
    void look(List<LogLine> all, boolean more) {
        lines = all;
        if (!more) {
            matches.clear();
            looked = 0;
            current = -1;
        }
        var words = field.getText().toLowerCase(text.language());
        if (!words.isEmpty()) {
            for (; looked < lines.size(); looked++) {
                if (contains.test(lines.get(looked), words)) {
                    matches.add(looked);
                }
            }
        }
        looked = lines.size();
        tell();
    }

    /** Whether the line at the position is a match. */
    boolean matches(int position) {
        return Collections.binarySearch(matches, position) >= 0;
    }

    private void step(int by) {
        if (!matches.isEmpty() && by != 0) {
            current = Math.floorMod(current < 0 && by < 0 ? by : current + by, matches.size());
            reveal.accept(matches.get(current));
        }
        tell();
    }

    private void tell() {
        boolean asked = !field.getText().isEmpty();
        told.setText(
                !asked
                        ? ""
                        : matches.isEmpty()
                                ? text.get("log.found.none")
                                : text.get("log.found", current + 1, matches.size()));
        Parts.show(told, asked);
        next.setDisable(matches.isEmpty());
        previous.setDisable(matches.isEmpty());
    }

    private void key(KeyEvent event) {
        if (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.F3) {
            step(event.isShiftDown() ? -1 : 1);
            event.consume();
        } else if (event.getCode() == KeyCode.ESCAPE && !field.getText().isEmpty()) {
            field.clear();
            event.consume();
        }
    }
}
