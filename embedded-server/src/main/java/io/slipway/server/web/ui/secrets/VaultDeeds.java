package io.slipway.server.web.ui.secrets;

import io.javalin.http.Context;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Secret;
import io.slipway.server.text.Text;
import io.slipway.server.web.Access;
import io.slipway.server.web.Answers;
import io.slipway.server.web.ui.frame.FormDocument;
import io.slipway.server.web.ui.frame.Look;
import io.slipway.server.web.ui.frame.UiPage;
import io.slipway.server.web.ui.frame.UiParts;
import java.util.List;

/** Opening and closing the vault from the page of the secrets. */
final class VaultDeeds {
    private static final int LONGEST = 1024;
    private static final int MOST_MINUTES = 24 * 60;
    private static final int MOST_RUNS = 1_000_000;

    private final UiParts parts;

    VaultDeeds(UiParts parts) {
        this.parts = parts;
    }

    List<UiPage> routes() {
        return List.of(
                UiPage.send("/ui/vault/unlock", Access.ADMIN, "open a locked vault", this::unlock),
                UiPage.send("/ui/vault/lock", Access.ADMIN, "forget the key until somebody unlocks", this::lock),
                UiPage.send(
                        "/ui/vault/auto-lock", Access.ADMIN, "minutes without use until the vault locks", this::auto));
    }

    private static Text text(Context context, String bundle) {
        return Text.of(bundle, Look.of(context).language());
    }

    private void unlock(Context context) {
        var form = FormDocument.of(context, "passphrase");
        var passphrase = form.secret("passphrase", LONGEST);
        try {
            form.check();
            parts.vault().unlock(passphrase);
        } finally {
            passphrase.ifPresent(Secret::close);
        }
        Answers.json(context, Json.object().put("reload", true));
    }

    /** What has begun since the question was shown was not agreed to wait. */
    private void lock(Context context) {
        var form = FormDocument.of(context, "runs");
        int told = form.number("runs", 0, MOST_RUNS);
        form.check();
        int runs = parts.jobs().unfinishedRuns();
        if (parts.vault().isOpen() && runs > told) {
            throw Problem.of(
                            ProblemCode.WRONG_STATE,
                            text(context, "settings").count("lock.body", runs),
                            text(context, "websecrets").get("lock.again"))
                    .exception();
        }
        parts.vault().lock();
        Answers.json(context, Json.object().put("reload", true));
    }

    private void auto(Context context) {
        var form = FormDocument.of(context, "minutes");
        int minutes = form.number("minutes", 0, MOST_MINUTES);
        form.check();
        parts.vault().setAutoLockMinutes(minutes);
        Answers.json(context, Json.object().put("say", text(context, "settings").get("autoLock.done")));
    }
}
