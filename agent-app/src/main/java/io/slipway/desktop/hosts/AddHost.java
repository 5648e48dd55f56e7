package io.slipway.desktop.hosts;

import io.slipway.desktop.cards.Card;
import io.slipway.desktop.cards.Fields;
import io.slipway.desktop.jobs.Parts;
import io.slipway.desktop.shell.Desk;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.host.Host;
import io.slipway.server.host.NewHost;
import io.slipway.server.host.Proof;
import io.slipway.server.host.TlsContact;
import io.slipway.server.hypervisor.RightsReport;
import io.slipway.server.text.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/**
 * The way to a new host: address, fingerprint, sign-in, rights, done. No step asks for more than three things, nobody signs in before
 * the operator has confirmed what the host proves itself with, and root's password is used once and kept nowhere.
 *
 * <p>Use on the JavaFX thread. The first run uses it too.
 */
public final class AddHost {
    private static final List<String> STEPS = List.of("address", "fingerprint", "signIn", "rights");
    private static final int MOST = 65_535;
    /** Where SSH servers usually listen. */
    static final int SSH = 22;

    private final Desk desk;
    private final Text text;
    private final String onward;
    private final Consumer<Host> done;
    private final Runnable cancel;
    private final HBox steps = new HBox();
    private final VBox room = new VBox(16);
    private final ScrollPane view;
    private final TextField address = Fields.text("add-address", "");
    private final TextField port = Fields.text("add-port", "22");
    private final TextField name = Fields.text("add-name", "");
    private final TextField compare = Fields.text("add-compare", "");
    private final TextField webPort = Fields.text("add-web-port", String.valueOf(TlsContact.USUAL_PORT));
    private final CheckBox yes = new CheckBox();
    private Optional<SignIn> signIn = Optional.empty();
    /** What is asked now, its button that goes on, and where back leads. */
    private Optional<Here> here = Optional.empty();

    private record Here(Card card, Button next, Runnable back) {}

    /**
     * What a machine shows before anybody signs in.
     *
     * @param hostKey empty when no SSH server answers
     * @param certificate empty when no web server answers
     */
    record Shown(Optional<String> hostKey, Optional<String> certificate) {}

    /** Whom the operator confirmed: the machine, and what it proves itself with. */
    record Confirmed(String name, String address, int port, int webPort, Shown shown) {}

    /**
     * A new way.
     *
     * @param onward what the last button says
     * @param done takes the host once its rights were shown and the operator goes on
     * @param cancel when the operator leaves; a host whose rights did not come may be registered
     */
    public AddHost(Desk desk, String onward, Consumer<Host> done, Runnable cancel) {
        this.desk = desk;
        this.text = desk.text("hosts");
        this.onward = onward;
        this.done = done;
        this.cancel = cancel;
        steps.getStyleClass().add("steps");
        yes.setId("add-yes");
        yes.setWrapText(true);
        var all = new VBox(16, Parts.words(text.get("add.title"), "heading"), steps, room);
        all.getStyleClass().add("cards");
        Card.dress(all);
        Parts.dress(all);
        view = new ScrollPane(all);
        view.setFitToWidth(true);
        view.getStyleClass().add("plain-scroll");
        view.setId("add-host");
        view.addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    }

    /** What is shown; the same node every time. */
    public Node view() {
        return view;
    }

    /** Begins with an empty address. */
    public void start() {
        start("", SSH);
    }

    /** Begins with the address filled in. */
    public void start(String withAddress, int withPort) {
        address.setText(withAddress);
        port.setText(String.valueOf(withPort));
        askAddress();
    }

    /** It goes out of sight: a secret that was typed does not stay. */
    public void hidden() {
        signIn.ifPresent(SignIn::forget);
    }

    /** A step back, from the first one out; not while something is under way, whose outcome would come to nobody. */
    public void goBack() {
        here.filter(step -> !step.card().isWorking())
                .ifPresent(step -> step.back().run());
    }

    private void key(KeyEvent event) {
        if (event.getCode() == KeyCode.ESCAPE) {
            event.consume();
            goBack();
        } else if (event.getCode() == KeyCode.ENTER && event.isShortcutDown()) {
            event.consume();
            here.filter(step -> !step.next().isDisabled())
                    .ifPresent(step -> step.next().fire());
        }
    }

    private void at(String step, Here now) {
        here = Optional.of(now);
        var number = STEPS.indexOf(step);
        steps.getChildren().clear();
        for (int i = 0; i < STEPS.size(); i++) {
            var label = Parts.word((i + 1) + "  " + text.get("step." + STEPS.get(i)));
            if (i == number) {
                label.getStyleClass().add("here");
            }
            steps.getChildren().add(label);
        }
        room.getChildren().setAll(now.card());
        view.setVvalue(0);
    }

    /** Once it is there: what a scroll pane holds joins the window with its first layout. */
    private static void focus(Node node) {
        if (node.getScene() != null) {
            node.requestFocus();
            return;
        }
        node.sceneProperty().addListener(new ChangeListener<>() {
            @Override
            public void changed(ObservableValue<? extends Scene> seen, Scene before, Scene now) {
                node.sceneProperty().removeListener(this);
                Platform.runLater(node::requestFocus);
            }
        });
    }

    private Button next(String id, String words, Runnable action) {
        var button = Parts.button(id, words, action, "accent");
        button.setDefaultButton(true);
        return button;
    }

    private void askAddress() {
        var card = new Card(desk, "add-card-address", "", text.get("address.hint")).whole();
        var go = next("add-next", text.get("address.next"), () -> {});
        go.setOnAction(event -> lookAt(card, go));
        var leave = Parts.button("add-cancel", text.get("add.cancel"), cancel);
        card.with(
                Fields.field(text.get("field.address"), address, text.get("field.address.hint")),
                Fields.field(text.get("field.port"), port, ""),
                Fields.field(text.get("field.name"), name, text.get("field.name.hint")),
                Fields.buttons(go, leave));
        at("address", new Here(card, go, cancel));
        focus(address);
    }

