package io.slipway.desktop.settings;

import io.slipway.desktop.cards.Card;
import io.slipway.desktop.cards.Fields;
import io.slipway.desktop.jobs.Parts;
import io.slipway.desktop.jobs.Question;
import io.slipway.desktop.shell.Desk;
import io.slipway.desktop.shell.Recorded;
import io.slipway.server.base.Secret;
import io.slipway.server.text.ProblemWords;
import io.slipway.server.text.Text;
import io.slipway.server.vault.LostSecret;
import io.slipway.server.vault.ProtectorChoice;
import io.slipway.server.vault.Vault;
import io.slipway.server.vault.VaultState;
import io.slipway.server.vault.VaultStatus;
import io.slipway.server.vault.key.Availability;
import io.slipway.server.vault.key.Keyring;
import io.slipway.server.vault.key.ProtectorKind;
import io.slipway.server.words.StateShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;

/** The vault: how it stands, opening and closing it, how its key is kept, and the ways back when it is lost. */
final class VaultPart implements Part {
    private static final int COLUMNS = 4;
    private static final int MOST_MINUTES = 24 * 60;

    private final Desk desk;
    private final Text text;
    private final VBox view = new VBox();

    /** What was read together. */
    private record Standing(
            VaultStatus status,
            Map<ProtectorKind, Availability> protectors,
            List<LostSecret> lost,
            int autoLock,
            int runs) {
        boolean byPassphrase() {
            return status.keyring()
                    .filter(keyring -> keyring.main().kind() == ProtectorKind.PASSPHRASE)
                    .isPresent();
        }
    }

    VaultPart(Desk desk) {
        this.desk = desk;
        this.text = desk.text("settings");
        view.getStyleClass().add("cards");
    }

    @Override
    public String key() {
        return "vault";
    }

    @Override
    public Node view() {
        return view;
    }

    @Override
    public void shown() {
        desk.background().run(this::standing, this::show, failure -> {
            var card = new Card(desk, "card-vault", text.get("part.vault"), "");
            card.fail(failure);
            view.getChildren().setAll(card);
        });
    }

    /** All its cards go, with what was typed or shown there; they are made anew when it comes back. */
    @Override
    public void hidden() {
        view.getChildren().clear();
    }

    private Vault vault() {
        return desk.services().vault();
    }

    private Standing standing() {
        return new Standing(
                vault().status(),
                vault().protectors(),
                vault().needsReentry(desk.tenant()),
                vault().autoLockMinutes(),
                desk.services().jobs().unfinishedRuns());
    }

    private void show(Standing now) {
        var cards = new ArrayList<Node>();
        cards.add(state(now));
        switch (now.status().state()) {
            case NEW -> cards.add(protection(now, "init"));
            case UNLOCKED -> {
                cards.add(protection(now, "change"));
                cards.add(words(now));
                cards.add(autoLock(now));
            }
            case LOCKED -> cards.add(protection(now, "recover"));
            case LOST -> {
                cards.add(protection(now, "recover"));
                cards.add(protection(now, "reset"));
            }
        }
        view.getChildren().setAll(cards);
    }

    private void act(Card card, Node by, String action, Callable<Boolean> deed, String said) {
        card.run(
                by,
                text.get("vault.waits"),
                () -> {
                    new Recorded(desk.services()).call("desktop.vault." + action, "vault", deed::call);
                    return standing();
                },
                now -> {
                    show(now);
                    ((Card) view.getChildren().getFirst()).say(text.get(said));
                });
    }

    private Card state(Standing now) {
        var card = new Card(desk, "card-vault", text.get("part.vault"), text.get("vault.hint"));
        var status = now.status();
        boolean open = status.state() == VaultState.UNLOCKED;
        card.and(Parts.state(open ? StateShape.DONE : StateShape.NEEDS_YOU, text.get("vault.state." + status.state())));
        status.why()
                .ifPresent(why -> card.and(
                        Parts.words(ProblemWords.of(text.language()).line(why), "warn"),
                        Parts.words(ProblemWords.of(text.language()).nextStep(why), "muted")));
        status.keyring()
                .ifPresent(keyring -> card.and(
                        Fields.fact(
                                text.get("vault.protector"),
                                text.get("protector." + keyring.main().kind())),
                        Parts.words(
                                text.get("protector.meaning." + keyring.main().kind()), "muted")));
        if (now.runs() > 0) {
            card.and(Parts.words(text.count("vault.runs", now.runs()), "muted"));
        }
        now.lost().forEach(secret -> card.and(Parts.words(text.get("vault.reenter", secret.label()), "warn")));
        if (open) {
            var lock = Parts.button("vault-lock", text.get("vault.lock"), () -> {});
            lock.setOnAction(event -> lock(card, lock, now.runs()));
            card.and(Fields.buttons(lock));
        } else if (status.state() != VaultState.NEW) {
            unlock(card, now);
        }
        return card;
    }

