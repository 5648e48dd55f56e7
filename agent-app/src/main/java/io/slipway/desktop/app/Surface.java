package io.slipway.desktop.app;

import io.slipway.desktop.link.DeepLink;
import io.slipway.desktop.look.AppIcon;
import io.slipway.desktop.look.Theme;
import io.slipway.desktop.os.SystemLook;
import io.slipway.desktop.prefs.Preferences;
import io.slipway.desktop.shell.Place;
import io.slipway.desktop.shell.ProblemView;
import io.slipway.server.text.Languages;
import io.slipway.server.text.Text;
import java.util.Locale;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.layout.VBox;

/** What is seen before the services are there, and what the choices mean for what is seen. */
final class Surface {
    private static final double SPINNER = 32;

    private Surface() {}

    static Locale language(Preferences choices) {
        return Languages.nearest(choices.language().map(Locale::of).orElse(Locale.getDefault()));
    }

    static Theme theme(Preferences choices) {
        boolean dark = choices.look().map("dark"::equals).orElseGet(SystemLook::dark);
        return dark ? Theme.DARK : Theme.LIGHT;
    }

    static void icons(javafx.stage.Stage stage) {
        stage.getIcons().setAll(AppIcon.all());
    }

    /** While the store is read. */
    static Scene opening(Text shell, Theme theme) {
        var text = Text.of("app", shell.language());
        var spinner = new ProgressIndicator();
        spinner.setPrefSize(SPINNER, SPINNER);
        return scene(
                theme,
                "opening",
                spinner,
                label(text.get("opening"), "heading"),
                label(text.get("opening.detail"), "muted"));
    }

    /** When they did not start. */
    static Scene failed(Text shell, Theme theme, Throwable failure, Runnable again, Runnable quit) {
        var text = Text.of("app", shell.language());
        var button = new Button(text.get("failed.quit"));
        button.setOnAction(event -> quit.run());
        var problem = ProblemView.of(shell, failure, Optional.of(again));
        problem.setMaxWidth(720);
        return scene(theme, "failed", label(text.get("failed.title"), "title"), problem, button);
    }

    private static Scene scene(Theme theme, String id, javafx.scene.Node... content) {
        var box = new VBox(16, content);
        box.setAlignment(Pos.CENTER);
        box.setId(id);
        box.getStyleClass().add("page");
        var scene = new Scene(box);
        theme.dress(scene);
        return scene;
    }

    private static Label label(String words, String style) {
        var label = new Label(words);
        label.setWrapText(true);
        label.getStyleClass().add(style);
        return label;
    }

    /** Where a link leads that the operator agreed to. */
    static Place place(DeepLink link) {
        return switch (link) {
            case DeepLink.ShowVm vm -> new Place.Vms(Optional.of(vm.id()));
            case DeepLink.ImportProfile profile -> new Place.ImportProfile(profile.file());
            case DeepLink.AddHost host -> new Place.AddHost(host.address(), host.port());
            case DeepLink.Pair pair -> new Place.Overview();
        };
    }
}
