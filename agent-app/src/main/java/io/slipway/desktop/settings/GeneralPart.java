package io.slipway.desktop.settings;

import io.slipway.desktop.cards.Card;
import io.slipway.desktop.cards.Fields;
import io.slipway.desktop.jobs.Parts;
import io.slipway.desktop.os.Autostart;
import io.slipway.desktop.prefs.Preferences;
import io.slipway.desktop.prefs.PreferencesFile;
import io.slipway.desktop.shell.Desk;
import io.slipway.server.text.Text;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/** Language, theme, how the program starts and ends. */
final class GeneralPart implements Part {
    private static final String SYSTEM = "system";

    private final Desk desk;
    private final Text text;
    private final PreferencesFile preferences;
    private final Runnable restyle;
    private final Autostart autostart;
    private final Card start;
    private final CheckBox starts = new CheckBox();
    private final Label startState = Parts.words("", "muted");
    private final VBox view;

    GeneralPart(Desk desk, PreferencesFile preferences, Runnable restyle, Autostart autostart) {
        this.desk = desk;
        this.text = desk.text("settings");
        this.preferences = preferences;
        this.restyle = restyle;
        this.autostart = autostart;
        this.start = new Card(desk, "card-start", text.get("start.title"), "");
        starts.setId("start-with-session");
        starts.setText(text.get("start.session"));
        starts.setWrapText(true);
        starts.setDisable(true);
        starts.setOnAction(event -> switchStart());
        var quits = check(
                "close-quits",
                text.get("start.closeQuits"),
                preferences.get().closeQuits(),
                (old, on) -> old.withCloseQuits(on));
        var window = check(
                "click-window",
                text.get("start.clickWindow"),
                preferences.get().clickOpensWindow(),
                (old, on) -> old.withClickOpensWindow(on));
        start.with(
                new VBox(4, starts, startState),
                quits,
                Parts.words(text.get("start.closeQuits.hint"), "muted"),
                window,
                Parts.words(text.get("start.clickWindow.hint"), "muted"));
        view = new VBox(look(), start);
        view.getStyleClass().add("cards");
    }

    @Override
    public String key() {
        return "general";
    }

    @Override
    public Node view() {
        return view;
    }

    @Override
    public void shown() {
        desk.background().run(autostart::state, this::started, start::fail);
    }

    private Card look() {
        var now = preferences.get();
        var language = Choices.of(
                "language",
                List.of(SYSTEM, "en", "ru"),
                now.language().orElse(SYSTEM),
                // A language is named in itself, so that whoever does not read the present one finds his own.
                key -> key.equals(SYSTEM)
                        ? text.get("look.system")
                        : capital(Locale.of(key).getDisplayLanguage(Locale.of(key))),
                chosen -> restyled(old -> old.withLanguage(kept(chosen))));
        var theme = Choices.of(
                "theme",
                List.of(SYSTEM, "light", "dark"),
                now.look().orElse(SYSTEM),
                key -> text.get("look." + key),
                chosen -> restyled(old -> old.withLook(kept(chosen))));
        return new Card(desk, "card-look", text.get("look.title"), "")
                .with(
                        Fields.field(text.get("look.language"), language, text.get("look.language.hint")),
                        Fields.field(text.get("look.theme"), theme, ""));
    }

    private static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    private static Optional<String> kept(String chosen) {
        return chosen.equals(SYSTEM) ? Optional.empty() : Optional.of(chosen);
    }

    private void restyled(UnaryOperator<Preferences> change) {
        preferences.change(change);
        // Not inside the control's own event: the window and the control with it are built anew.
        Platform.runLater(restyle);
    }

    /** A choice with a tick. */
    @FunctionalInterface
    private interface Ticked {
        Preferences with(Preferences old, boolean on);
    }

    private CheckBox check(String id, String words, boolean on, Ticked change) {
        var box = new CheckBox(words);
        box.setId(id);
        box.setWrapText(true);
        box.setSelected(on);
        box.setOnAction(event -> preferences.change(old -> change.with(old, box.isSelected())));
        return box;
    }

    private void started(Autostart.State state) {
        starts.setSelected(state == Autostart.State.ON);
        starts.setDisable(state == Autostart.State.FOREIGN || state == Autostart.State.UNAVAILABLE);
        startState.setText(text.get("start.state." + state));
    }

    private void switchStart() {
        boolean on = starts.isSelected();
        start.run(
                starts,
                text.get("waits"),
                () -> {
                    if (on) {
                        autostart.switchOn();
                    } else {
                        autostart.switchOff();
                    }
                    return autostart.state();
                },
                this::started);
    }
}
