package io.slipway.desktop.editor;

import io.slipway.desktop.look.Icon;
import io.slipway.desktop.shell.Live;
import io.slipway.desktop.shell.ProblemView;
import io.slipway.server.profile.BuiltInProfiles;
import io.slipway.server.profile.ProfileDocument;
import io.slipway.server.profile.ProfileSummary;
import io.slipway.server.text.Text;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TextField;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** All profiles, those of the operator first, then those that come with the product. */
final class ProfileList {
    private final ProfilesPage page;
    private final Text text;
    private final ProfileActions actions;
    private final VBox root = new VBox();
    private final VBox rows = new VBox(8);
    private final TextField find = new TextField();
    private final Live<List<ProfileSummary>> live;
    private List<ProfileSummary> profiles = List.of();
    private boolean read;

    ProfileList(ProfilesPage page) {
        this.page = page;
        this.text = page.text();
        this.actions = new ProfileActions(page);
        this.live = page.desk().live(page.services()::list, this::show, this::failed);
        var title = new Label(text.get("list.title"));
        title.getStyleClass().add("title");
        find.setId("profile-find");
        find.setPromptText(text.get("list.find"));
        find.setAccessibleText(text.get("list.find"));
        find.textProperty().addListener((seen, before, now) -> fill());
        var room = new Region();
        HBox.setHgrow(room, Priority.ALWAYS);
        var head = new HBox(12, title, room, find, make());
        head.setAlignment(Pos.CENTER_LEFT);
        var scroll = new ScrollPane(rows);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("edge-to-edge");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        root.getStyleClass().add("page");
        root.getChildren().setAll(head, scroll);
        rows.getChildren().setAll(new Label(page.desk().text("shell").get("loading")));
    }

    Node view() {
        return root;
    }

    void start() {
        live.start();
    }

    void stop() {
        live.stop();
    }

    private MenuButton make() {
        var menu = new MenuButton(text.get("new.button"), Icon.of("plus"));
        menu.setId("profile-new");
        menu.getStyleClass().add("accent");
        BuiltInProfiles.all().forEach(document -> {
            var item = new MenuItem(text.get("new.from", document.profile().name()));
            item.setId("profile-new-" + document.profile().id());
            item.setOnAction(event -> page.draft(
                    "",
                    document.stored(),
                    text.get("origin.from", document.profile().name())));
            menu.getItems().add(item);
        });
        menu.getItems().add(new SeparatorMenuItem());
        menu.getItems().add(item("profile-import-json", "new.json", actions::importJson));
        menu.getItems().add(item("profile-import-xml", "new.xml", actions::importXml));
        return menu;
    }

    private MenuItem item(String id, String key, Runnable action) {
        var item = new MenuItem(text.get(key));
        item.setId(id);
        item.setOnAction(event -> action.run());
        return item;
    }

    private void failed(Throwable failure) {
        rows.getChildren().setAll(ProblemView.of(page.desk().text("shell"), failure, Optional.of(live::poke)));
    }

    private void show(List<ProfileSummary> found) {
        if (!read || !found.equals(profiles)) {
            read = true;
            profiles = found;
            fill();
        }
    }

    private void fill() {
        var words = find.getText().strip().toLowerCase(page.desk().language());
        rows.getChildren().clear();
        profiles.stream()
                .filter(row -> fits(row.name() + " " + system(row.kind()), words))
                .forEach(row -> rows.getChildren().add(row(row)));
        if (profiles.isEmpty()) {
            rows.getChildren().add(empty());
        }
        var builtIn = new Label(text.get("list.builtIn"));
        builtIn.getStyleClass().addAll("heading", "section-heading");
        rows.getChildren().add(builtIn);
        BuiltInProfiles.all().stream()
                .filter(document -> fits(document.profile().name(), words))
                .forEach(document -> {
                    var profile = document.profile();
                    var look = new Button(text.get("list.copyToEdit"));
                    look.setId("profile-copy-" + profile.id());
                    look.setMinWidth(Region.USE_PREF_SIZE);
                    look.setOnAction(
                            event -> page.draft("", document.stored(), text.get("origin.from", profile.name())));
                    var card = card(profile.name(), facts(document), List.of(), look);
                    rows.getChildren().add(card);
                });
    }

