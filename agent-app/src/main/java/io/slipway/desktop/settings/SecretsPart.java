package io.slipway.desktop.settings;

import io.slipway.desktop.cards.Card;
import io.slipway.desktop.cards.Fields;
import io.slipway.desktop.jobs.Parts;
import io.slipway.desktop.jobs.Question;
import io.slipway.desktop.shell.Desk;
import io.slipway.desktop.shell.Recorded;
import io.slipway.server.base.Caller;
import io.slipway.server.base.Secret;
import io.slipway.server.binding.SecretTargets;
import io.slipway.server.host.Host;
import io.slipway.server.host.HostAuth;
import io.slipway.server.text.Text;
import io.slipway.server.vault.OperatorSecrets;
import io.slipway.server.vault.SecretBinding;
import io.slipway.server.vault.SecretMeta;
import io.slipway.server.vault.SecretScope;
import io.slipway.server.vault.SecretTarget;
import io.slipway.server.words.StateShape;
import io.slipway.server.words.Times;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.PasswordField;
import javafx.scene.layout.VBox;

/** The secrets: which are set, what reads them, when they were used; values go in and never come out. */
final class SecretsPart implements Part {
    private final Desk desk;
    private final Text text;
    private final VBox list = new VBox(12);
    private final PasswordField value = Fields.secret("secret-value");
    private final Card card;
    private final Card fresh;
    private final VBox view;

    /** What was read together. */
    private record Read(List<SecretMeta> secrets, List<SecretBinding> bindings, List<Host> hosts) {}

    SecretsPart(Desk desk) {
        this.desk = desk;
        this.text = desk.text("settings");
        this.card = new Card(desk, "card-secrets", text.get("part.secrets"), text.get("secrets.hint")).with(list);
        this.fresh = new Card(desk, "card-new-secret", text.get("secret.new"), "");
        newSecret();
        view = new VBox(card, fresh);
        view.getStyleClass().add("cards");
    }

    @Override
    public String key() {
        return "secrets";
    }

    @Override
    public Node view() {
        return view;
    }

    @Override
    public void shown() {
        desk.background().run(this::read, this::show, card::fail);
    }

    /** The rows go with what was typed into them; they are made anew when it comes back. */
    @Override
    public void hidden() {
        value.clear();
        list.getChildren().clear();
    }

    private OperatorSecrets secrets() {
        return desk.services().secrets();
    }

    private Read read() {
        return new Read(
                secrets().list(desk.tenant()),
                secrets().bindings(desk.tenant()),
                desk.services().hosts().list(desk.tenant()));
    }

    private void show(Read read) {
        if (read.secrets().isEmpty()) {
            list.getChildren().setAll(Parts.words(text.get("secrets.none"), "muted"));
            return;
        }
        list.getChildren()
                .setAll(read.secrets().stream().map(meta -> row(meta, read)).toList());
    }

    private Node row(SecretMeta meta, Read read) {
        var times = Times.of(desk.text("jobs"));
        var now = desk.services().clock().instant();
        boolean set = meta.state() == SecretMeta.State.SET;
        var box = new VBox(4);
        box.setId("secret-" + meta.id());
        box.getChildren().add(Parts.words(meta.label(), "strong"));
        box.getChildren()
                .add(Parts.state(
                        set ? StateShape.DONE : StateShape.NEEDS_YOU, text.get("secret.state." + meta.state())));
        var names = read.hosts().stream().collect(Collectors.toMap(Host::id, Host::name));
        var bound = read.bindings().stream()
                .filter(binding -> binding.secretId().equals(meta.id()))
                .map(binding -> readBy(binding, names))
                .collect(Collectors.joining(", "));
        box.getChildren()
                .add(Fields.fact(text.get("secret.bound"), bound.isEmpty() ? text.get("secret.unbound") : bound));
        box.getChildren()
                .add(Fields.fact(
                        text.get("secret.used"),
                        meta.usedAt().map(at -> times.moment(at, now)).orElseGet(() -> text.get("never"))));
        box.getChildren()
                .add(Fields.fact(
                        text.get("secret.version"),
                        meta.version() + " · " + times.moment(meta.rotatedAt().orElse(meta.createdAt()), now)));
        var value = Fields.secret("secret-value-" + meta.id());
        var field = Fields.field(text.get(set ? "secret.next" : "secret.again"), value, "");
        var rotate = Parts.button(
                "secret-rotate-" + meta.id(), text.get(set ? "secret.rotate" : "secret.reenter"), () -> {});
        rotate.setOnAction(event -> rotate(meta, value, rotate));
        var delete = Parts.button("secret-delete-" + meta.id(), text.get("secret.delete"), () -> {}, "danger");
        delete.setOnAction(event -> askDelete(meta, delete));
        box.getChildren().addAll(field, Fields.buttons(rotate, delete));
        bind(meta, read.hosts()).forEach(box.getChildren()::add);
        return box;
    }