    private void lock(Card card, Button by, int runs) {
        Runnable deed = () -> act(
                card,
                by,
                "lock",
                () -> {
                    vault().lock();
                    return true;
                },
                "vault.locked");
        if (runs == 0) {
            deed.run();
            return;
        }
        var words = new Question.Words(
                text.get("lock.title"),
                List.of(Parts.words(text.count("lock.body", runs))),
                text.get("lock.yes"),
                text.get("lock.no"));
        Question.ask(view, words, deed);
    }

    private void unlock(Card card, Standing now) {
        var passphrase = Fields.secret("vault-passphrase");
        if (now.byPassphrase()) {
            card.and(Fields.field(text.get("vault.passphrase"), passphrase, ""));
        }
        var unlock = Parts.button("vault-unlock", text.get("vault.unlock"), () -> {}, "accent");
        unlock.setDefaultButton(true);
        unlock.setOnAction(event -> {
            var given = taken(passphrase);
            act(
                    card,
                    unlock,
                    "unlock",
                    () -> wiping(given, Optional.empty(), () -> vault().unlock(given)),
                    "vault.opened");
        });
        card.and(Fields.buttons(unlock));
    }

    /** What was typed, out of its field; empty when nothing was. */
    private static Optional<Secret> taken(PasswordField field) {
        var typed = field.getText();
        field.clear();
        return typed.isEmpty() ? Optional.empty() : Optional.of(Secret.of(typed));
    }

    private static boolean wiping(Optional<Secret> one, Optional<Secret> other, Runnable deed) {
        try {
            deed.run();
            return true;
        } finally {
            one.ifPresent(Secret::close);
            other.ifPresent(Secret::close);
        }
    }

    /** One of the four ways that end with a choice of what keeps the key: init, change, recover, reset. */
    private Card protection(Standing now, String way) {
        var card = new Card(desk, "card-" + way, text.get(way + ".title"), text.get(way + ".hint"));
        var confirmation = Fields.text("reset-confirm", "");
        var before = Fields.secret(way.equals("recover") ? "recover-words" : "current-passphrase");
        boolean asksBefore = way.equals("recover") || way.equals("change") && now.byPassphrase();
        var passphrase = Fields.secret(way + "-passphrase");
        var again = Fields.secret(way + "-again");
        var typed = new VBox(
                12,
                Fields.field(text.get("vault.newPassphrase"), passphrase, text.get("vault.newPassphrase.hint")),
                Fields.field(text.get("vault.again"), again, ""));
        var meaning = Parts.words("", "muted");
        var present = way.equals("change")
                ? now.status().keyring().map(ring -> ring.main().kind())
                : Optional.<ProtectorKind>empty();
        // What keeps it now is no change, but for a passphrase, which may be replaced by another.
        var kinds = now.protectors().entrySet().stream()
                .filter(one -> one.getValue().works())
                .map(Map.Entry::getKey)
                .filter(one -> one == ProtectorKind.PASSPHRASE || !present.equals(Optional.of(one)))
                .toList();
        ComboBox<ProtectorKind> kind =
                Choices.of(way + "-protector", kinds, kinds.getFirst(), one -> text.get("protector." + one), one -> {
                    Parts.show(typed, one == ProtectorKind.PASSPHRASE);
                    meaning.setText(text.get("protector.meaning." + one));
                });
        Parts.show(typed, kind.getValue() == ProtectorKind.PASSPHRASE);
        meaning.setText(text.get("protector.meaning." + kind.getValue()));
        if (asksBefore) {
            card.and(Fields.field(
                    text.get(way.equals("recover") ? "recover.words" : "vault.currentPassphrase"), before, ""));
        }
        card.and(Fields.field(text.get("vault.protector"), kind, ""), meaning, typed);
        if (way.equals("reset")) {
            card.and(Fields.field(text.get("reset.confirm", text.get("reset.phrase")), confirmation, ""));
        }
        var go = Parts.button(
                "vault-" + way, text.get(way + ".do"), () -> {}, way.equals("reset") ? "danger" : "accent");
        go.setOnAction(event -> {
            if (way.equals("reset") && !confirmation.getText().strip().equals(text.get("reset.phrase"))) {
                card.object(text.get("reset.wrong"));
            } else if (kind.getValue() == ProtectorKind.PASSPHRASE
                    && !passphrase.getText().equals(again.getText())) {
                card.object(text.get("vault.notSame"));
            } else {
                choose(card, go, way, kind.getValue(), passphrase, again, before);
            }
        });
        return card.and(Fields.buttons(go));
    }

