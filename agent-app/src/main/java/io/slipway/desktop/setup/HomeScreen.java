package io.slipway.desktop.setup;

import io.slipway.desktop.look.Icon;
import io.slipway.desktop.shell.Desk;
import io.slipway.desktop.shell.Recorded;
import io.slipway.desktop.wizard.Choice;
import io.slipway.desktop.wizard.Field;
import io.slipway.server.base.Secret;
import io.slipway.server.text.Text;
import io.slipway.server.vault.key.ProtectorKind;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.PasswordField;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Where the program is from now on, whether it starts by itself, and the words that bring the vault back. */
final class HomeScreen {
    private static final int COLUMNS = 4;

    private final Desk desk;
    private final Text text;
    private final Screen screen;
    private final VBox session = new VBox();
    private final VBox recovery = new VBox(12);

    HomeScreen(Desk desk, SetupPorts ports) {
        this.desk = desk;
        this.text = desk.text("setup");
        screen = new Screen(desk.text("shell"), text.get("home.title"), text.get("home.sentence"));
        screen.with(bar());
        screen.with(session, recovery);
        screen.primary("home-done", text.get("home.done"), ports.done());
        ports.toast().run();
        desk.background()
                .run(
                        ports.startWithSession(),
                        found -> found.ifPresent(start -> session.getChildren().add(start(start))),
                        failure -> screen.failed(failure, Optional.empty()));
        desk.background()
                .run(
                        this::offer,
                        offered -> offered.ifPresent(
                                kind -> recovery.getChildren().add(offerWords(kind == ProtectorKind.PASSPHRASE))),
                        failure -> screen.failed(failure, Optional.empty()));
    }

    Screen screen() {
        return screen;
    }

    /** What keeps the key of a vault that has no recovery words yet; empty when there is nothing to offer. */
    private Optional<ProtectorKind> offer() {
        var vault = desk.services().vault();
        return vault.status()
                .keyring()
                .filter(keyring -> vault.isOpen() && keyring.recovery().isEmpty())
                .map(keyring -> keyring.main().kind());
    }

    /** A small picture of a task bar's corner with the arrow to our icon. */
    private HBox bar() {
        var ours = new HBox(Icon.of("activity"));
        ours.getStyleClass().add("tray-ours");
        var tray = new HBox(12, Icon.of("chevron-up"), Icon.of("wifi"), ours, Screen.label("12:00", "figures"));
        tray.setAlignment(Pos.CENTER_RIGHT);
        tray.getStyleClass().add("tray-picture");
        tray.setAccessibleText(text.get("home.picture"));
        var room = new Region();
        HBox.setHgrow(room, javafx.scene.layout.Priority.ALWAYS);
        var line = new HBox(12, Screen.label(text.get("home.arrow"), "muted"), Icon.of("arrow-right"), tray, room);
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }

    private VBox start(java.util.function.Consumer<Boolean> start) {
        var group = new ToggleGroup();
        var no = new Choice(group, "start-no", text.get("home.startNo"), text.get("home.startNo.words"), List.of());
        var yes = new Choice(group, "start-yes", text.get("home.startYes"), text.get("home.startYes.words"), List.of());
        no.button().setSelected(true);
        group.selectedToggleProperty().addListener((seen, before, now) -> start.accept(now == yes.button()));
        return new VBox(8, Screen.label(text.get("home.start"), "heading"), no, yes);
    }

    private VBox offerWords(boolean byPassphrase) {
        var offer =
                new VBox(8, Screen.label(text.get("words.title"), "heading"), Screen.muted(text.get("words.sentence")));
        var passphrase = new PasswordField();
        passphrase.setId("words-passphrase");
        if (byPassphrase) {
            offer.getChildren().add(new Field(text.get("vault.passphrase"), passphrase, ""));
        }
        var show = new Button(text.get("words.show"), Icon.of("key"));
        show.setId("words-show");
        show.setOnAction(event -> {
            var typed = passphrase.getText();
            passphrase.clear();
            show.setDisable(true);
            screen.calm();
            var given = typed.isEmpty() ? Optional.<Secret>empty() : Optional.of(Secret.of(typed));
            desk.background()
                    .run(() -> newWords(given), words -> recovery.getChildren().setAll(shown(words)), failure -> {
                        show.setDisable(false);
                        screen.failed(failure, Optional.empty());
                    });
        });
        offer.getChildren().add(show);
        return offer;
    }

    private List<String> newWords(Optional<Secret> given) throws Exception {
        return new Recorded(desk.services()).call("desktop.vault.recovery-words", "vault", () -> {
            try (var words = desk.services().vault().newRecoveryWords(given)) {
                return List.of(words.reveal().split(" ", -1));
            } finally {
                given.ifPresent(Secret::close);
            }
        });
    }

    private VBox shown(List<String> list) {
        var grid = new GridPane(24, 4);
        int rows = (list.size() + COLUMNS - 1) / COLUMNS;
        for (int i = 0; i < list.size(); i++) {
            grid.add(Screen.label((i + 1) + ". " + list.get(i), "mono"), i / rows, i % rows);
        }
        grid.setId("words");
        return new VBox(8, Screen.label(text.get("words.once"), "heading"), grid);
    }
}
