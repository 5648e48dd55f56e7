package io.slipway.desktop.form;

import io.slipway.desktop.look.Icon;
import io.slipway.server.form.FormRow;
import io.slipway.server.form.FormRows;
import io.slipway.server.schema.FormChange;
import io.slipway.server.schema.FormSection;
import io.slipway.server.schema.FormState;
import io.slipway.server.schema.Pointers;
import io.slipway.server.text.Text;
import java.util.List;
import java.util.Locale;
import javafx.application.Platform;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/**
 * A form: sections at the left, the fields of one section at the right, a search box and the switch of the expert view above.
 *
 * <p>It edits the state it was given and follows changes that others make to it. Ctrl+F searches, Ctrl+Z and Ctrl+Y undo and redo,
 * F6 goes from the sections to the fields and back. Use on the JavaFX thread.
 */
public final class FormView extends BorderPane {
    /** Width, in pixels, below which the sections get less of it. */
    private static final double NARROW = 680;

    private final FormState state;
    private final Text text;
    private final BooleanProperty expert = new SimpleBooleanProperty(this, "expert");
    private final FormContext context;
    private final VirtualRows rows;
    private final SectionList sections;
    private final TextField search = new TextField();
    private final Button undo;
    private final Button redo;
    private final Runnable unfollow;
    private FormSection section;
    private boolean pending;

    /**
     * A form for a document.
     *
     * @param state stays the caller's, who closes it after {@link #dispose}
     * @param language of the form's own words; that of the model should be the same
     */
    public FormView(FormState state, Locale language) {
        this.state = state;
        this.text = Text.of("form", language);
        this.context = new FormContext(state, text, this::check, this::reveal);
        this.section = state.model().sections().getFirst();
        this.rows = new VirtualRows(this::row);
        this.sections = new SectionList(state, text, this::open);
        this.undo = context.iconButton("arrow-back-up", text.get("form.undo"), () -> step(true));
        this.redo = context.iconButton("arrow-forward-up", text.get("form.redo"), () -> step(false));
        getStyleClass().add("form-view");
        getStylesheets().add(FormStyles.sheet());
        setTop(bar());
        setLeft(sections);
        setCenter(rows);
        addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        widthProperty()
                .addListener(
                        (property, old, now) -> pseudoClassStateChanged(FormStyles.NARROW, now.doubleValue() < NARROW));
        expert.addListener((property, old, now) -> rebuild());
        unfollow = state.listen(this::changed);
        sections.mark(section);
        state.validate();
        rebuild();
    }

    private RowView row(FormRow row) {
        return switch (row) {
            case FormRow.SectionHead head -> HeadRow.of(context, head);
            case FormRow.GroupHead head -> HeadRow.of(context, head);
            case FormRow.ListHead head -> HeadRow.of(context, head);
            case FormRow.Summary head -> HeadRow.of(context, head);
            case FormRow.Found head -> HeadRow.of(context, head);
            case FormRow.Entry entry -> new EntryRow(context, entry);
            case FormRow.ListEntry entry -> new ListEntryRow(context, entry);
            case FormRow.ListFoot foot -> new ListFootRow(context, foot);
            case FormRow.VariantHead head -> new VariantRow(context, head);
        };
    }

    private HBox bar() {
        search.setPromptText(text.get("form.search"));
        search.setAccessibleText(text.get("form.search"));
        search.setAccessibleHelp(text.get("form.search.help"));
        search.setTooltip(new Tooltip(text.get("form.search.help")));
        search.setPrefColumnCount(24);
        search.setId("form-search");
        search.textProperty().addListener((property, old, now) -> {
            rows.toTop();
            rebuild();
        });
        var group = new ToggleGroup();
        var basicView = view("form.basic", "left-pill", group);
        var expertView = view("form.expert", "right-pill", group);
        basicView.setId("form-basic");
        expertView.setId("form-expert");
        basicView.setOnAction(event -> expert.set(false));
        expertView.setOnAction(event -> expert.set(true));
        basicView.setSelected(true);
        expert.addListener((property, old, now) -> group.selectToggle(now ? expertView : basicView));
        undo.setId("form-undo");
        redo.setId("form-redo");
        var room = new Region();
        HBox.setHgrow(room, Priority.ALWAYS);
        var bar = new HBox(8, Icon.of("search", 16), search, room, undo, redo, new HBox(basicView, expertView));
        bar.setAlignment(Pos.CENTER_LEFT);
        bar.getStyleClass().add("form-bar");
        return bar;
    }

