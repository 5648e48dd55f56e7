package io.slipway.server.web.ui.profiles;

import io.javalin.http.Context;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.profile.ProfileChange;
import io.slipway.server.profile.StoredProfile;
import io.slipway.server.web.Access;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.Answers;
import io.slipway.server.web.Requests;
import io.slipway.server.web.ui.frame.Look;
import io.slipway.server.web.ui.frame.UiPage;
import io.slipway.server.web.ui.frame.UiParts;
import java.util.List;
import java.util.Set;

/** What ends an edit: saving it, saving it as another profile, dropping it. */
final class EditDeeds {
    private final UiParts parts;
    private final Drafts drafts;

    EditDeeds(UiParts parts, Drafts drafts) {
        this.parts = parts;
        this.drafts = drafts;
    }

    List<UiPage> routes() {
        return List.of(
                UiPage.send(
                        EditPages.EDIT + "/save",
                        Access.OPERATE,
                        "save what was typed as the next version, unless somebody else was faster",
                        this::save),
                UiPage.send(
                        EditPages.EDIT + "/save-as",
                        Access.OPERATE,
                        "save what was typed as a new profile",
                        this::saveAs),
                UiPage.ask(EditPages.EDIT + "/discard", "forget what was typed", this::discard)
                        .forThose(Access.OPERATE));
    }

    private static String id(Context context) {
        return context.pathParam("profile");
    }

    /** {@code over} names the version that the operator saw and wants to go on top of; usually the one that was loaded. */
    private void save(Context context) {
        var document = Requests.object(context, Set.of("note", "over", "steps"));
        var note = Requests.text(document, "note").orElse("");
        var over = Requests.text(document, "over");
        if (over.isPresent() && !over.get().matches("[1-9][0-9]{0,6}")) {
            throw Requests.wrong("over", "must be the number of a version");
        }
        var steps = Requests.text(document, "steps");
        var words = EditPages.own(context);
        var caller = AdminGuard.caller(context);
        var saved = drafts.with(caller, id(context), Look.of(context).language(), draft -> {
            // Two tabs share the draft: what this one does not show is not saved by it.
            if (steps.isPresent() && !steps.get().equals(String.valueOf(draft.steps()))) {
                throw Problem.of(ProblemCode.WRONG_STATE, words.get("steps.elsewhere"), words.get("steps.again"))
                        .with("draft", draft.steps())
                        .exception();
            }
            refuseMistakes(draft);
            var base = draft.base().orElseThrow(() -> Requests.wrong("name", "is required"));
            int seen = over.map(Integer::parseInt).orElse(base.version());
            var submitted = draft.state().submission();
            var now = parts.profiles().update(caller, base.id(), ProfileChange.document(submitted, seen, note));
            draft.saved(now);
            return now;
        });
        var answer = Json.object().put("say", EditPages.own(context).get("saved", saved.name(), saved.version()));
        if (over.isPresent()) {
            answer.put("go", "/ui/profiles/" + saved.id() + "/edit");
        }
        Answers.json(context, answer);
    }

    /** What stands in the way of saving stands in the way of all that is made of the draft. */
    static void refuseMistakes(Draft draft) {
        var mistakes = EditPages.mistakes(draft);
        if (!mistakes.isEmpty()) {
            throw Problem.of(ProblemCode.INVALID_PROFILE, String.join(" · ", mistakes))
                    .exception();
        }
    }

    private void saveAs(Context context) {
        var document = Requests.object(context, Set.of("name"));
        var name = Requests.requiredText(document, "name").strip();
        var caller = AdminGuard.caller(context);
        var made = drafts.with(caller, id(context), Look.of(context).language(), draft -> {
            refuseMistakes(draft);
            return create(context, draft, name);
        });
        drafts.discard(caller, id(context));
        Answers.json(context, Json.object().put("go", "/ui/profiles/" + made.id() + "/edit"));
    }

    /** A profile of that name, in its document too. */
    private StoredProfile create(Context context, Draft draft, String name) {
        if (name.isEmpty()) {
            throw Requests.wrong("name", EditPages.own(context).get("name.needed"));
        }
        var stored = draft.checked().stored().put("name", name);
        return parts.profiles().create(AdminGuard.caller(context), name, false, stored, draft.origin());
    }

    private void discard(Context context) {
        var document = Requests.object(context, Set.of("to"));
        boolean again = Requests.text(document, "to").filter("edit"::equals).isPresent();
        var caller = AdminGuard.caller(context);
        drafts.discard(caller, id(context));
        boolean stored = parts.profiles().summaries(caller).stream()
                .anyMatch(row -> row.id().equals(id(context)));
        var profile = "/ui/profiles/" + id(context);
        Answers.json(context, Json.object().put("go", !stored ? "/ui/profiles" : again ? profile + "/edit" : profile));
    }
}
