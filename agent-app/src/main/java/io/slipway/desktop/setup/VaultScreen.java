package io.slipway.desktop.setup;

import io.slipway.desktop.shell.Desk;
import io.slipway.desktop.wizard.Choice;
import io.slipway.desktop.wizard.Field;
import io.slipway.server.base.Secret;
import io.slipway.server.text.Text;
import io.slipway.server.vault.ProtectorChoice;
import io.slipway.server.vault.key.Availability;
import io.slipway.server.vault.key.ProtectorKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.PasswordField;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** How the vault's key is kept: what the system offers is chosen already, and a passphrase is a link away. */
final class VaultScreen {
    private final Desk desk;
    private final Text text;
    private final Screen screen;
    private final Runnable done;
    private final PasswordField passphrase = new PasswordField();
    private final PasswordField again = new PasswordField();
    private final VBox words = new VBox(12);
    private final Hyperlink other = new Hyperlink();
    private final Field second;
    private ProtectorKind usual = ProtectorKind.KEY_FILE;
    private boolean typed;

    VaultScreen(Desk desk, Runnable back, Runnable done) {
        this.desk = desk;
        this.text = desk.text("setup");
        this.done = done;
        screen = new Screen(desk.text("shell"), text.get("vault.title"), text.get("vault.sentence")).back(back);
        passphrase.setId("vault-passphrase");
        again.setId("vault-again");
        second = new Field(text.get("vault.again"), again, "");
        other.setId("vault-other");
        other.setOnAction(event -> {
            typed = !typed;
            draw();
        });
        screen.with(words, other);
        screen.primary("vault-continue", text.get("continue"), this::keep).setDisable(true);
        desk.background()
                .run(
                        () -> desk.services().vault().protectors(),
                        this::offered,
                        failure -> screen.failed(failure, Optional.empty()));
    }

    Screen screen() {
        return screen;
    }

    private void offered(Map<ProtectorKind, Availability> offered) {
        usual = List.of(ProtectorKind.DPAPI, ProtectorKind.SECRET_SERVICE, ProtectorKind.KEY_FILE).stream()
                .filter(kind -> offered.containsKey(kind) && offered.get(kind).works())
                .findFirst()
                .orElse(ProtectorKind.KEY_FILE);
        screen.busy(false);
        draw();
    }

    private void draw() {
        other.setText(text.get(typed ? "vault.usual" : "vault.passphraseLink"));
        words.getChildren().clear();
        if (typed) {
            words.getChildren()
                    .addAll(
                            Screen.muted(text.get("vault.kind.passphrase.words")),
                            new HBox(16, new Field(text.get("vault.passphrase"), passphrase, ""), second));
            screen.begin(passphrase);
        } else {
            var key = "vault.kind." + usual.word();
            var choice = new Choice(
                    new ToggleGroup(), "vault-" + usual.word(), text.get(key), text.get(key + ".words"), List.of());
            choice.button().setSelected(true);
            words.getChildren().add(choice);
        }
    }

    private void keep() {
        if (typed && !passphrase.getText().equals(again.getText())) {
            second.block(Optional.of(text.get("vault.differ")));
            return;
        }
        second.block(Optional.empty());
        var choice = typed ? ProtectorChoice.passphrase(Secret.of(passphrase.getText())) : ProtectorChoice.of(usual);
        screen.busy(true);
        desk.background()
                .run(
                        () -> {
                            try {
                                desk.services().vault().init(choice);
                                return choice;
                            } finally {
                                choice.passphrase().ifPresent(Secret::close);
                            }
                        },
                        kept -> {
                            passphrase.clear();
                            again.clear();
                            screen.busy(false);
                            if (screen.inSight()) {
                                done.run();
                            }
                        },
                        failure -> screen.failed(failure, Optional.empty()));
    }
}
