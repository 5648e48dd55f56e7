package io.slipway.desktop.shell;

import io.slipway.desktop.look.Icon;
import io.slipway.desktop.look.Theme;
import io.slipway.server.text.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * The frame of one window: the places at the left, the page in the middle, a ribbon on top when all is simulated. Pages are made
 * when they are first shown. Use on the JavaFX thread.
 */
public final class MainWindow {
    private final BorderPane root = new BorderPane();
    private final StackPane middle = new StackPane();
    private final ToggleGroup choice = new ToggleGroup();
    private final Map<String, ToggleButton> entries = new LinkedHashMap<>();
    private final Map<String, Label> badges = new LinkedHashMap<>();
    private final Map<String, Page> pages = new LinkedHashMap<>();
    private final Function<String, Page> maker;
    private final Text text;
    private final Scene scene;
    private @Nullable Page page;
    private Optional<Place> place = Optional.empty();
    private Optional<String> here = Optional.empty();
    private boolean paused;

    /** A place in the navigation: the page's key, the icon, and where it leads. */
    public record Entry(String page, String icon, Place place) {}

    /**
     * Builds the frame; {@link #open} then shows the first place.
     *
     * @param maker makes the page of a key
     * @param leaveDemo what the ribbon's link does; only used when the desk is a demo
     */
    public MainWindow(
            Desk desk, Theme theme, Iterable<Entry> places, Function<String, Page> maker, Runnable leaveDemo) {
        this.maker = maker;
        this.text = desk.text("shell");
        root.getStyleClass().add("frame");
        root.setLeft(navigation(desk, places));
        root.setCenter(middle);
        if (desk.demo()) {
            root.setTop(ribbon(leaveDemo));
        }
        this.scene = new Scene(root);
        theme.dress(scene);
        keys(desk, theme, places);
    }

    /** The keys that work everywhere; none that a browser or the system has for itself. */
    private void keys(Desk desk, Theme theme, Iterable<Entry> places) {
        var commands = new ArrayList<Palette.Command>();
        places.forEach(place -> commands.add(new Palette.Command(text.get("place." + place.page()), place.place())));
        commands.add(new Palette.Command(text.get("action.newVm"), new Place.NewVm()));
        var palette = new Palette(text, theme, commands, desk.navigator());
        var keys = scene.getAccelerators();
        keys.put(new KeyCodeCombination(KeyCode.F1), () -> desk.navigator().open(new Place.Help()));
        keys.put(new KeyCodeCombination(KeyCode.N, KeyCombination.SHORTCUT_DOWN), () -> desk.navigator()
                .open(new Place.NewVm()));
        keys.put(
                new KeyCodeCombination(KeyCode.K, KeyCombination.SHORTCUT_DOWN), () -> palette.open(scene.getWindow()));
        keys.put(new KeyCodeCombination(KeyCode.F6), this::nextPane);
    }

    /** From the places to the page and back. */
    private void nextPane() {
        var owner = scene.getFocusOwner();
        boolean inPage = owner != null && isIn(owner, middle);
        if (inPage || page == null) {
            var chosen = choice.getSelectedToggle();
            ((Node)
                            (chosen instanceof Node node
                                    ? node
                                    : entries.values().iterator().next()))
                    .requestFocus();
        } else {
            firstThatTakesFocus(page.view()).ifPresent(Node::requestFocus);
        }
    }

    private static boolean isIn(Node node, Node room) {
        for (Node at = node; at != null; at = at.getParent()) {
            if (at.equals(room)) {
                return true;
            }
        }
        return false;
    }

    private static Optional<Node> firstThatTakesFocus(Node node) {
        if (!node.isVisible() || node.isDisabled()) {
            return Optional.empty();
        }
        if (node.isFocusTraversable()) {
            return Optional.of(node);
        }
        if (node instanceof Parent parent) {
            return parent.getChildrenUnmodifiable().stream()
                    .map(MainWindow::firstThatTakesFocus)
                    .flatMap(Optional::stream)
                    .findFirst();
        }
        return Optional.empty();
    }

    public Scene scene() {
        return scene;
    }

