package io.slipway.server.web.ui.hosts;

import io.javalin.http.Context;
import io.slipway.server.base.Json;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Secret;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.host.NewHost;
import io.slipway.server.host.Proof;
import io.slipway.server.text.Text;
import io.slipway.server.web.Access;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.Answers;
import io.slipway.server.web.ui.frame.FormDocument;
import io.slipway.server.web.ui.frame.Look;
import io.slipway.server.web.ui.frame.PageFrame;
import io.slipway.server.web.ui.frame.Pages;
import io.slipway.server.web.ui.frame.UiPage;
import io.slipway.server.web.ui.frame.UiParts;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The way to a new host: address, fingerprint, sign-in, rights. Each step has an address of its own, so that the browser's way back
 * works; the secret is in the body of one request and nowhere else. Nobody signs in before the operator has confirmed what the
 * machine shows.
 */
final class AddHostPages {
    private static final String ADD = "/ui/hosts/add";
    private static final int LONGEST_SECRET = 1024;

    private final UiParts parts;
    private final Pages pages;
    private final HostSignIn signIn;

    AddHostPages(UiParts parts, Pages pages) {
        this.parts = parts;
        this.pages = pages;
        this.signIn = new HostSignIn(parts.hosts(), parts.secrets());
    }

    List<UiPage> routes() {
        return List.of(
                UiPage.show(ADD, "the way to a new host, step by step", this::step)
                        .with("address", "port", "web", "name", "key", "certificate", "confirmed", "way", "done")
                        .forThose(Access.ADMIN),
                UiPage.ask(ADD + "/look", "what a machine shows before anybody signs in", this::look)
                        .forThose(Access.ADMIN),
                UiPage.ask(ADD + "/compare", "whether the operator confirms what a machine shows", this::compare)
                        .forThose(Access.ADMIN),
                UiPage.send(ADD + "/sign-in", Access.ADMIN, "register a machine that was confirmed", this::register));
    }

    private static Text text(Context context) {
        return Text.of("hosts", Look.of(context).language());
    }

    private void step(Context context) {
        var machine = NewMachine.of(context);
        var done = Optional.ofNullable(context.queryParam("done"))
                .map(id -> parts.hosts().require(AdminGuard.caller(context).tenant(), id));
        var title = text(context).get("add.title");
        var frame = pages.titled(context, PageFrame.Place.HOSTS, title, "");
        pages.show(context, "hosts/add.jte", frame, Map.of("view", AddHostView.of(frame, machine, done)));
    }

    private void look(Context context) {
        var form = FormDocument.of(context, "address", "port", "web", "name");
        var asked = NewMachine.of(form);
        form.check();
        var name = asked.name().isEmpty() ? NewHost.suggestedName(asked.address()) : asked.name();
        refuseTaken(context, form, name);
        var certificate = certificate(asked);
        var seen = asked.showing(name, key(asked, certificate.isPresent()), certificate);
        Answers.json(context, Json.object().put("go", seen.link()));
    }

    /** Before anything is asked for that would be in vain. */
    private void refuseTaken(Context context, FormDocument form, String name) {
        boolean taken = parts.hosts().list(AdminGuard.caller(context).tenant()).stream()
                .anyMatch(host -> host.name().equals(name));
        if (taken) {
            form.wrong("name", Text.of("webhosts", Look.of(context).language()).get("add.taken", name));
        }
        form.check();
    }

    private Optional<String> certificate(NewMachine asked) {
        try {
            return Optional.of(parts.hosts().shownCertificate(asked.address(), asked.web()));
        } catch (SlipwayException e) {
            if (e.problem().code() == ProblemCode.HOST_OFFLINE) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Either may be missing; both missing is the failure of the key. */
    private Optional<String> key(NewMachine asked, boolean certificate) {
        try {
            return Optional.of(parts.hosts().shownKey(asked.address(), asked.port()));
        } catch (SlipwayException e) {
            if (e.problem().code() == ProblemCode.SSH_UNREACHABLE && certificate) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static String[] with(String... more) {
        return Stream.concat(Stream.of(NewMachine.FIELDS), Stream.of(more)).toArray(String[]::new);
    }

    private void compare(Context context) {
        var form = FormDocument.of(context, with("compare", "yes"));
        var machine = NewMachine.of(form);
        var pasted = form.text("compare", NewMachine.LONGEST);
        if (pasted.filter(text -> !shows(machine, text)).isPresent()) {
            form.wrong("compare", text(context).get("fingerprint.differs"));
        } else if (!form.ticked("yes")) {
            form.wrong("yes", text(context).get("fingerprint.needsYes"));
        }
        form.check();
        Answers.json(context, Json.object().put("go", machine.trusted().link()));
    }

    private static boolean shows(NewMachine machine, String pasted) {
        return machine.key().filter(key -> Proof.same(key, pasted)).isPresent()
                || machine.certificate()
                        .filter(pin -> Proof.same(pin, pasted.toUpperCase(Locale.ROOT)))
                        .isPresent();
    }

    private void register(Context context) {
        var form = FormDocument.of(context, with("way", "user", "secret"));
        var machine = NewMachine.of(form);
        var way =
                SignInWay.of(machine, form.required("way", NewMachine.LONGEST)).orElseThrow(NewMachine::wrong);
        var as = way == SignInWay.ROOT_ONCE ? "" : form.required("user", NewMachine.LONGEST);
        var secret = form.secret("secret", LONGEST_SECRET);
        if (secret.isEmpty()) {
            form.missing("secret");
        }
        try (var given = secret.orElseGet(() -> Secret.of(""));
                var trimmed = Secret.of(given.reveal().strip())) {
            form.check();
            // What a script prints or Proxmox shows is pasted, often with the end of its line.
            var taken = way == SignInWay.SCRIPT || way == SignInWay.TOKEN ? trimmed : given;
            var host = signIn.add(AdminGuard.caller(context), machine, way, as, taken);
            Answers.json(context, Json.object().put("go", ADD + "?done=" + host.id()));
        }
    }
}
