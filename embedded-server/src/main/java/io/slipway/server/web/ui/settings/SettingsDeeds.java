package io.slipway.server.web.ui.settings;

import static io.slipway.server.web.Access.ADMIN;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.slipway.server.base.Caller;
import io.slipway.server.base.FieldError;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.text.Text;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.Answers;
import io.slipway.server.web.PageSession;
import io.slipway.server.web.Requests;
import io.slipway.server.web.ui.frame.PageFrame;
import io.slipway.server.web.ui.frame.Pages;
import io.slipway.server.web.ui.frame.UiPage;
import io.slipway.server.web.ui.frame.UiParts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What is changed on the pages of the settings; nearly all of it by the API's own operations, which take the same documents. */
final class SettingsDeeds {
    private static final String PATH = PageFrame.Place.SETTINGS.path();
    private static final int LONGEST_LABEL = 100;
    private static final int MOST_DAYS = 3650;

    private final UiParts parts;
    private final Pages pages;

    SettingsDeeds(UiParts parts, Pages pages) {
        this.parts = parts;
        this.pages = pages;
    }

    List<UiPage> routes() {
        var all = new ArrayList<UiPage>();
        all.add(send("/network", "choose where VMs reach us", deed("lan.choose")));
        all.add(send("/network/rotate", "replace the authority VMs know us by", deed("lan.rotateAuthority")));
        Map.of(
                        "init", "vault.init",
                        "unlock", "vault.unlock",
                        "lock", "vault.lock",
                        "protector", "vault.changeProtector",
                        "recovery-words", "vault.recoveryWords",
                        "recover", "vault.recover",
                        "reset", "vault.reset",
                        "auto-lock", "vault.autoLock")
                .entrySet()
                .stream()
                .sorted(Map.Entry.comparingByKey())
                .map(one -> send("/vault/" + one.getKey(), "the vault: " + one.getKey(), deed(one.getValue())))
                .forEach(all::add);
        all.add(send("/backup", "make a backup: one encrypted file", deed("backup.create")));
        all.add(send("/backup/verify", "read a backup to its end and change nothing", this::verify));
        all.add(send("/backup/restore", "restore a backup, or say what that would change", this::restore));
        all.add(send("/access/tokens", "make an API token, shown this once", this::token));
        all.add(send("/access/tokens/{token}/revoke", "revoke an API token", deed("tokens.revoke")));
        all.add(send("/access/sessions/{session}/end", "sign a browser out", deed("sessions.end")));
        all.add(send("/work/pause", "hold new jobs back, or let them go", this::pause));
        all.add(send(
                "/diagnostics/bundle", "make a diagnostic bundle: a zip without secrets", deed("diagnostics.bundle")));
        return List.copyOf(all);
    }

    private static UiPage send(String path, String summary, Handler handler) {
        return UiPage.send(PATH + path, ADMIN, summary, handler);
    }

    private Handler deed(String operation) {
        return parts.installation().deed(operation);
    }

    private Text text(Context context) {
        return pages.part(context).text("websettings");
    }

    /** As the API makes one; the token that opened this session makes none that outlives it. */
    private void token(Context context) {
        var document = Requests.object(context, Set.of("label", "role", "days"));
        var text = pages.part(context).text("settings");
        var errors = new ArrayList<FieldError>();
        var label = Requests.text(document, "label").orElse("").strip();
        if (label.isEmpty() || label.length() > LONGEST_LABEL) {
            errors.add(new FieldError("/label", text(context).get("token.label.wrong")));
        }
        var role = Arrays.stream(Caller.Role.values())
                .filter(one -> one.name().equals(document.path("role").asString("")))
                .findFirst();
        if (role.isEmpty()) {
            errors.add(new FieldError("/role", text(context).get("token.role.wrong")));
        }
        int days = document.path("days").asInt(0);
        if (days < 1 || days > MOST_DAYS) {
            errors.add(new FieldError("/days", text(context).get("token.days.wrong", MOST_DAYS)));
        }
        if (!errors.isEmpty()) {
            throw Problem.of(ProblemCode.BAD_REQUEST, text.get("token.wrong"), errors)
                    .exception();
        }
        var caller = AdminGuard.caller(context);
        var bearer = new Caller(caller.tenant(), caller.userId(), role.orElseThrow());
        var life = Optional.of(Duration.ofDays(days));
        var made = parts.sessions()
                .opener(PageSession.current(context))
                .map(maker -> parts.apiTokens().create(maker, bearer, label, life))
                .orElseGet(() -> parts.apiTokens().create(caller, bearer, label, life));
        var answer = Json.object().put("note", text.get("token.once"));
        try (var secret = made.text()) {
            answer.putArray("shown")
                    .addObject()
                    .put("name", label)
                    .put("value", secret.reveal())
                    .put("copy", text(context).get("token.copy"));
            Answers.json(context.header("Cache-Control", "no-store"), answer);
        }
    }

    private void pause(Context context) {
        var document = Requests.object(context, Set.of("paused"));
        if (!document.path("paused").isBoolean()) {
            throw Requests.wrong("paused", "must be true or false");
        }
        boolean paused = document.path("paused").booleanValue();
        parts.jobs().pauseNew(AdminGuard.caller(context).tenant(), paused);
        Answers.json(
                context,
                Json.object().put("reload", true).put("say", text(context).get(paused ? "work.paused" : "work.goes")));
    }

    private void verify(Context context) throws Exception {
        deed("backup.verify").handle(context);
        report(context, "verify.done");
    }

    private void restore(Context context) throws Exception {
        deed("backup.restore").handle(context);
        report(context, "restore.read");
    }

    /** The API's report in words. */
    private void report(Context context, String key) {
        var frame = pages.part(context);
        var both = frame.text("settings");
        var report = Json.parseObject(Objects.requireNonNullElse(context.result(), "{}"));
        var at = frame.times().moment(Instant.parse(report.path("created_at").asString("")), frame.now());
        var answer = Json.object();
        var title =
                key.equals("verify.done") ? both.get(key, at) : text(context).get(key, at);
        var lines = answer.put("title", title).putArray("lines");
        report.path("items").forEach(item -> lines.add(line(both, item)));
        report.path("warnings").forEach(warning -> lines.add(warning.asString("")));
        if (lines.isEmpty()) {
            lines.add(text(context).get("restore.nothing"));
        }
        Answers.json(context, answer);
    }

    private static String line(Text both, JsonNode item) {
        var action =
                both.get("restore.action." + item.path("action").asString("").toUpperCase(Locale.ROOT));
        var reason = item.path("reason").asString("");
        return item.path("kind").asString("") + " " + item.path("name").asString("") + ": " + action
                + (reason.isEmpty() ? "" : " · " + reason);
    }
}
