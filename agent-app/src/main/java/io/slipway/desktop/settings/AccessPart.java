package io.slipway.desktop.settings;

import io.slipway.desktop.cards.Card;
import io.slipway.desktop.cards.Fields;
import io.slipway.desktop.jobs.Parts;
import io.slipway.desktop.shell.Desk;
import io.slipway.desktop.shell.Recorded;
import io.slipway.server.base.Caller;
import io.slipway.server.tenant.ApiToken;
import io.slipway.server.tenant.UserSession;
import io.slipway.server.text.Text;
import io.slipway.server.words.StateShape;
import io.slipway.server.words.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.VBox;

/** Who may call this program: tokens of its API, and browsers that are signed in. */
final class AccessPart implements Part {
    private static final int MOST_DAYS = 3650;

    private final Desk desk;
    private final Text text;
    private final VBox tokens = new VBox(12);
    private final VBox sessions = new VBox(12);
    private final Card tokenCard;
    private final Card sessionCard;
    private final Card fresh;
    private final VBox view;

    /** What was read together. */
    private record Read(List<ApiToken> tokens, List<UserSession> sessions, Instant now) {}

    /** A token's text, to be shown this once. */
    private record Made(String shown, Read read) {}

    AccessPart(Desk desk) {
        this.desk = desk;
        this.text = desk.text("settings");
        this.tokenCard = new Card(desk, "card-tokens", text.get("tokens.title"), text.get("tokens.hint")).with(tokens);
        this.fresh = new Card(desk, "card-new-token", text.get("token.new"), "");
        this.sessionCard =
                new Card(desk, "card-sessions", text.get("sessions.title"), text.get("sessions.hint")).with(sessions);
        newToken();
        view = new VBox(tokenCard, fresh, sessionCard);
        view.getStyleClass().add("cards");
    }

    @Override
    public String key() {
        return "access";
    }

    @Override
    public Node view() {
        return view;
    }

    @Override
    public void shown() {
        desk.background().run(this::read, this::show, tokenCard::fail);
    }

    @Override
    public void hidden() {
        fresh.clear();
    }

    private Read read() {
        var caller = Caller.localOperator();
        var now = desk.services().clock().instant();
        return new Read(
                desk.services().apiTokens().list(caller).stream()
                        .filter(token -> token.kind() == ApiToken.Kind.STORED)
                        .filter(token -> token.revokedAt().isEmpty())
                        .toList(),
                desk.services().sessions().list(caller).stream()
                        .filter(session -> session.endedAt().isEmpty() && now.isBefore(session.idleAt()))
                        .toList(),
                now);
    }

    private void show(Read read) {
        tokens.getChildren()
                .setAll(read.tokens().stream()
                        .map(token -> row(token, read.now()))
                        .toList());
        if (read.tokens().isEmpty()) {
            tokens.getChildren().setAll(Parts.words(text.get("tokens.none"), "muted"));
        }
        sessions.getChildren()
                .setAll(read.sessions().stream()
                        .map(session -> row(session, read.now()))
                        .toList());
        if (read.sessions().isEmpty()) {
            sessions.getChildren().setAll(Parts.words(text.get("sessions.none"), "muted"));
        }
    }

    private Node row(ApiToken token, Instant now) {
        var times = Times.of(desk.text("jobs"));
        boolean over = token.expiresAt().filter(end -> !now.isBefore(end)).isPresent();
        var revoke = Parts.button("token-revoke-" + token.id(), text.get("token.revoke"), () -> {}, "danger");
        revoke.setAccessibleText(text.get("token.revoke") + " " + token.label());
        revoke.setOnAction(event -> end(tokenCard, revoke, "token.revoke", token.id(), () -> desk.services()
                .apiTokens()
                .revoke(Caller.localOperator(), token.id())));
        return new VBox(
                4,
                Parts.words(token.label(), "strong"),
                Parts.state(over ? StateShape.OFF : StateShape.DONE, text.get(over ? "token.over" : "token.works")),
                Fields.fact(
                        text.get("token.role"),
                        text.get("role." + token.caller().role())),
                Fields.fact(
                        text.get("token.ends"),
                        token.expiresAt().map(at -> times.moment(at, now)).orElseGet(() -> text.get("never"))),
                Fields.fact(
                        text.get("token.used"),
                        token.lastUsedAt().map(at -> times.moment(at, now)).orElseGet(() -> text.get("never"))),
                Fields.buttons(revoke));
    }

    private Node row(UserSession session, Instant now) {
        var times = Times.of(desk.text("jobs"));
        var end = Parts.button("session-end-" + session.id(), text.get("session.end"), () -> {}, "danger");
        end.setOnAction(event -> end(sessionCard, end, "session.end", session.id(), () -> desk.services()
                .sessions()
                .end(Caller.localOperator(), session.id())));
        return new VBox(
                4,
                Parts.words(text.get("session.name", session.caller().userId()), "strong"),
                Fields.fact(text.get("session.since"), times.moment(session.createdAt(), now)),
                Fields.fact(text.get("session.seen"), times.ago(session.seenAt(), now)),
                Fields.buttons(end));
    }

    private void end(Card card, Button by, String action, String id, java.util.concurrent.Callable<Boolean> deed) {
        card.run(
                by,
                text.get("waits"),
                () -> {
                    new Recorded(desk.services()).call("desktop." + action, id, deed::call);
                    return read();
                },
                this::show);
    }

    private void newToken() {
        var label = Fields.text("token-label", "");
        var days = Fields.text("token-days", "90");
        var role = Choices.of(
                "token-role",
                List.of(Caller.Role.values()),
                Caller.Role.READ,
                one -> text.get("role." + one),
                chosen -> {});
        var make = Parts.button("token-make", text.get("token.make"), () -> {}, "accent");
        make.setOnAction(event -> {
            var name = label.getText().strip();
            var life = days.getText().strip();
            if (name.isEmpty()
                    || !life.matches("[0-9]{1,4}")
                    || Integer.parseInt(life) < 1
                    || Integer.parseInt(life) > MOST_DAYS) {
                fresh.object(text.get("token.wrong"));
                return;
            }
            var as = role.getValue();
            fresh.run(
                    make,
                    text.get("waits"),
                    () -> made(name, as, Duration.ofDays(Integer.parseInt(life))),
                    this::reveal);
        });
        fresh.with(
                Fields.field(text.get("token.label"), label, text.get("token.label.hint")),
                Fields.field(text.get("token.role"), role, ""),
                Fields.field(text.get("token.days"), days, ""),
                Fields.buttons(make));
    }

    private Made made(String name, Caller.Role role, Duration life) throws Exception {
        return new Recorded(desk.services()).call("desktop.token.create", name, () -> {
            var owner = Caller.localOperator();
            var created = desk.services()
                    .apiTokens()
                    .create(owner, new Caller(owner.tenant(), owner.userId(), role), name, Optional.of(life));
            try (var shown = created.text()) {
                return new Made(shown.reveal(), read());
            }
        });
    }

    private void reveal(Made made) {
        show(made.read());
        var seen = Parts.button("token-kept", text.get("token.kept"), fresh::clear, "accent");
        fresh.outcome(new VBox(
                8,
                Parts.words(text.get("token.once"), "warn"),
                Fields.copyLine(desk.text("shell"), "token-text", made.shown()),
                seen));
    }
}
