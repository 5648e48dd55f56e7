package io.slipway.desktop.hosts;

import io.slipway.desktop.cards.Card;
import io.slipway.desktop.cards.Fields;
import io.slipway.desktop.hosts.AddHost.Confirmed;
import io.slipway.desktop.jobs.Parts;
import io.slipway.desktop.shell.Desk;
import io.slipway.desktop.shell.Recorded;
import io.slipway.server.base.Caller;
import io.slipway.server.base.Secret;
import io.slipway.server.host.Host;
import io.slipway.server.host.HostLimits;
import io.slipway.server.host.HostOnboarding;
import io.slipway.server.host.NewHost;
import io.slipway.server.host.TlsContact;
import io.slipway.server.hypervisor.RightsReport;
import io.slipway.server.hypervisor.pve.onboard.OnboardPlan;
import io.slipway.server.hypervisor.pve.onboard.OnboardScript;
import io.slipway.server.text.Text;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.BiConsumer;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.PasswordField;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.VBox;

/** How Slipway signs in to a host that the operator has confirmed. */
final class SignIn {
    /** The ways in. */
    enum Way {
        /** Root's password, used once to make a token with few rights. */
        ROOT_ONCE(true, true),
        /** The same by a script that the operator runs on the host. */
        SCRIPT(false, true),
        /** A token that is there already. */
        TOKEN(false, true),
        /** A user and a password, over SSH. */
        PASSWORD(true, false);

        private final boolean ssh;
        private final boolean web;

        Way(boolean ssh, boolean web) {
            this.ssh = ssh;
            this.web = web;
        }

        boolean fits(AddHost.Shown shown) {
            return (!ssh || shown.hostKey().isPresent())
                    && (!web || shown.certificate().isPresent());
        }

