package io.slipway.desktop.setup;

import io.slipway.desktop.look.Shapes;
import io.slipway.desktop.shell.Desk;
import io.slipway.desktop.wizard.Choice;
import io.slipway.desktop.wizard.Field;
import io.slipway.server.base.Caller;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Secret;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.host.Host;
import io.slipway.server.host.HostLimits;
import io.slipway.server.host.HostOnboarding;
import io.slipway.server.host.NewHost;
import io.slipway.server.host.TlsContact;
import io.slipway.server.hypervisor.RightsReport;
import io.slipway.server.hypervisor.pve.onboard.OnboardPlan;
import io.slipway.server.hypervisor.pve.onboard.OnboardScript;
import io.slipway.server.text.Text;
import io.slipway.server.words.StateShape;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** Connecting a host: address, fingerprint, sign-in, rights. What is known of it is kept when one goes back. */
final class HostPath {
    private static final int SSH = 22;

    private final Desk desk;
    private final Text text;
    private final Consumer<Screen> show;
    private final Runnable welcome;
    private final Consumer<String> registered;
    private final TextField address = field("host-address", "");
    private final TextField port = field("host-port", Integer.toString(SSH));
    private final TextField webPort = field("host-web-port", Integer.toString(TlsContact.USUAL_PORT));
    private final TextField name = field("host-name", "");
    private final TextField tokenId = field("host-token-id", "slipway@pve!agent");
    private final PasswordField tokenSecret = new PasswordField();
    private final PasswordField root = new PasswordField();
    private Optional<Known> known = Optional.empty();

    /** What the machine shows. */
    private record Shown(String address, int port, int webPort, String key, String certificate) {}

    /** A machine that was registered here already. */
    private record Known(Shown shown, Host host) {}

    private enum SignIn {
        SCRIPT,
        ROOT,
        TOKEN
    }

    /**
     * The path.
     *
     * @param registered hears the id of the host
     */
    HostPath(Desk desk, Consumer<Screen> show, Runnable welcome, Consumer<String> registered) {
        this.desk = desk;
        this.text = desk.text("setup");
        this.show = show;
        this.welcome = welcome;
        this.registered = registered;
        tokenSecret.setId("host-token-secret");
        root.setId("host-root-password");
    }

    private static TextField field(String id, String usual) {
        var field = new TextField(usual);
        field.setId(id);
        return field;
    }

    private Screen screen(String key) {
        return new Screen(
                desk.text("shell"), text.get("host." + key + ".title"), text.get("host." + key + ".sentence"));
    }

    Screen start() {
        var screen = screen("address").back(welcome);
        screen.with(
                new Field(text.get("host.address"), address, text.get("host.address.words")),
                new HBox(
                        16,
                        new Field(text.get("host.port"), port, ""),
                        new Field(text.get("host.webPort"), webPort, "")));
        screen.primary("host-look", text.get("host.look"), () -> look(screen));
        Screen.focus(address);
        return screen;
    }

    private void look(Screen screen) {
        var where = address.getText().strip();
        var ssh = number(port);
        var web = number(webPort);
        if (where.isEmpty() || ssh.isEmpty() || web.isEmpty()) {
            screen.failed(
                    Problem.of(ProblemCode.BAD_REQUEST, text.get("host.address.wrong"))
                            .exception(),
                    Optional.empty());
            return;
        }
        work(
                screen,
                () -> {
                    var hosts = desk.services().hosts();
                    return new Shown(
                            where,
                            ssh.get(),
                            web.get(),
                            hosts.shownKey(where, ssh.get()),
                            hosts.shownCertificate(where, web.get()));
                },
                this::fingerprint);
    }

    private static Optional<Integer> number(TextField field) {
        return Optional.of(field.getText().strip())
                .filter(words -> words.matches("\\d{1,5}"))
                .map(Integer::valueOf)
                .filter(number -> number > 0 && number < 65_536);
    }

    private <T> void work(Screen screen, Callable<T> task, Consumer<T> done) {
        screen.busy(true);
        desk.background()
                .run(
                        task,
                        result -> {
                            screen.busy(false);
                            if (screen.inSight()) {
                                done.accept(result);
                            }
                        },
                        failure -> screen.failed(failure, Optional.empty()));
    }

