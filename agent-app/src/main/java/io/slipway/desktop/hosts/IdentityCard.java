package io.slipway.desktop.hosts;

import io.slipway.desktop.cards.Card;
import io.slipway.desktop.cards.Fields;
import io.slipway.desktop.jobs.Parts;
import io.slipway.desktop.jobs.Question;
import io.slipway.desktop.shell.Desk;
import io.slipway.desktop.shell.Recorded;
import io.slipway.server.base.Caller;
import io.slipway.server.host.Host;
import io.slipway.server.host.HostIdentity;
import io.slipway.server.host.HostIdentity.Compared;
import io.slipway.server.text.Text;
import io.slipway.server.words.StateShape;
import io.slipway.server.words.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.VBox;

/** Whether a host still is who it was: what is pinned, what it shows now, and the ways on when the two differ. */
final class IdentityCard {
    private final Desk desk;
    private final Text text;
    private final Host host;
    private final Runnable goesOn;
    private final Card card;
    private final Button compare;
    private final VBox found = new VBox(12);

    /** @param goesOn told when work on the host goes on again */
    IdentityCard(Desk desk, Host host, Runnable goesOn) {
        this.desk = desk;
        this.text = desk.text("hosts");
        this.host = host;
        this.goesOn = goesOn;
        this.card = new Card(desk, "host-identity", text.get("identity.title"), text.get("identity.hint"));
        this.compare = Parts.button("host-compare", text.get("identity.compare"), this::look);
        boolean api = host.hostKeyPin().startsWith(Host.BY_CERTIFICATE);
        found.getChildren()
                .add(Fields.fact(
                        text.get(api ? "proof.certificate" : "proof.ssh-key"), host.hostKeyPin(), "fingerprint"));
        host.tlsPin().ifPresent(pin -> found.getChildren()
                .add(Fields.fact(text.get("proof.certificate"), pin, "fingerprint")));
        card.with(found, Fields.buttons(compare));
    }

    Node view() {
        return card;
    }

    private void look() {
        card.run(
                compare,
                text.get("identity.waits"),
                () -> desk.services().hosts().pins().compare(host),
                this::show);
    }

    private void show(HostIdentity identity) {
        var rows = new ArrayList<Node>();
        identity.proofs().forEach(proof -> rows.add(row(proof)));
        identity.altered().ifPresent(record -> rows.add(altered(identity.stored(), record)));
        boolean back =
                !identity.alarms().isEmpty() && identity.proofs().stream().allMatch(IdentityCard::settled);
        if (back) {
            rows.add(Parts.words(text.get("identity.back"), "warn"));
            rows.add(Parts.button("host-resume", text.get("identity.resume"), this::askResume, "accent"));
        }
        if (!identity.seen().isEmpty()) {
            var times = Times.of(desk.text("jobs"));
            var now = desk.services().clock().instant();
            rows.add(Parts.words(text.get("identity.seen"), "strong"));
            identity.seen()
                    .forEach(one -> rows.add(Fields.fact(
                            text.get("identity.seen.when", times.moment(one.firstSeen(), now)),
                            one.fingerprint(),
                            "fingerprint")));
        }
        found.getChildren().setAll(rows);
        if (identity.trusted() && identity.proofs().stream().anyMatch(Compared::matches)) {
            card.say(text.get("identity.same"));
        }
    }

    /** What is not pinned, or not shown just now, stands in nobody's way. */
    private static boolean settled(Compared proof) {
        return proof.pinned().isEmpty() || proof.shown().isEmpty() || proof.matches();
    }

    private Node row(Compared proof) {
        var kind = text.get("proof." + proof.proof().stored());
        var box = new VBox(6);
        if (proof.shown().isEmpty()) {
            box.getChildren().add(Parts.state(StateShape.OFF, text.get("identity.silent", kind)));
        } else if (proof.pinned().isEmpty()) {
            box.getChildren().add(Parts.state(StateShape.OFF, text.get("identity.unpinned", kind)));
        } else {
            boolean same = proof.matches();
            box.getChildren()
                    .add(Parts.state(
                            same ? StateShape.DONE : StateShape.NEEDS_YOU,
                            text.get(same ? "identity.match" : "identity.differs", kind)));
        }
        proof.pinned()
                .ifPresent(pin -> box.getChildren().add(Fields.fact(text.get("identity.pinned"), pin, "fingerprint")));
        proof.shown()
                .ifPresent(now -> box.getChildren().add(Fields.fact(text.get("identity.shown"), now, "fingerprint")));
        if (proof.shown().isPresent() && !proof.matches()) {
            var now = proof.shown().get();
            box.getChildren().add(Parts.words(text.get("fingerprint.console"), "muted"));
            box.getChildren()
                    .add(Fields.copyLine(
                            desk.text("shell"),
                            "verify-" + proof.proof().stored(),
                            proof.proof().consoleCommand(now)));
            box.getChildren()
                    .add(Parts.button(
                            "repin-" + proof.proof().stored(),
                            text.get("identity.repin", kind),
                            () -> askRepin(proof, now),
                            "danger"));
        }
        return box;
    }

    private Node altered(Host stored, String record) {
        var box = new VBox(6);
        box.setId("altered");
        box.getChildren().add(Parts.state(StateShape.NEEDS_YOU, text.get("altered.title")));
        box.getChildren().add(Parts.words(text.get("altered.body"), "warn"));
        box.getChildren().add(Fields.fact(text.get("fact.address"), stored.address() + ":" + stored.port()));
        box.getChildren().add(Fields.fact(text.get("field.user"), stored.userName()));
        box.getChildren().add(Fields.fact(text.get("identity.pinned"), stored.hostKeyPin(), "fingerprint"));
        box.getChildren()
                .add(Parts.button(
                        "host-confirm", text.get("altered.confirm"), () -> askConfirm(stored, record), "danger"));
        return box;
    }

    private void askRepin(Compared proof, String shown) {
        var body = new ArrayList<Node>();
        body.add(Parts.words(text.get("repin.body")));
        proof.pinned().ifPresent(pin -> body.add(Fields.fact(text.get("identity.pinned"), pin, "fingerprint")));
        body.add(Fields.fact(text.get("identity.shown"), shown, "fingerprint"));
        ask("repin", body, () -> {
            desk.services().hosts().pins().repin(Caller.localOperator(), host, shown);
            return true;
        });
    }

    private void askResume() {
        ask("resume", List.of(Parts.words(text.get("resume.body"))), () -> {
            desk.services().hosts().pins().resume(Caller.localOperator(), host);
            return true;
        });
    }

    private void askConfirm(Host stored, String record) {
        var body = List.<Node>of(
                Parts.words(text.get("confirm.body", stored.address() + ":" + stored.port(), stored.userName())));
        ask("confirm", body, () -> {
            desk.services().hosts().pins().confirm(Caller.localOperator(), host, record);
            return true;
        });
    }

    private void ask(String which, List<Node> body, Callable<Boolean> deed) {
        var words = new Question.Words(
                text.get(which + ".title", host.name()), body, text.get(which + ".yes"), text.get(which + ".no"));
        Question.ask(
                card,
                words,
                () -> card.run(
                        compare,
                        text.get("identity.waits"),
                        () -> {
                            new Recorded(desk.services()).call("desktop.host." + which, host.id(), deed::call);
                            return desk.services().hosts().pins().compare(host);
                        },
                        identity -> {
                            show(identity);
                            goesOn.run();
                        }));
    }
}
