package io.slipway.desktop.form;

import io.slipway.desktop.look.Icon;
import io.slipway.server.base.Secret;
import io.slipway.server.schema.Field;
import io.slipway.server.schema.SecretState;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/**
 * A secret as set or not set, with buttons to replace it, to have one made for each VM, and to take it away.
 *
 * <p>The typed text is handed over as soon as the cursor leaves and wiped from the field; it is never shown again.
 */
final class SecretControl implements FieldControl {
    private static final int USUAL_LENGTH = 20;

    private final FormContext context;
    private final Field.Secret field;
    private final String pointer;
    private final Label state = new Label();
    private final Label problem = new Label();
    private final Button replace = new Button();
    private final Button generate = new Button();
    private final Button clear = new Button();
    private final PasswordField typed = new PasswordField();
    private final TextField length = new TextField();
    private final HBox lengthLine;
    private final HBox typing;
    private final VBox box = new VBox(6);
    private boolean showing;

    SecretControl(FormContext context, Field.Secret field, String pointer) {
        this.context = context;
        this.field = field;
        this.pointer = pointer;
        var text = context.text();
        replace.setOnAction(event -> type());
        generate.setText(text.get("secret.generate"));
        generate.setOnAction(event -> generate(USUAL_LENGTH));
        clear.setText(text.get("secret.clear"));
        clear.setOnAction(event -> {
            context.state().clearSecret(pointer);
            context.left().run();
            replace.requestFocus();
        });
        typing = typing();
        lengthLine = lengthLine();
        state.getStyleClass().add("form-secret-state");
        problem.getStyleClass().add("bad");
        problem.setWrapText(true);
        var buttons = new FlowPane(8, 6, state, replace, generate, clear);
        buttons.setAlignment(Pos.CENTER_LEFT);
        buttons.setPrefWrapLength(420);
        box.getChildren().setAll(buttons, lengthLine, typing, problem);
        show(typing, false);
        show(problem, false);
        refresh();
    }

    private static void show(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }

    private HBox typing() {
        var text = context.text();
        var name = context.name(field, pointer);
        typed.setAccessibleText(name + ", " + text.get("secret.new"));
        typed.setPromptText(text.get("secret.new"));
        typed.getStyleClass().add("form-line");
        typed.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ENTER) {
                take();
                replace.requestFocus();
                event.consume();
            } else if (event.getCode() == KeyCode.ESCAPE) {
                cancel();
                event.consume();
            }
        });
        // Leaving takes it over: what was typed is not forgotten without a word.
        typed.focusedProperty().addListener((property, old, now) -> {
            if (!now && typing.isVisible()) {
                take();
            }
        });
        var cancel = new Button(text.get("secret.cancel"));
        cancel.setFocusTraversable(false);
        cancel.setOnMousePressed(event -> cancel());
        cancel.setOnAction(event -> cancel());
        var take = new Button(text.get("secret.take"));
        take.setFocusTraversable(false);
        take.setOnAction(event -> take());
        var line = new HBox(8, typed, take, cancel);
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }

    private HBox lengthLine() {
        length.setPrefColumnCount(4);
        length.getStyleClass().add("form-narrow");
        var caption = new Label(context.text().get("secret.length"));
        caption.getStyleClass().add("muted");
        caption.setMinWidth(Region.USE_PREF_SIZE);
        caption.setLabelFor(length);
        length.setAccessibleText(context.name(field, pointer) + ", " + caption.getText());
        length.textProperty().addListener((property, old, now) -> {
            if (!showing && now.matches("[0-9]{1,4}")) {
                context.state().generateSecret(field, pointer, Integer.parseInt(now));
            }
        });
        length.focusedProperty().addListener((property, old, now) -> {
            if (!now) {
                context.left().run();
                refresh();
            }
        });
        var unit = new Label(field.generate().map(rule -> rule.facts().unit()).orElse(""));
        unit.getStyleClass().add("muted");
        unit.setMinWidth(Region.USE_PREF_SIZE);
        var line = new HBox(8, caption, length, unit);
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }

    private void type() {
        show(problem, false);
        show(typing, true);
        typed.requestFocus();
    }

    private void cancel() {
        show(typing, false);
        typed.clear();
        replace.requestFocus();
    }

    private void take() {
        var characters = typed.getCharacters();
        var copy = new char[characters.length()];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = characters.charAt(i);
        }
        show(typing, false);
        typed.clear();
        if (copy.length > 0) {
            hand(copy);
        }
        java.util.Arrays.fill(copy, '\0');
    }

    private void hand(char[] characters) {
        var secret = Secret.of(characters);
        try {
            context.state().replaceSecret(field, pointer, secret);
            context.left().run();
        } catch (IllegalArgumentException e) {
            secret.close();
            problem.setText(context.text().get("secret.mask"));
            show(problem, true);
        }
    }

    private void generate(int characters) {
        context.state().generateSecret(field, pointer, characters);
        context.left().run();
        length.requestFocus();
    }

    @Override
    public Node node() {
        return box;
    }

    @Override
    public Control target() {
        return replace;
    }

    @Override
    public void refresh() {
        var text = context.text();
        var now = context.state().secret(field, pointer);
        boolean there = now != SecretState.NOT_SET && now != SecretState.DEFAULT;
        var words =
                switch (now) {
                    case NOT_SET -> "secret.notSet";
                    case DEFAULT -> "secret.default";
                    case STORED -> "secret.stored";
                    case CHANGED -> "secret.changed";
                    case GENERATED -> "secret.generated";
                };
        state.setText(text.get(words));
        state.setGraphic(Icon.of(
                switch (now) {
                    case NOT_SET -> "lock-open";
                    case DEFAULT -> "alert-triangle";
                    case STORED, CHANGED -> "lock";
                    case GENERATED -> "key";
                },
                16));
        replace.setText(text.get(there ? "secret.replace" : "secret.set"));
        replace.setAccessibleText(context.name(field, pointer) + ", " + state.getText() + ", " + replace.getText());
        show(generate, field.generate().isPresent() && now != SecretState.GENERATED);
        show(clear, there && !field.facts().required());
        show(lengthLine, now == SecretState.GENERATED);
        context.state().generatedLength(field, pointer).ifPresent(characters -> {
            if (!length.isFocused()) {
                showing = true;
                length.setText(Integer.toString(characters));
                showing = false;
            }
        });
    }
}