    private void choose(
            Card card,
            Node by,
            String way,
            ProtectorKind kind,
            PasswordField passphrase,
            PasswordField again,
            PasswordField before) {
        again.clear();
        var fresh = kind == ProtectorKind.PASSPHRASE ? taken(passphrase) : Optional.<Secret>empty();
        var old = taken(before);
        var choice = new ProtectorChoice(kind, fresh);
        act(
                card,
                by,
                way,
                () -> wiping(fresh, old, () -> {
                    switch (way) {
                        case "init" -> vault().init(choice);
                        case "change" -> vault().changeProtector(choice, old);
                        case "recover" -> vault().recover(old.orElseGet(() -> Secret.of("")), choice);
                        case "reset" -> vault().reset(choice);
                        default -> throw new IllegalArgumentException(way);
                    }
                }),
                way + ".done");
    }

    private Card words(Standing now) {
        var card = new Card(desk, "card-words", text.get("words.title"), text.get("words.hint"));
        boolean made = now.status().keyring().flatMap(Keyring::recovery).isPresent();
        card.and(Parts.state(
                made ? StateShape.DONE : StateShape.NEEDS_YOU, text.get(made ? "words.made" : "words.none")));
        var current = Fields.secret("words-passphrase");
        if (now.byPassphrase()) {
            card.and(Fields.field(text.get("vault.currentPassphrase"), current, ""));
        }
        var make = Parts.button("vault-words", text.get("words.do"), () -> {});
        make.setOnAction(event -> Question.ask(
                view,
                new Question.Words(
                        text.get("words.ask"),
                        List.of(Parts.words(text.get("words.ask.body"))),
                        text.get("words.yes"),
                        text.get("words.no")),
                () -> {
                    var given = taken(current);
                    card.run(make, text.get("vault.waits"), () -> newWords(given), list -> reveal(card, list));
                }));
        return card.and(Fields.buttons(make));
    }

    private List<String> newWords(Optional<Secret> given) throws Exception {
        return new Recorded(desk.services()).call("desktop.vault.recovery-words", "vault", () -> {
            try (var words = vault().newRecoveryWords(given)) {
                return List.of(words.reveal().split(" ", -1));
            } finally {
                given.ifPresent(Secret::close);
            }
        });
    }

    /** Shown this once: they go with the button, with the page, and are not put onto the clipboard. */
    private void reveal(Card card, List<String> words) {
        var grid = new GridPane();
        grid.setId("recovery-words");
        grid.getStyleClass().add("words-grid");
        for (int i = 0; i < words.size(); i++) {
            grid.add(Parts.word((i + 1) + "  " + words.get(i), "mono"), i % COLUMNS, i / COLUMNS);
        }
        var written = Parts.button("words-written", text.get("words.written"), this::shown, "accent");
        card.outcome(new VBox(12, Parts.words(text.get("words.once"), "warn"), grid, written));
        written.requestFocus();
    }

    private Card autoLock(Standing now) {
        var card = new Card(desk, "card-auto-lock", text.get("autoLock.title"), text.get("autoLock.hint"));
        TextField minutes = Fields.text("auto-lock", String.valueOf(now.autoLock()));
        var save = Parts.button("auto-lock-save", text.get("autoLock.do"), () -> {});
        save.setOnAction(event -> {
            var typed = minutes.getText().strip();
            if (!typed.matches("[0-9]{1,4}") || Integer.parseInt(typed) > MOST_MINUTES) {
                card.object(text.get("autoLock.wrong"));
                return;
            }
            act(
                    card,
                    save,
                    "auto-lock",
                    () -> {
                        vault().setAutoLockMinutes(Integer.parseInt(typed));
                        return true;
                    },
                    "autoLock.done");
        });
        return card.and(Fields.field(text.get("autoLock.minutes"), minutes, ""), Fields.buttons(save));
    }
}
