package io.slipway.server.web.ui.playbooks;

import io.javalin.http.Context;
import io.slipway.server.base.FieldError;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.profile.Playbook;
import io.slipway.server.profile.PlaybookCheck;
import io.slipway.server.profile.Playbooks;
import io.slipway.server.text.Text;
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
import java.util.function.Supplier;

/** What can be done to a playbook from its page; the same service refuses what the API refuses. */
final class PlaybookDeeds {
    private static final String ALL = PageFrame.Place.PLAYBOOKS.path();
    private static final String ONE = "/ui/playbooks/{playbook}";

    private final UiParts parts;

    PlaybookDeeds(UiParts parts) {
        this.parts = parts;
    }

    List<UiPage> routes() {
        return List.of(
                UiPage.send(ALL, Access.OPERATE, "store a playbook", this::create),
                UiPage.send(ONE + "/save", Access.OPERATE, "change a playbook that nobody else changed", this::save),
                UiPage.send(
                        ONE + "/default",
                        Access.OPERATE,
                        "use a playbook when an order names none, or no more",
                        this::makeDefault),
                UiPage.send(ONE + "/delete", Access.OPERATE, "delete a playbook", this::delete));
    }

    private static Text text(Context context) {
        return Text.of("webplaybooks", Look.of(context).language());
    }

    private void create(Context context) {
        var form = FormDocument.of(context, "name", "content");
        var name = form.required("name", Playbooks.LONGEST_NAME);
        var content = content(form);
        form.check();
        var made = checked(context, () -> parts.playbooks().create(AdminGuard.caller(context), name, false, content));
        Answers.json(
                context,
                Json.object()
                        .put("go", ALL + "/" + made.id())
                        .put("say", text(context).get("saved", made.name())));
    }

    /** As it was typed, with blanks at its ends. */
    private static String content(FormDocument form) {
        return form.whole("content", PlaybookCheck.LONGEST).orElseGet(() -> {
            form.missing("content");
            return "";
        });
    }

    /** Mistakes of the text are said at the text, with the place inside it. */
    private static Playbook checked(Context context, Supplier<Playbook> work) {
        try {
            return work.get();
        } catch (SlipwayException e) {
            if (e.problem().code() != ProblemCode.INVALID_PLAYBOOK) {
                throw e;
            }
            var language = Look.of(context).language();
            var errors = e.problem().errors().stream()
                    .limit(PlaybookView.MOST_FINDINGS)
                    .map(error -> new FieldError("/content", PlaybookView.line(error, language)))
                    .toList();
            throw new SlipwayException(
                    Problem.of(ProblemCode.INVALID_PLAYBOOK, text(context).get("refused"), errors), e);
        }
    }

    private void save(Context context) {
        var form = FormDocument.of(context, "name", "content", "seen");
        var name = form.required("name", Playbooks.LONGEST_NAME);
        var content = content(form);
        var seen = form.required("seen", PlaybookView.DIGEST);
        form.check();
        var now = checked(context, () -> parts.playbooks()
                .update(
                        AdminGuard.caller(context),
                        context.pathParam("playbook"),
                        Optional.of(name),
                        Optional.empty(),
                        Optional.of(content),
                        present -> refuseOther(context, present, seen)));
        Answers.json(
                context,
                Json.object().put("reload", true).put("say", text(context).get("saved", now.name())));
    }

    private static void refuseOther(Context context, Playbook present, String seen) {
        if (!PlaybookView.digest(present).equals(seen)) {
            throw Problem.of(
                            ProblemCode.WRONG_STATE,
                            text(context).get("overtaken"),
                            text(context).get("overtaken.next"))
                    .exception();
        }
    }

    private void makeDefault(Context context) {
        var form = FormDocument.of(context, "default");
        form.check();
        boolean wanted = form.ticked("default");
        var now = parts.playbooks()
                .update(
                        AdminGuard.caller(context),
                        context.pathParam("playbook"),
                        Optional.empty(),
                        Optional.of(wanted),
                        Optional.empty());
        Answers.json(
                context,
                Json.object()
                        .put("say", text(context).get(wanted ? "default.on.said" : "default.off.said", now.name())));
    }

    private void delete(Context context) {
        FormDocument.of(context).check();
        parts.playbooks().delete(AdminGuard.caller(context), context.pathParam("playbook"));
        Answers.json(context, Json.object().put("go", ALL));
    }
}