    /** Shows a place, after the present page let it go. */
    public void open(Place place) {
        var next = pages.computeIfAbsent(place.page(), maker);
        if (page == null || page.equals(next)) {
            show(place, next);
        } else {
            // A click has already marked the other place; it stays marked only when this page lets go.
            here.ifPresent(this::select);
            page.leave(() -> show(place, next));
        }
    }

    /** Asks the present page whether the window may go, then does it. */
    public void leave(Runnable go) {
        if (page == null) {
            go.run();
        } else {
            page.leave(go);
        }
    }

    /** The window goes out of sight: the page follows nothing and shows no secret until {@link #resume}. */
    public void pause() {
        if (page != null && !paused) {
            paused = true;
            page.hidden();
        }
    }

    /** The window is in sight again. */
    public void resume() {
        var shown = page;
        if (shown != null && paused) {
            paused = false;
            place.ifPresent(shown::shown);
        }
    }

    /** The place that is shown. */
    public Optional<Place> place() {
        return place;
    }

    /** Ends what the present page follows; the window goes. */
    public void close() {
        if (page != null) {
            page.hidden();
            page = null;
        }
        place = Optional.empty();
    }

    /** How many things need the operator at a place; none takes the mark away. */
    public void badge(String place, int count) {
        var badge = badges.get(place);
        if (badge != null) {
            badge.setText(String.valueOf(count));
            badge.setVisible(count > 0);
        }
    }

    private void show(Place place, Page next) {
        if (page != null && !page.equals(next)) {
            page.hidden();
        }
        page = next;
        if (!middle.getChildren().contains(next.view())) {
            middle.getChildren().setAll(next.view());
        }
        this.place = Optional.of(place);
        here = Optional.of(place.page());
        paused = false;
        select(place.page());
        next.shown(place);
    }

    /** The navigation always tells where one is, also when leaving was refused. */
    private void select(String name) {
        var entry = entries.get(name);
        if (entry == null) {
            choice.selectToggle(null);
        } else {
            choice.selectToggle(entry);
        }
    }

    private Node navigation(Desk desk, Iterable<Entry> places) {
        var list = new VBox();
        list.getStyleClass().add("navigation");
        list.setAccessibleText(text.get("navigation"));
        var product = new Label(text.get("app.name"));
        product.getStyleClass().add("product");
        list.getChildren().add(product);
        for (var place : places) {
            list.getChildren().add(entry(desk, place));
        }
        var room = new Region();
        VBox.setVgrow(room, Priority.ALWAYS);
        var create = new Button(text.get("action.newVm"), Icon.of("plus"));
        create.getStyleClass().add("accent");
        create.setMaxWidth(Double.MAX_VALUE);
        create.setId("new-vm");
        create.setOnAction(event -> desk.navigator().open(new Place.NewVm()));
        list.getChildren().addAll(room, create);
        return list;
    }

    private Node entry(Desk desk, Entry place) {
        var badge = new Label();
        badge.getStyleClass().add("nav-badge");
        badge.setVisible(false);
        badges.put(place.page(), badge);
        var button = new ToggleButton(text.get("place." + place.page()), Icon.of(place.icon()));
        button.getStyleClass().setAll("nav-item");
        button.setToggleGroup(choice);
        button.setMaxWidth(Double.MAX_VALUE);
        button.setId("place-" + place.page());
        button.setOnAction(event -> {
            // A second click on the place where one is takes nothing away.
            button.setSelected(true);
            desk.navigator().open(place.place());
        });
        entries.put(place.page(), button);
        HBox.setHgrow(button, Priority.ALWAYS);
        var line = new StackPane(button, badge);
        StackPane.setAlignment(badge, javafx.geometry.Pos.CENTER_RIGHT);
        StackPane.setMargin(badge, new javafx.geometry.Insets(0, 8, 0, 0));
        badge.setMouseTransparent(true);
        return line;
    }

    private Node ribbon(Runnable leaveDemo) {
        var leave = new Hyperlink(text.get("demo.leave"));
        leave.setOnAction(event -> leaveDemo.run());
        var ribbon = new HBox(new Label(text.get("demo.ribbon")), leave);
        ribbon.getStyleClass().add("ribbon");
        return ribbon;
    }
}