    private ToggleButton view(String key, String style, ToggleGroup group) {
        var button = new ToggleButton(text.get(key));
        button.setToggleGroup(group);
        button.getStyleClass().add(style);
        button.setMinWidth(USE_PREF_SIZE);
        button.setAccessibleText(text.get("form.view") + ", " + text.get(key));
        return button;
    }

    private void key(KeyEvent event) {
        boolean shortcut = event.isShortcutDown() && !event.isAltDown();
        if (shortcut && event.getCode() == KeyCode.F) {
            focusSearch();
            event.consume();
        } else if (shortcut && event.getCode() == KeyCode.Z) {
            step(!event.isShiftDown());
            event.consume();
        } else if (shortcut && event.getCode() == KeyCode.Y) {
            step(false);
            event.consume();
        } else if (event.getCode() == KeyCode.F6) {
            movePane();
            event.consume();
        } else if (event.getTarget().equals(search)) {
            searchKey(event);
        }
    }

    private void searchKey(KeyEvent event) {
        if (event.getCode() == KeyCode.ESCAPE && !search.getText().isEmpty()) {
            search.clear();
            event.consume();
        } else if (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.DOWN) {
            focusFirst();
            event.consume();
        }
    }

    private void movePane() {
        if (sections.isFocused()) {
            focusFirst();
        } else {
            sections.requestFocus();
        }
    }

    /** Puts the cursor into the first field that is shown. */
    private void focusFirst() {
        for (var row : rows.rows()) {
            if (row instanceof FormRow.Entry || row instanceof FormRow.ListEntry) {
                var view = rows.reveal(row.key());
                if (view != null && view.focus()) {
                    return;
                }
            }
        }
    }

    private void step(boolean back) {
        var place = back ? state.undo() : state.redo();
        place.ifPresent(pointer -> {
            state.validate();
            rebuild();
            if (!pointer.isEmpty()) {
                reveal(pointer);
            }
        });
    }

    private void open(FormSection chosen) {
        section = chosen;
        if (!search.getText().isEmpty()) {
            search.clear();
        }
        rows.toTop();
        rebuild();
    }

    private void check() {
        state.validate();
    }

    /** Several changes at once lead to one new layout of the rows. */
    private void changed(FormChange change) {
        if (change.kind() == FormChange.Kind.STRUCTURE) {
            rebuild();
        } else if (!pending) {
            pending = true;
            Platform.runLater(() -> {
                if (pending) {
                    rebuild();
                }
            });
        }
    }

    private void rebuild() {
        pending = false;
        var words = search.getText();
        List<FormRow> next = words.isBlank() ? FormRows.of(state, section, expert.get()) : FormRows.found(state, words);
        rows.show(next);
        rows.live().forEach(RowView::refresh);
        sections.refresh();
        undo.setDisable(!state.canUndo());
        redo.setDisable(!state.canRedo());
    }

    /** What is edited. */
    public FormState state() {
        return state;
    }

    /** Whether the expert view is on. */
    public BooleanProperty expertProperty() {
        return expert;
    }

    /** Shows a section from its beginning. */
    public void showSection(String id) {
        state.model().section(id).ifPresent(found -> {
            sections.mark(found);
            open(found);
        });
    }

    /** Shows the field at a pointer or its nearest ancestor, whatever the view, and puts the cursor there. */
    public void reveal(String pointer) {
        var place = state.model().place(pointer);
        var home = state.model().section(place.field().facts().section());
        if (home.isPresent() && !shows(place.pointer())) {
            showSection(home.get().id());
        }
        if (!shows(place.pointer()) && !expert.get()) {
            expert.set(true);
        }
        for (var at = place.pointer(); ; at = Pointers.parent(at)) {
            if (focus(at) || at.isEmpty()) {
                return;
            }
        }
    }

    private boolean shows(String pointer) {
        return rows.rows().stream().anyMatch(row -> row.pointer().equals(pointer) && controls(row));
    }

    private static boolean controls(FormRow row) {
        return !(row instanceof FormRow.Found);
    }

    private boolean focus(String pointer) {
        for (var row : rows.rows()) {
            if (row.pointer().equals(pointer) && controls(row)) {
                var view = rows.reveal(row.key());
                if (view != null && view.focus()) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Puts the cursor into the search box. */
    public void focusSearch() {
        search.requestFocus();
        search.selectAll();
    }

    /** Takes what is typed right now into the state and checks the document; call before saving. */
    public void commit() {
        if (getScene() != null && getScene().getFocusOwner() instanceof javafx.scene.control.PasswordField) {
            sections.requestFocus();
        }
        state.seal();
        state.validate();
        rebuild();
    }

    /** Stops following the state. */
    public void dispose() {
        unfollow.run();
        pending = false;
    }
}