    private boolean fits(String said, String words) {
        return words.isEmpty() || said.toLowerCase(page.desk().language()).contains(words);
    }

    /** A sentence about a profile that comes with the product; it is English, so other readers get the system's name. */
    private String facts(ProfileDocument document) {
        var stored = document.stored();
        var kind = system(stored.path("target").path("os").asString("win11"));
        return page.desk().language().getLanguage().equals("en")
                ? stored.path("description").asString(kind)
                : kind;
    }

    private String system(String kind) {
        return text.has("kind." + kind) ? text.get("kind." + kind) : kind;
    }

    private Node empty() {
        var title = new Label(text.get("list.empty"));
        title.getStyleClass().add("heading");
        var words = new Label(text.get("list.empty.hint"));
        words.getStyleClass().add("muted");
        words.setWrapText(true);
        var start = new Button(text.get("list.empty.action"));
        start.setId("profile-first");
        start.getStyleClass().add("accent");
        start.setOnAction(event -> BuiltInProfiles.all().stream()
                .findFirst()
                .ifPresent(document -> page.draft(
                        "",
                        document.stored(),
                        text.get("origin.from", document.profile().name()))));
        var box = new VBox(title, words, start);
        box.getStyleClass().add("empty");
        return box;
    }

    private Node row(ProfileSummary row) {
        var edit = new Button(text.get("list.edit"));
        edit.setId("profile-edit-" + row.id());
        edit.setMinWidth(Region.USE_PREF_SIZE);
        edit.setOnAction(event -> page.load(row.id()));
        var more = new MenuButton("", Icon.of("dots"));
        more.setId("profile-more-" + row.id());
        more.setAccessibleText(text.get("list.more", row.name()));
        more.getStyleClass().addAll("flat", "no-arrow");
        more.setMinWidth(Region.USE_PREF_SIZE);
        actions.fill(more, row);
        var pills = new java.util.ArrayList<Node>();
        pills.add(pill("v" + row.version(), ""));
        if (row.isDefault()) {
            pills.add(pill(text.get("list.default"), "accent"));
        }
        var saved = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                .withLocale(page.desk().language())
                .withZone(ZoneId.systemDefault())
                .format(row.updatedAt());
        var facts = system(row.kind())
                + (row.usedBy() > 0 ? " · " + text.count("list.usedBy", row.usedBy()) : "")
                + (row.bindings() > 0 ? " · " + text.count("list.bindings", row.bindings()) : "")
                + " · " + text.get("list.saved", saved);
        var card = card(row.name(), facts, pills, edit, more);
        card.setOnMouseClicked(event -> {
            if (event.getButton() == MouseButton.PRIMARY && event.getClickCount() == 2) {
                page.load(row.id());
            }
        });
        return card;
    }

    private static HBox card(String name, String facts, List<Node> pills, Node... buttons) {
        var title = new Label(name);
        title.getStyleClass().add("strong");
        var line = new HBox(8, title);
        line.setAlignment(Pos.CENTER_LEFT);
        line.getChildren().addAll(pills);
        var under = new Label(facts);
        under.getStyleClass().add("muted");
        var words = new VBox(4, line, under);
        HBox.setHgrow(words, Priority.ALWAYS);
        var card = new HBox(words);
        card.getChildren().addAll(buttons);
        card.getStyleClass().addAll("card", "row-card");
        return card;
    }

    static Label pill(String words, String style) {
        var pill = new Label(words);
        pill.getStyleClass().add("pill");
        pill.setMinWidth(Region.USE_PREF_SIZE);
        if (!style.isEmpty()) {
            pill.getStyleClass().add(style);
        }
        return pill;
    }
}