    private void fingerprint(Shown shown) {
        var screen = screen("fingerprint").back(() -> show.accept(start()));
        var yes = new CheckBox(text.get("host.fingerprint.yes"));
        yes.setId("host-yes");
        yes.setWrapText(true);
        screen.with(
                card(
                        text.get("host.key"),
                        shown.key(),
                        "ssh-keygen -lf /etc/ssh/ssh_host_" + kind(shown.key()) + "_key.pub"),
                card(
                        text.get("host.certificate"),
                        shown.certificate(),
                        "openssl x509 -noout -fingerprint -sha256 -in /etc/pve/local/pve-ssl.pem"),
                yes);
        var next =
                screen.primary("host-next", desk.text("shell").get("action.next"), () -> signIn(shown, SignIn.SCRIPT));
        next.setDisable(true);
        yes.setOnAction(event -> next.setDisable(!yes.isSelected()));
        Screen.focus(yes);
        show.accept(screen);
    }

    /** The kind of key as the file's name on the node has it. */
    private static String kind(String key) {
        return key.startsWith("ssh-ed25519") ? "ed25519" : key.startsWith("ssh-rsa") ? "rsa" : "ecdsa";
    }

    private VBox card(String title, String fingerprint, String command) {
        // All of it in sight: half a fingerprint cannot be compared.
        var shown = Screen.label(fingerprint, "mono");
        shown.setAccessibleText(title + " " + fingerprint);
        var compare = new TextField(command);
        compare.setEditable(false);
        compare.getStyleClass().add("mono");
        compare.setAccessibleText(text.get("host.compare"));
        var card = new VBox(8, Screen.label(title, "strong"), shown, Screen.muted(text.get("host.compare")), compare);
        card.getStyleClass().add("card");
        return card;
    }

    private void signIn(Shown shown, SignIn way) {
        var screen = screen("signIn").back(() -> fingerprint(shown));
        if (name.getText().isBlank()) {
            name.setText(
                    shown.address().matches("[0-9.:\\[\\]]+")
                            ? "pve-1"
                            : shown.address().split("\\.", 2)[0]);
        }
        var group = new ToggleGroup();
        var ways = new VBox(8);
        for (var one : SignIn.values()) {
            var key = "host.way." + one.name().toLowerCase(Locale.ROOT);
            var choice = new Choice(
                    group,
                    "host-" + one.name().toLowerCase(Locale.ROOT),
                    text.get(key),
                    text.get(key + ".words"),
                    List.of());
            choice.button().setUserData(one);
            choice.button().setSelected(one == way);
            ways.getChildren().add(choice);
        }
        group.selectedToggleProperty().addListener((seen, before, now) -> {
            if (now != null) {
                signIn(shown, (SignIn) now.getUserData());
            }
        });
        screen.with(ways);
        if (way == SignIn.SCRIPT) {
            screen.with(script());
        }
        var named = new Field(text.get("host.name"), name, "");
        if (way == SignIn.ROOT) {
            screen.with(new HBox(16, new Field(text.get("host.root"), root, text.get("host.root.words")), named));
        } else {
            screen.with(new HBox(
                    16,
                    new Field(text.get("host.tokenId"), tokenId, ""),
                    new Field(text.get("host.tokenSecret"), tokenSecret, ""),
                    named));
        }
        screen.primary("host-connect", text.get("host.connect"), () -> connectOrAskAgain(screen, shown, way));
        show.accept(screen);
        Screen.focus(way == SignIn.ROOT ? root : tokenSecret);
    }

    private VBox script() {
        var words = OnboardScript.grant(usual());
        var area = new TextArea(words);
        area.setId("host-script-text");
        area.setEditable(false);
        area.setPrefRowCount(5);
        area.getStyleClass().add("mono");
        area.setAccessibleText(text.get("host.way.script"));
        var copy = new Button(desk.text("shell").get("action.copy"));
        copy.setId("host-copy");
        copy.setOnAction(event -> {
            var content = new ClipboardContent();
            content.putString(words);
            Clipboard.getSystemClipboard().setContent(content);
            copy.setText(desk.text("shell").get("action.copied"));
        });
        return new VBox(8, area, copy);
    }