    private static Optional<Integer> number(TextField field) {
        var typed = field.getText().strip();
        return typed.matches("[0-9]{1,5}") && Integer.parseInt(typed) >= 1 && Integer.parseInt(typed) <= MOST
                ? Optional.of(Integer.valueOf(typed))
                : Optional.empty();
    }

    private void lookAt(Card card, Node by) {
        var where = address.getText().strip();
        var ssh = number(port);
        var web = number(webPort);
        if (where.isEmpty() || ssh.isEmpty() || web.isEmpty()) {
            card.object(text.get(where.isEmpty() ? "wrong.address" : "wrong.port"));
            return;
        }
        if (name.getText().isBlank()) {
            name.setText(NewHost.suggestedName(where));
        }
        card.run(
                by,
                text.get("address.waits", where),
                () -> shown(where, ssh.get(), web.get()),
                shown -> askConfirmation(new Confirmed(name.getText().strip(), where, ssh.get(), web.get(), shown)));
    }

    /** Either may be missing; both missing is the failure of the first. */
    private Shown shown(String where, int ssh, int web) {
        var hosts = desk.services().hosts();
        Optional<String> certificate = Optional.empty();
        try {
            certificate = Optional.of(hosts.shownCertificate(where, web));
        } catch (SlipwayException e) {
            if (e.problem().code() != ProblemCode.HOST_OFFLINE) {
                throw e;
            }
        }
        try {
            return new Shown(Optional.of(hosts.shownKey(where, ssh)), certificate);
        } catch (SlipwayException e) {
            if (e.problem().code() != ProblemCode.SSH_UNREACHABLE || certificate.isEmpty()) {
                throw e;
            }
            return new Shown(Optional.empty(), certificate);
        }
    }

    private void askConfirmation(Confirmed machine) {
        var card = new Card(
                        desk,
                        "add-card-fingerprint",
                        text.get("fingerprint.title", machine.address()),
                        text.get("fingerprint.hint"))
                .whole();
        var rows = new ArrayList<Node>();
        machine.shown().hostKey().ifPresent(key -> rows.add(proof(Proof.SSH_KEY, key)));
        machine.shown()
                .certificate()
                .ifPresentOrElse(
                        pin -> rows.add(proof(Proof.CERTIFICATE, pin)),
                        () -> rows.add(Parts.words(
                                text.get("fingerprint.noWeb", String.valueOf(machine.webPort())), "muted")));
        compare.clear();
        yes.setSelected(false);
        yes.setText(text.get("fingerprint.yes"));
        rows.add(Fields.field(text.get("fingerprint.compare"), compare, text.get("fingerprint.compare.hint")));
        rows.add(Fields.field(text.get("field.webPort"), webPort, ""));
        rows.add(yes);
        var go = next("add-next", text.get("fingerprint.next"), () -> {});
        go.setOnAction(event -> confirm(card, machine, go));
        rows.add(Fields.buttons(
                go,
                Parts.button("add-back", desk.text("shell").get("action.back"), this::askAddress),
                Parts.button("add-cancel", text.get("add.cancel"), cancel)));
        card.with(rows.toArray(Node[]::new));
        at("fingerprint", new Here(card, go, this::askAddress));
        focus(compare);
    }

    private Node proof(Proof proof, String shown) {
        var fingerprint = Fields.copyLine(desk.text("shell"), "shown-" + proof.stored(), shown);
        return new VBox(
                4,
                Parts.words(text.get("proof." + proof.stored()), "strong"),
                fingerprint,
                Parts.words(text.get("fingerprint.console"), "muted"),
                Fields.copyLine(desk.text("shell"), "console-" + proof.stored(), proof.consoleCommand(shown)));
    }

    private void confirm(Card card, Confirmed machine, Node by) {
        var pasted = compare.getText().strip();
        boolean differs = !pasted.isEmpty()
                && machine.shown()
                        .hostKey()
                        .filter(key -> Proof.same(key, pasted))
                        .isEmpty()
                && machine.shown()
                        .certificate()
                        .filter(pin -> Proof.same(pin, pasted.toUpperCase(Locale.ROOT)))
                        .isEmpty();
        if (differs) {
            yes.setSelected(false);
            card.object(text.get("fingerprint.differs"));
        } else if (number(webPort).filter(typed -> typed == machine.webPort()).isEmpty()) {
            lookAt(card, by);
        } else if (!yes.isSelected()) {
            card.object(text.get("fingerprint.needsYes"));
        } else {
            askSignIn(machine);
        }
    }

    private void askSignIn(Confirmed machine) {
        // The same one after a way back: it knows whether the machine was registered meanwhile.
        var step = signIn.filter(one -> one.asksFor(machine))
                .orElseGet(() -> new SignIn(desk, machine, this::reportRights, this::goBack, cancel));
        step.forget();
        signIn = Optional.of(step);
        at("signIn", new Here(step.view(), step.next(), () -> askConfirmation(machine)));
        focus(step.first());
    }

    private void reportRights(Host host, RightsReport report) {
        var card = new Card(desk, "add-card-rights", text.get("rights.title"), text.get("added", host.name()));
        card.with(new RightsView(text, desk.text("shell"), report).view());
        var go = next("add-done", onward, () -> done.accept(host));
        card.and(Fields.buttons(go));
        // The host is registered: back leads out.
        at("rights", new Here(card, go, cancel));
        focus(go);
    }
}
