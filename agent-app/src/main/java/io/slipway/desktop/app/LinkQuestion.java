package io.slipway.desktop.app;

import io.slipway.desktop.link.DeepLink;
import io.slipway.desktop.look.Theme;
import io.slipway.server.text.Text;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.animation.PauseTransition;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import javafx.stage.Window;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Asks before a link does anything: shows where it came from and what it would do. "No" is the default, and "yes" can be pressed only
 * after two seconds, so that nobody agrees by a double click or a key meant for another window.
 */
final class LinkQuestion {
    private static final Duration THINK = Duration.seconds(2);
    private static final double WIDTH = 520;

    private final Text text;
    private final Theme theme;

    LinkQuestion(Text text, Theme theme) {
        this.text = text;
        this.theme = theme;
    }

    /** Asks; {@code accepted} comes with the link only after a yes, otherwise with nothing. */
    void ask(@Nullable Window owner, String link, DeepLink understood, Consumer<Optional<DeepLink>> accepted) {
        var accept = new ButtonType(text.get("link.accept"), ButtonBar.ButtonData.YES);
        var refuse = new ButtonType(text.get("link.refuse"), ButtonBar.ButtonData.CANCEL_CLOSE);
        var dialog = dialog(owner, link, effect(understood));
        dialog.getDialogPane().getButtonTypes().setAll(accept, refuse);
        if (dialog.getDialogPane().lookupButton(refuse) instanceof Button no) {
            no.setDefaultButton(true);
        }
        if (dialog.getDialogPane().lookupButton(accept) instanceof Button yes) {
            yes.setDefaultButton(false);
            yes.setDisable(true);
            var wait = new PauseTransition(THINK);
            wait.setOnFinished(event -> yes.setDisable(understood instanceof DeepLink.Pair));
            wait.play();
        }
        dialog.setResultConverter(type -> accept.equals(type));
        dialog.setOnHidden(event ->
                accepted.accept(Boolean.TRUE.equals(dialog.getResult()) ? Optional.of(understood) : Optional.empty()));
        dialog.show();
    }

    /** Tells that a link was given that is none. */
    void refuse(@Nullable Window owner, String link, Runnable closed) {
        var dialog = dialog(owner, link, text.get("link.unknown"));
        dialog.getDialogPane()
                .getButtonTypes()
                .setAll(new ButtonType(text.get("link.close"), ButtonBar.ButtonData.CANCEL_CLOSE));
        dialog.setOnHidden(event -> closed.run());
        dialog.show();
    }

    private Dialog<Boolean> dialog(@Nullable Window owner, String link, String effect) {
        var dialog = new Dialog<Boolean>();
        if (owner != null && owner.isShowing()) {
            dialog.initOwner(owner);
        }
        dialog.setTitle(text.get("link.title"));
        var pane = dialog.getDialogPane();
        pane.setId("link-question");
        pane.setPrefWidth(WIDTH);
        pane.setHeaderText(null);
        pane.setGraphic(null);
        pane.setContent(new VBox(
                12,
                label(text.get("link.title"), "heading"),
                label(link, "mono"),
                label(effect, "strong"),
                label(text.get("link.warning"), "muted")));
        theme.dress(pane.getScene());
        return dialog;
    }

    private String effect(DeepLink link) {
        return switch (link) {
            case DeepLink.ShowVm vm -> text.get("link.vm", vm.id());
            case DeepLink.ImportProfile profile -> text.get("link.profile", profile.file());
            case DeepLink.AddHost host -> text.get("link.host", host.address(), String.valueOf(host.port()));
            case DeepLink.Pair pair -> text.get("link.pair", pair.hub());
        };
    }

    private static Label label(String words, String style) {
        var label = new Label(words);
        label.setWrapText(true);
        label.getStyleClass().add(style);
        return label;
    }
}
