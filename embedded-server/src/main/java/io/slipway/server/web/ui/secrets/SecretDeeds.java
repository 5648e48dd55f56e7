package io.slipway.server.web.ui.secrets;

import io.javalin.http.Context;
import io.slipway.server.base.Json;
import io.slipway.server.base.Secret;
import io.slipway.server.binding.SecretTargets;
import io.slipway.server.text.Line;
import io.slipway.server.text.Text;
import io.slipway.server.vault.OperatorSecrets;
import io.slipway.server.vault.SecretMeta;
import io.slipway.server.vault.SecretScope;
import io.slipway.server.vault.SecretTarget;
import io.slipway.server.web.Access;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.Answers;
import io.slipway.server.web.ui.frame.FormDocument;
import io.slipway.server.web.ui.frame.Look;
import io.slipway.server.web.ui.frame.PageFrame;
import io.slipway.server.web.ui.frame.UiPage;
import io.slipway.server.web.ui.frame.UiParts;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What can be done to a secret from its page. A value comes in the body of a request, goes into the vault, and no answer has it. */
final class SecretDeeds {
    private static final String ONE = "/ui/secrets/{secret}";
    private static final int LONGEST_VALUE = 16 << 10;
    private static final int LONGEST_FIELD = 200;

    private final UiParts parts;
    private final SecretTargets targets;

    SecretDeeds(UiParts parts) {
        this.parts = parts;
        this.targets = new SecretTargets(parts.hosts(), parts.vms(), parts.profiles());
    }

    List<UiPage> routes() {
        return List.of(
                UiPage.send(PageFrame.Place.SECRETS.path(), Access.ADMIN, "keep a new secret", this::create),
                UiPage.send(ONE + "/rotate", Access.ADMIN, "give a secret its next value", this::rotate),
                UiPage.send(ONE + "/bind", Access.ADMIN, "fill a host's password from a secret", this::bind),
                UiPage.send(ONE + "/unbind", Access.ADMIN, "stop filling a field from a secret", this::unbind),
                UiPage.send(ONE + "/delete", Access.ADMIN, "delete a secret that nothing reads", this::delete));
    }

    private static Text text(Context context) {
        return Text.of("settings", Look.of(context).language());
    }

    private SecretMeta secret(Context context) {
        return parts.secrets().require(AdminGuard.caller(context).tenant(), context.pathParam("secret"));
    }

    private void create(Context context) {
        var form = FormDocument.of(context, "label", "value");
        var caller = AdminGuard.caller(context);
        var label = form.required("label", OperatorSecrets.LONGEST_LABEL);
        var own = Text.of("websecrets", Look.of(context).language());
        if (!Line.isPlain(label)) {
            form.wrong("label", own.get("label.unprintable"));
        } else if (parts.secrets().list(caller.tenant()).stream()
                .anyMatch(meta -> meta.label().equals(label))) {
            form.wrong("label", own.get("label.taken"));
        }
        var meta = kept(form, value -> parts.secrets().create(caller, label, value));
        Answers.json(
                context,
                Json.object()
                        .put("say", text(context).get("secret.added", label))
                        .put("go", "/ui/secrets/" + meta.id()));
    }

    /** Nothing is logged of the value while it is worked with, and nothing of it is left afterwards. */
    private SecretMeta kept(FormDocument form, Function<Secret, SecretMeta> work) {
        var value = form.secret("value", LONGEST_VALUE);
        if (value.isEmpty()) {
            form.missing("value");
        }
        try (var given = value.orElseGet(() -> Secret.of(""))) {
            form.check();
            try (var hold = parts.redactor().hold(given)) {
                return work.apply(given);
            }
        }
    }

    private void rotate(Context context) {
        var form = FormDocument.of(context, "value");
        var id = secret(context).id();
        kept(form, value -> parts.secrets().rotate(AdminGuard.caller(context), id, value));
        said(context, "secret.done.rotate");
    }

    private static void said(Context context, String key) {
        Answers.json(context, Json.object().put("say", text(context).get(key)));
    }

    private void bind(Context context) {
        var form = FormDocument.of(context, "host");
        var host = form.required("host", LONGEST_FIELD);
        form.check();
        var caller = AdminGuard.caller(context);
        var target = targets.checked(caller, SecretTarget.hostPassword(host));
        parts.secrets().bind(caller, target, secret(context).id());
        said(context, "secret.done.bind");
    }

    private void unbind(Context context) {
        var form = FormDocument.of(context, "scope", "id", "field");
        var scope = SecretScope.of(form.required("scope", LONGEST_FIELD));
        var id = form.required("id", LONGEST_FIELD);
        var field = form.required("field", LONGEST_FIELD);
        if (scope.isEmpty()) {
            form.missing("scope");
        }
        form.check();
        var target = new SecretTarget(scope.orElseThrow(), id, field);
        var meta = secret(context);
        boolean reads = parts.secrets().bindings(AdminGuard.caller(context).tenant()).stream()
                .anyMatch(binding -> binding.target().equals(target)
                        && Optional.of(meta.id())
                                .filter(binding.secretId()::equals)
                                .isPresent());
        // Somebody else may have pointed the field to another secret meanwhile; that one stays.
        if (reads) {
            parts.secrets().unbind(AdminGuard.caller(context), target);
        }
        Answers.json(
                context,
                Json.object()
                        .put(
                                "say",
                                Text.of("websecrets", Look.of(context).language())
                                        .get("done.unbind")));
    }

    private void delete(Context context) {
        FormDocument.of(context).check();
        parts.secrets().delete(AdminGuard.caller(context), secret(context).id());
        Answers.json(context, Json.object().put("go", PageFrame.Place.SECRETS.path()));
    }
}
