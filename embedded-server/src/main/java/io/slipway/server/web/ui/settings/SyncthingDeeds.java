package io.slipway.server.web.ui.settings;

import io.javalin.http.Context;
import io.slipway.server.base.Json;
import io.slipway.server.base.JsonRedaction;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.syncthing.Syncthing;
import io.slipway.server.syncthing.SyncthingAction;
import io.slipway.server.syncthing.SyncthingAddress;
import io.slipway.server.text.Line;
import io.slipway.server.text.Text;
import io.slipway.server.vault.SecretMeta;
import io.slipway.server.web.Access;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.Answers;
import io.slipway.server.web.ui.frame.FormDocument;
import io.slipway.server.web.ui.frame.Pages;
import io.slipway.server.web.ui.frame.UiPage;
import io.slipway.server.web.ui.frame.UiParts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an operator does with Syncthing from the settings: say where it is, look at it, let in what asks. */
final class SyncthingDeeds {
    private static final String PATH = SettingsPart.SYNCTHING.path();
    private static final int LONGEST = 500;

    private final UiParts parts;
    private final Pages pages;
    private final JsonRedaction redaction;

    SyncthingDeeds(UiParts parts, Pages pages) {
        this.parts = parts;
        this.pages = pages;
        this.redaction = new JsonRedaction(parts.redactor());
    }

    List<UiPage> routes() {
        var all = new ArrayList<UiPage>();
        all.add(UiPage.send(PATH, Access.ADMIN, "say where Syncthing answers and which secret is its key", this::use));
        all.add(UiPage.send(PATH + "/forget", Access.ADMIN, "forget where Syncthing answers", this::forget));
        all.add(UiPage.ask(PATH + "/look", "what Syncthing says now", this::look)
                .forThose(Access.OPERATE));
        Arrays.stream(SyncthingAction.values())
                .filter(SyncthingAction::changes)
                .map(action -> UiPage.send(
                        PATH + "/" + action.word(),
                        Access.OPERATE,
                        "Syncthing: " + action.summary(),
                        context -> act(context, action)))
                .forEach(all::add);
        return List.copyOf(all);
    }

    private void use(Context context) {
        var form = FormDocument.of(context, "url", "fingerprint", "secret");
        var url = form.required("url", LONGEST);
        var fingerprint = form.text("fingerprint", LONGEST);
        var secret = form.text("secret", LONGEST);
        var caller = AdminGuard.caller(context);
        var text = pages.part(context).text("websettings");
        var known = SyncthingView.read(parts, caller).offered().stream().map(SecretMeta::id);
        if (secret.isPresent() && known.noneMatch(secret.get()::equals)) {
            form.wrong("secret", text.get("sync.secret.gone"));
        }
        var address = address(form, text, url, fingerprint);
        form.check();
        var target = Syncthing.keyOf(caller.tenant());
        parts.secrets().records().shut().ifPresent(problem -> {
            throw problem.exception();
        });
        // First the key goes: whatever happens between these steps, no address gets the key of another one.
        parts.secrets().unbind(caller, target);
        parts.syncthing().use(caller.tenant(), address.orElseThrow());
        secret.ifPresent(id -> parts.secrets().bind(caller, target, id));
        Answers.json(context, Json.object().put("reload", true).put("say", text.get("counts")));
    }

    /** What is wrong with an address is said beside its field, in the reader's language. */
    private static Optional<SyncthingAddress> address(
            FormDocument form, Text text, String url, Optional<String> fingerprint) {
        if (url.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(SyncthingAddress.of(url, fingerprint));
        } catch (SlipwayException e) {
            e.problem().errors().forEach(error -> {
                var field = error.pointer().substring(1);
                form.wrong(field, text.get("sync.wrong." + field));
            });
            return Optional.empty();
        }
    }

    /** The key's binding goes too: nothing is left that would be sent to an address that somebody types later. */
    private void forget(Context context) {
        FormDocument.of(context).check();
        var caller = AdminGuard.caller(context);
        parts.secrets().unbind(caller, Syncthing.keyOf(caller.tenant()));
        parts.syncthing().forget(caller.tenant());
        var said = pages.part(context).text("websettings").get("sync.forgotten");
        Answers.json(context, Json.object().put("reload", true).put("say", said));
    }

    /** A Syncthing that cannot be asked is an answer too. */
    private void look(Context context) {
        var caller = AdminGuard.caller(context);
        var frame = pages.part(context);
        try {
            var seen = redaction.clean(parts.syncthing().look(caller));
            pages.show(context, "settings/syncthingSeen.jte", frame, Map.of("seen", SyncthingSeen.of(frame, seen)));
        } catch (SlipwayException e) {
            if (e.problem().code().kind() == ProblemCode.Kind.INTERNAL) {
                throw e;
            }
            pages.show(
                    context,
                    "settings/syncthingRefused.jte",
                    frame,
                    Map.of(
                            "problem",
                            e.problem(),
                            "setting",
                            SyncthingView.read(parts, caller),
                            "shown",
                            shown(e.problem())));
        }
    }

    /** The certificate that it showed instead of the confirmed one; empty when that was not the trouble. */
    private static String shown(Problem problem) {
        return problem.code() == ProblemCode.TLS_PIN_MISMATCH
                ? Optional.ofNullable(problem.context().get("fingerprint")).orElse("")
                : "";
    }

    private void act(Context context, SyncthingAction action) {
        var form = FormDocument.of(context, action.params().toArray(String[]::new));
        var given = new HashMap<String, String>();
        for (var name : action.params()) {
            given.put(name, form.required(name, LONGEST));
        }
        if (!Line.isPlain(given.getOrDefault("name", ""))) {
            form.wrong("name", pages.part(context).text("websettings").get("sync.wrong.name"));
        }
        form.check();
        parts.syncthing().act(AdminGuard.caller(context), action, given);
        var said = pages.part(context).text("websettings").get("sync.done." + action.word());
        Answers.json(context, Json.object().put("say", said));
    }
}
