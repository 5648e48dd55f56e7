package io.slipway.desktop.cards;

import io.slipway.desktop.jobs.Parts;
import io.slipway.desktop.look.Shapes;
import io.slipway.desktop.shell.Desk;
import io.slipway.desktop.shell.ProblemView;
import io.slipway.server.words.StateShape;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/**
 * One subject with its title, its controls and, below them, what came of the last thing done there: what is under way, what was done,
 * or what failed. Use on the JavaFX thread.
 */
public final class Card extends VBox {
    private final Desk desk;
    private final VBox body = new VBox(12);
    private final VBox outcome = new VBox();
    private final BooleanProperty working = new SimpleBooleanProperty(this, "working");

    /**
     * An empty card.
     *
     * @param title one or two words; empty for none
     * @param hint a sentence below it; empty for none
     */
    public Card(Desk desk, String id, String title, String hint) {
        this.desk = desk;
        setId(id);
        getStyleClass().addAll("card", "form");
        outcome.getStyleClass().add("outcome");
        outcome.setAccessibleRole(AccessibleRole.TEXT);
        if (!title.isEmpty()) {
            getChildren().add(Parts.words(title, "heading"));
        }
        if (!hint.isEmpty()) {
            getChildren().add(Parts.words(hint, "muted"));
        }
        getChildren().addAll(body, outcome);
        Parts.show(outcome, false);
    }

    /** Gives a page the styles of cards. */
    public static void dress(Parent page) {
        page.getStylesheets()
                .add(Objects.requireNonNull(Card.class.getResource("cards.css"), "cards.css")
                        .toExternalForm());
    }

    /** Puts these in place of what was there. */
    public Card with(Node... nodes) {
        body.getChildren().setAll(nodes);
        return this;
    }

    /** Adds these below. */
    public Card and(Node... nodes) {
        body.getChildren().addAll(nodes);
        return this;
    }

    /** Nothing of it can be used while it works, for what comes of that belongs to what was entered; no way leads out meanwhile. */
    public Card whole() {
        body.disableProperty().bind(working);
        return this;
    }

    /** Whether something is under way. */
    public boolean isWorking() {
        return working.get();
    }

    /**
     * Does something that may wait. Meanwhile the control is disabled and the card says so.
     *
     * @param by what was pressed; it has the keyboard again afterwards if it had it
     * @param waits what it waits for, said after the press
     */
    public <T> void run(Node by, String waits, Callable<T> work, Consumer<? super T> done) {
        boolean focused = by.isFocused();
        by.setDisable(true);
        working.set(true);
        outcome(Parts.state(StateShape.BUSY, waits));
        desk.background()
                .run(
                        work,
                        result -> {
                            free(by, focused);
                            clear();
                            done.accept(result);
                        },
                        failure -> {
                            free(by, focused);
                            fail(failure);
                        });
    }

    private void free(Node by, boolean focused) {
        working.set(false);
        by.setDisable(false);
        if (focused) {
            by.requestFocus();
        }
    }

    /** Says that it is done. */
    public void say(String words) {
        var line = new HBox(6, Shapes.draw(StateShape.DONE), Parts.words(words));
        outcome(line);
    }

    /** Says what is wrong with what was entered. */
    public void object(String words) {
        var line = new HBox(6, Shapes.draw(StateShape.FAILED), Parts.words(words, "bad"));
        outcome(line);
    }

    /** Shows what failed. */
    public void fail(Throwable failure) {
        outcome(ProblemView.of(desk.text("shell"), failure, Optional.empty()));
    }

    /** Shows something below the controls. */
    public void outcome(Node node) {
        outcome.getChildren().setAll(node);
        Parts.show(outcome, true);
    }

    /** Nothing is said any more. */
    public void clear() {
        outcome.getChildren().clear();
        Parts.show(outcome, false);
    }
}
