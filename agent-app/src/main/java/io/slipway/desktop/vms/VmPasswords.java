package io.slipway.desktop.vms;

import io.slipway.desktop.jobs.Parts;
import io.slipway.desktop.jobs.Question;
import io.slipway.desktop.look.Icon;
import io.slipway.desktop.shell.Desk;
import io.slipway.desktop.shell.Recorded;
import io.slipway.server.inventory.Vm;
import io.slipway.server.provision.OrderVault;
import io.slipway.server.text.Text;
import io.slipway.server.words.Times;
import java.util.List;
import java.util.function.BiConsumer;
import javafx.scene.Node;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** Shows the generated passwords of a VM, once, after a question; they are hidden when one looks away. */
final class VmPasswords {
    private final Desk desk;
    private final Text text;
    private final BiConsumer<Vm, Node> told;
    private final BiConsumer<Vm, Throwable> failed;
    private final Recorded recorded;

    /** @param told hears what is to be shown, and with which VM: another one may have been chosen meanwhile */
    VmPasswords(Desk desk, BiConsumer<Vm, Node> told, BiConsumer<Vm, Throwable> failed) {
        this.desk = desk;
        this.text = desk.text("jobs");
        this.told = told;
        this.failed = failed;
        this.recorded = new Recorded(desk.services());
    }

    void ask(Node over, Vm vm) {
        var words = new Question.Words(
                text.get("vm.passwords.title", vm.name()),
                List.of(Parts.words(text.get("vm.passwords.body"))),
                text.get("vm.passwords.yes"),
                text.get("vm.passwords.no"));
        Question.ask(over, words, () -> reveal(vm));
    }

    private void reveal(Vm vm) {
        var services = desk.services();
        desk.background()
                .run(
                        () -> recorded.call("desktop.vm.reveal-passwords", vm.id(), () -> services.orderVault()
                                .reveal(desk.tenant(), vm.id(), services.clock().instant())),
                        passwords -> show(vm, passwords),
                        problem -> failed.accept(vm, problem));
    }

    private void show(Vm vm, OrderVault.VmPasswords passwords) {
        var card = new VBox(8, Parts.words(vm.name(), "heading"));
        card.getStyleClass().addAll("card", "passwords");
        card.setId("vm-passwords-card");
        if (passwords.byAccount().isEmpty()) {
            var now = desk.services().clock().instant();
            var why = passwords
                    .shownAt()
                    .map(at -> text.get("vm.passwords.before", Times.of(text).moment(at, now)))
                    .orElseGet(() -> text.get("vm.passwords.none"));
            card.getChildren().add(Parts.words(why));
        } else {
            card.getChildren().add(Parts.words(text.get("vm.passwords.shown"), "strong"));
            passwords.byAccount().forEach((account, secret) -> {
                try (secret) {
                    card.getChildren().add(line(account, secret.reveal()));
                }
            });
        }
        card.getChildren()
                .add(Parts.button(
                        "vm-passwords-hide", text.get("vm.password.hide"), () -> told.accept(vm, new VBox())));
        told.accept(vm, card);
    }

    private Node line(String account, String password) {
        var copy = Parts.button("copy-password-" + account, "", () -> Parts.copy(password));
        copy.setGraphic(Icon.of("copy", 16));
        copy.setAccessibleText(text.get("vm.password.copy", account));
        var line = new HBox(12, Parts.word(account, "strong"), Parts.word(password, "mono", "password"), copy);
        line.getStyleClass().add("row");
        return line;
    }
}
