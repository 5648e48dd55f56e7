package io.slipway.server.web.ui.profiles;

import io.javalin.http.Context;
import io.slipway.server.base.Json;
import io.slipway.server.binding.SecretTargets;
import io.slipway.server.vault.SecretTarget;
import io.slipway.server.web.Access;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.Answers;
import io.slipway.server.web.ui.frame.FormDocument;
import io.slipway.server.web.ui.frame.Look;
import io.slipway.server.web.ui.frame.UiPage;
import io.slipway.server.web.ui.frame.UiParts;
import java.util.List;
import java.util.Optional;

/** Which of the operator's secrets fills a place of a profile; that is no part of the profile's text and needs no new version. */
final class BindDeeds {
    private static final int LONGEST_PLACE = 500;
    private static final int LONGEST_ID = 200;

    private final UiParts parts;
    private final Drafts drafts;
    private final SecretTargets targets;

    BindDeeds(UiParts parts, Drafts drafts) {
        this.parts = parts;
        this.drafts = drafts;
        this.targets = new SecretTargets(parts.hosts(), parts.vms(), parts.profiles());
    }

    List<UiPage> routes() {
        return List.of(
                UiPage.send(
                        EditPages.EDIT + "/bind",
                        Access.ADMIN,
                        "fill a place of a profile from a secret of the vault",
                        this::bind),
                UiPage.send(
                        EditPages.EDIT + "/unbind",
                        Access.ADMIN,
                        "stop filling a place of a profile from a secret",
                        this::unbind));
    }

    private static String id(Context context) {
        return context.pathParam("profile");
    }

    private EditSecrets known(Context context) {
        var caller = AdminGuard.caller(context);
        return drafts.with(
                caller,
                id(context),
                Look.of(context).language(),
                draft -> EditSecrets.of(parts.secrets(), caller, id(context), draft.base()));
    }

    private void bind(Context context) {
        var form = FormDocument.of(context, "at", "secret");
        var at = form.required("at", LONGEST_PLACE);
        var secret = form.required("secret", LONGEST_ID);
        form.check();
        var words = EditPages.own(context);
        var known = known(context);
        // Somebody may have stored a version without that place since the form was drawn.
        if (!known.places().contains(at)) {
            form.wrong("secret", words.get("vault.noPlace"));
        } else if (known.offered().stream().noneMatch(meta -> meta.id().equals(secret))) {
            form.wrong("secret", words.get("vault.noSecret"));
        }
        form.check();
        var caller = AdminGuard.caller(context);
        var target = targets.checked(caller, SecretTarget.profilePlace(id(context), at));
        parts.secrets().bind(caller, target, secret);
        var label = parts.secrets().require(caller.tenant(), secret).label();
        Answers.json(context, Json.object().put("say", words.get("vault.bound", label)));
    }

    /** Takes back what the reader saw; another secret that somebody chose meanwhile stays. */
    private void unbind(Context context) {
        var form = FormDocument.of(context, "at", "secret");
        var at = form.required("at", LONGEST_PLACE);
        var secret = form.required("secret", LONGEST_ID);
        form.check();
        var words = EditPages.own(context);
        var now = Optional.ofNullable(known(context).bound().get(at));
        var another = now.filter(meta -> !meta.id().equals(secret));
        if (now.isPresent() && another.isEmpty()) {
            parts.secrets().unbind(AdminGuard.caller(context), SecretTarget.profilePlace(id(context), at));
        }
        var said =
                another.map(meta -> words.get("vault.taken", meta.label())).orElseGet(() -> words.get("vault.unbound"));
        Answers.json(context, Json.object().put("say", said));
    }
}