    private String readBy(SecretBinding binding, Map<String, String> hosts) {
        var target = binding.target();
        var name = target.scope() == SecretScope.HOST
                ? hosts.getOrDefault(target.scopeId(), target.scopeId())
                : target.scopeId();
        return text.get("secret.readBy", text.get("scope." + target.scope()), name, target.field());
    }

    /** Hosts that sign in with a secret may take this one; profiles are bound in their editor. */
    private List<Node> bind(SecretMeta meta, List<Host> hosts) {
        var takers = hosts.stream()
                .filter(host -> !(host.auth() instanceof HostAuth.KeyFile))
                .toList();
        if (takers.isEmpty()) {
            return List.of();
        }
        var choice = Choices.of("secret-host-" + meta.id(), takers, takers.getFirst(), Host::name, chosen -> {});
        choice.setAccessibleText(text.get("secret.bindTo"));
        var bind = Parts.button("secret-bind-" + meta.id(), text.get("secret.bind"), () -> {});
        bind.setOnAction(event -> act(bind, "bind", meta.id(), () -> {
            var caller = Caller.localOperator();
            var targets = new SecretTargets(
                    desk.services().hosts(),
                    desk.services().vms(),
                    desk.services().profiles());
            var target = targets.checked(
                    caller, SecretTarget.hostPassword(choice.getValue().id()));
            secrets().bind(caller, target, meta.id());
            return true;
        }));
        return List.of(Fields.field(text.get("secret.bindTo"), choice, ""), Fields.buttons(bind));
    }

    private void rotate(SecretMeta meta, PasswordField field, Node by) {
        if (field.getText().isEmpty()) {
            card.object(text.get("secret.empty"));
            return;
        }
        var value = Secret.of(field.getText());
        field.clear();
        act(by, "rotate", meta.id(), () -> {
            try (value;
                    var hold = desk.services().redactor().hold(value)) {
                secrets().rotate(Caller.localOperator(), meta.id(), value);
                return true;
            }
        });
    }

    private void askDelete(SecretMeta meta, Node by) {
        var words = new Question.Words(
                text.get("secret.delete.title", meta.label()),
                List.of(Parts.words(text.get("secret.delete.body"))),
                text.get("secret.delete.yes"),
                text.get("secret.delete.no"));
        Question.ask(
                view,
                words,
                () -> act(by, "delete", meta.id(), () -> {
                    secrets().delete(Caller.localOperator(), meta.id());
                    return true;
                }));
    }

    private void act(Node by, String action, String id, Callable<Boolean> deed) {
        card.run(
                by,
                text.get("waits"),
                () -> {
                    new Recorded(desk.services()).call("desktop.secret." + action, id, deed::call);
                    return read();
                },
                read -> {
                    show(read);
                    card.say(text.get("secret.done." + action));
                });
    }

    private void newSecret() {
        var label = Fields.text("secret-label", "");
        var add = Parts.button("secret-add", text.get("secret.add"), () -> {}, "accent");
        add.setOnAction(event -> {
            var name = label.getText().strip();
            if (name.isEmpty()
                    || name.length() > OperatorSecrets.LONGEST_LABEL
                    || value.getText().isEmpty()) {
                fresh.object(text.get("secret.incomplete"));
                return;
            }
            var given = Secret.of(value.getText());
            value.clear();
            fresh.run(add, text.get("waits"), () -> kept(name, given), read -> {
                label.clear();
                show(read);
                fresh.say(text.get("secret.added", name));
            });
        });
        fresh.with(
                Fields.field(text.get("secret.label"), label, text.get("secret.label.hint")),
                Fields.field(text.get("secret.value"), value, text.get("secret.value.hint")),
                Fields.buttons(add));
    }

    private Read kept(String name, Secret given) throws Exception {
        return new Recorded(desk.services()).call("desktop.secret.create", name, () -> {
            try (given;
                    var hold = desk.services().redactor().hold(given)) {
                secrets().create(Caller.localOperator(), name, given);
                return read();
            }
        });
    }
}