        String key() {
            return "way." + name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    private final Desk desk;
    private final Text text;
    private final Confirmed machine;
    private final BiConsumer<Host, RightsReport> added;
    private final Card card;
    private final VBox fields = new VBox(12);
    private final ToggleGroup ways = new ToggleGroup();
    private final TextField user = Fields.text("sign-in-user", "");
    private final PasswordField secret = Fields.secret("sign-in-secret");
    private final Button next;
    private Optional<Host> known = Optional.empty();

    SignIn(Desk desk, Confirmed machine, BiConsumer<Host, RightsReport> added, Runnable back, Runnable cancel) {
        this.desk = desk;
        this.text = desk.text("hosts");
        this.machine = machine;
        this.added = added;
        this.card = new Card(
                        desk, "add-card-sign-in", text.get("signIn.title", machine.name()), text.get("signIn.hint"))
                .whole();
        var rows = new ArrayList<Node>();
        for (var way : Way.values()) {
            var button = new RadioButton(text.get(way.key()));
            button.setId(way.key().replace('.', '-'));
            button.setUserData(way);
            button.setToggleGroup(ways);
            button.setWrapText(true);
            button.setDisable(!way.fits(machine.shown()));
            rows.add(button);
        }
        if (machine.shown().certificate().isEmpty()) {
            rows.add(Parts.words(text.get("signIn.noWeb"), "muted"));
        }
        rows.add(fields);
        next = Parts.button("add-next", text.get("signIn.next"), this::signIn, "accent");
        next.setDefaultButton(true);
        rows.add(Fields.buttons(
                next,
                Parts.button("add-back", desk.text("shell").get("action.back"), back),
                Parts.button("add-cancel", text.get("add.cancel"), cancel)));
        card.with(rows.toArray(Node[]::new));
        ways.selectedToggleProperty().addListener((seen, before, now) -> ask());
        ways.getToggles().stream()
                .filter(toggle -> !((RadioButton) toggle).isDisabled())
                .findFirst()
                .ifPresent(ways::selectToggle);
    }

    Card view() {
        return card;
    }

    /** The button that goes on. */
    Button next() {
        return next;
    }

    /** Where the keyboard begins. */
    Node first() {
        return ways.getSelectedToggle() instanceof RadioButton button ? button : next;
    }

    private Way way() {
        return (Way) ways.getSelectedToggle().getUserData();
    }

    private void ask() {
        secret.clear();
        var token = OnboardPlan.USUAL.fullToken();
        switch (way()) {
            case ROOT_ONCE ->
                fields.getChildren()
                        .setAll(Fields.field(
                                text.get("field.rootPassword"), secret, text.get("field.rootPassword.hint")));
            case SCRIPT -> {
                user.setText(token);
                fields.getChildren()
                        .setAll(
                                Parts.words(text.get("signIn.script"), "muted"),
                                Fields.script(
                                        desk.text("shell"),
                                        "sign-in-script",
                                        text.get("way.script"),
                                        OnboardScript.grant(OnboardPlan.USUAL)),
                                Fields.field(text.get("field.tokenId"), user, ""),
                                Fields.field(
                                        text.get("field.tokenSecret"), secret, text.get("field.tokenSecret.hint")));
            }
            case TOKEN -> {
                user.setText("");
                user.setPromptText(token);
                fields.getChildren()
                        .setAll(
                                Fields.field(text.get("field.tokenId"), user, text.get("field.tokenId.hint")),
                                Fields.field(
                                        text.get("field.tokenSecret"), secret, text.get("field.tokenSecret.hint")));
            }
            case PASSWORD -> {
                user.setText("root");
                fields.getChildren()
                        .setAll(
                                Fields.field(text.get("field.user"), user, text.get("field.user.hint")),
                                Fields.field(text.get("field.password"), secret, text.get("field.password.hint")));
            }
        }
    }

    /** Whether it asks for that machine, which may be registered already. */
    boolean asksFor(Confirmed other) {
        return machine.equals(other);
    }

    /** Nothing typed stays behind when the page goes out of sight. */
    void forget() {
        secret.clear();
    }

    /** The host is registered; when its answer fails to come, the next press asks for it again and adds nothing. */
    private void askRights(Host host) {
        card.run(
                next,
                text.get("signIn.waits", machine.address()),
                () -> desk.services().hosts().rights(host),
                rights -> added.accept(host, rights));
    }

    private void signIn() {
        if (known.isPresent()) {
            secret.clear();
            askRights(known.get());
            return;
        }
        var way = way();
        var as = user.getText().strip();
        if (secret.getText().isBlank() || way != Way.ROOT_ONCE && as.isEmpty()) {
            card.object(text.get("wrong.signIn"));
            return;
        }
        // Taken out of the field at once; the copy is wiped when the host has answered.
        var typed = secret.getText();
        // What is printed by a script or shown by Proxmox is pasted, often with the end of its line.
        var given = Secret.of(way == Way.SCRIPT || way == Way.TOKEN ? typed.strip() : typed);
        secret.clear();
        card.run(
                next,
                text.get("signIn.waits", machine.address()),
                () -> {
                    try (given) {
                        return new Recorded(desk.services())
                                .call("desktop.host.add", machine.name(), () -> add(way, as, given));
                    }
                },
                host -> {
                    known = Optional.of(host);
                    askRights(host);
                });
    }

    private Host add(Way way, String as, Secret given) {
        return switch (way) {
            case ROOT_ONCE -> onboard(given);
            case SCRIPT, TOKEN ->
                desk.services().hosts().add(desk.tenant(), wanted(machine.webPort(), as, false, given));
            case PASSWORD -> desk.services().hosts().add(desk.tenant(), wanted(machine.port(), as, true, given));
        };
    }

    private Host onboard(Secret root) {
        var shown = machine.shown();
        return new HostOnboarding(desk.services().hosts(), desk.services().secrets())
                .apply(
                        Caller.localOperator(),
                        new HostOnboarding.Where(
                                machine.address(),
                                machine.port(),
                                shown.hostKey().orElseThrow()),
                        root,
                        new HostOnboarding.Script(
                                OnboardScript.grant(OnboardPlan.USUAL), Optional.of(OnboardPlan.USUAL.fullToken())),
                        Optional.of(new HostOnboarding.Registration(
                                machine.name(),
                                machine.webPort(),
                                shown.certificate().orElseThrow())))
                .host()
                .orElseThrow();
    }

    private NewHost wanted(int port, String as, boolean ssh, Secret given) {
        var shown = machine.shown();
        return new NewHost(
                machine.name(),
                machine.address(),
                port,
                as,
                ssh ? Optional.of(given) : Optional.empty(),
                Optional.empty(),
                ssh ? Optional.empty() : Optional.of(given),
                ssh ? shown.hostKey() : shown.certificate(),
                new TlsContact(machine.webPort(), ssh ? shown.certificate() : Optional.empty()),
                false,
                HostLimits.USUAL);
    }
}