    /** A host that is there and what we may do on it. */
    private record Connected(Host host, RightsReport rights) {}

    /** What was typed, taken from the controls on their own thread; the secret is wiped when the work is done. */
    private record Typed(String name, String tokenId, Secret secret) {}

    private Typed typed(SignIn way) {
        var secret = way == SignIn.ROOT ? root.getText() : tokenSecret.getText().strip();
        return new Typed(name.getText().strip(), tokenId.getText().strip(), Secret.of(secret));
    }

    private void connectOrAskAgain(Screen screen, Shown shown, SignIn way) {
        var present = known.filter(one -> one.shown().equals(shown));
        if (present.isPresent()) {
            askRights(screen, present.get().host());
            return;
        }
        var typed = typed(way);
        work(screen, () -> connect(shown, way, typed), host -> {
            known = Optional.of(new Known(shown, host));
            root.clear();
            tokenSecret.clear();
            askRights(screen, host);
        });
    }

    private Host connect(Shown shown, SignIn way, Typed typed) {
        try (var secret = typed.secret()) {
            return way == SignIn.ROOT ? byRoot(shown, typed.name(), secret) : byToken(shown, typed, secret);
        }
    }

    /** The host is registered; when its answer fails to come, the next press asks for it again and adds nothing. */
    private void askRights(Screen screen, Host host) {
        work(screen, () -> new Connected(host, desk.services().hosts().rights(host)), this::rights);
    }

    /** An API token of its own user, for all templates, storages and bridges. */
    private static OnboardPlan usual() {
        return new OnboardPlan(
                OnboardPlan.Kind.API_TOKEN,
                "slipway@pve",
                "agent",
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                false,
                false,
                Optional.empty());
    }

    private Host byRoot(Shown shown, String called, Secret password) {
        var services = desk.services();
        var plan = usual();
        return new HostOnboarding(services.hosts(), services.secrets())
                .apply(
                        Caller.localOperator(),
                        new HostOnboarding.Where(shown.address(), shown.port(), shown.key()),
                        password,
                        new HostOnboarding.Script(OnboardScript.grant(plan), Optional.of(plan.fullToken())),
                        Optional.of(new HostOnboarding.Registration(called, shown.webPort(), shown.certificate())))
                .host()
                .orElseThrow(() ->
                        new SlipwayException(Problem.of(ProblemCode.INTERNAL_ERROR, "The host was not registered.")));
    }

    private Host byToken(Shown shown, Typed typed, Secret secret) {
        return desk.services()
                .hosts()
                .add(
                        desk.tenant(),
                        new NewHost(
                                typed.name(),
                                shown.address(),
                                shown.webPort(),
                                typed.tokenId(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(secret),
                                Optional.of(shown.certificate()),
                                new TlsContact(shown.webPort(), Optional.empty()),
                                false,
                                HostLimits.USUAL));
    }

    /** Going back from here leads to the start, for the host is registered. */
    private void rights(Connected connected) {
        var report = connected.rights();
        var screen = new Screen(
                        desk.text("shell"),
                        text.get("host.rights.title", connected.host().name()),
                        text.get("host.rights.sentence", report.signedInAs()))
                .back(welcome);
        var list = new VBox(6);
        list.getStyleClass().add("card");
        list.setId("host-rights");
        for (var right : report.rights()) {
            var shape = right.present() ? StateShape.DONE : right.required() ? StateShape.FAILED : StateShape.OFF;
            var words = new VBox(
                    2,
                    Screen.label(right.purpose()),
                    Screen.label(right.name() + "  " + right.where(), "muted", "mono"));
            if (!right.present()) {
                words.getChildren().add(Screen.label(text.get("host.grant", right.grant()), "muted", "mono"));
            }
            list.getChildren().add(new HBox(8, Shapes.draw(shape), words));
        }
        screen.with(list);
        screen.primary(
                "host-wizard",
                text.get("host.wizard"),
                () -> registered.accept(connected.host().id()));
        show.accept(screen);
    }
}
