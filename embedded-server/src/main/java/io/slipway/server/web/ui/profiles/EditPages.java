package io.slipway.server.web.ui.profiles;

import io.javalin.http.Context;
import io.slipway.server.answer.Seed;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.disc.DiscPreview;
import io.slipway.server.disc.ProfilePreview;
import io.slipway.server.form.FormSayings;
import io.slipway.server.profile.ProfileComparison;
import io.slipway.server.profile.ProfileSummary;
import io.slipway.server.profile.StoredProfile;
import io.slipway.server.schema.FormFinding;
import io.slipway.server.schema.FormState;
import io.slipway.server.text.Text;
import io.slipway.server.web.Access;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.Requests;
import io.slipway.server.web.ui.frame.Look;
import io.slipway.server.web.ui.frame.PageFrame;
import io.slipway.server.web.ui.frame.Pages;
import io.slipway.server.web.ui.frame.UiPage;
import io.slipway.server.web.ui.frame.UiParts;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The editor of a profile: the form, the steps of editing it, the files it makes, what saving would change. */
final class EditPages {
    static final String EDIT = "/ui/profiles/{profile}/edit";

    private static final int LONGEST_SEED = 100;
    private static final int LONGEST_PLACE = 500;

    private final UiParts parts;
    private final Pages pages;
    private final Drafts drafts;

    EditPages(UiParts parts, Pages pages, Drafts drafts) {
        this.parts = parts;
        this.pages = pages;
        this.drafts = drafts;
    }

    List<UiPage> routes() {
        return List.of(
                UiPage.show(EDIT, "a profile in the editor, with what was typed and not saved", this::edit)
                        .with(EditAsked.PARAMETERS)
                        .forThose(Access.OPERATE),
                UiPage.ask(EDIT, "one step of editing; answers the form as it is then", this::step)
                        .with(EditAsked.PARAMETERS)
                        .forThose(Access.OPERATE),
                UiPage.show(EDIT + "/files", "the files that the profile makes as it stands in the editor", this::files)
                        .with("file", "seed")
                        .forThose(Access.OPERATE),
                UiPage.show(EDIT + "/known", "the known values of one setting, as a part of the page", this::known)
                        .with("at")
                        .forThose(Access.OPERATE),
                UiPage.show(
                                EDIT + "/compare",
                                "what saving would change, and what somebody else changed",
                                this::compare)
                        .forThose(Access.OPERATE),
                UiPage.show(EDIT + "/report", "what became of an imported file", this::report)
                        .forThose(Access.OPERATE));
    }

    private static Locale language(Context context) {
        return Look.of(context).language();
    }

    /** The words of this room. */
    static Text own(Context context) {
        return Text.of("webprofiles", language(context));
    }

    private static String id(Context context) {
        return context.pathParam("profile");
    }

    /** The row of the stored profile; empty for one that is not stored, or not any more. */
    private Optional<ProfileSummary> stored(Context context) {
        return parts.profiles().summaries(AdminGuard.caller(context)).stream()
                .filter(row -> row.id().equals(id(context)))
                .findFirst();
    }

    private void edit(Context context) {
        var asked = EditAsked.of(context);
        if (part(context)) {
            show(context, "profiles/editor.jte", asked, asked.at());
        } else {
            show(context, "profiles/edit.jte", asked, asked.at());
        }
    }

    /** Whether a script asks for the form alone. */
    private static boolean part(Context context) {
        return "editor".equals(context.header("HX-Target"));
    }

    private void step(Context context) {
        var step = Requests.object(context, DraftStep.FIELDS);
        var asked = EditAsked.of(context);
        var focus = drafts.with(AdminGuard.caller(context), id(context), language(context), draft -> {
            draft.touched();
            return DraftStep.take(draft.state(), pages.part(context).text("form"), step);
        });
        show(context, "profiles/editor.jte", shown(context, asked, focus), focus);
    }

    /** What was made or taken back elsewhere is shown where it is. */
    private EditAsked shown(Context context, EditAsked asked, String focus) {
        if (focus.isEmpty() || !asked.words().isEmpty()) {
            return asked;
        }
        return drafts.with(AdminGuard.caller(context), id(context), language(context), draft -> {
            var section = draft.state().model().place(focus).field().facts().section();
            boolean here = section.equals(asked.section()) || asked.section().isEmpty();
            return here || draft.state().model().section(section).isEmpty()
                    ? asked
                    : new EditAsked(section, asked.expert(), "", "");
        });
    }

    private void show(Context context, String template, EditAsked asked, String focus) {
        var stored = stored(context);
        boolean whole = template.equals("profiles/edit.jte");
        drafts.with(AdminGuard.caller(context), id(context), language(context), draft -> {
            var name =
                    draft.name().isEmpty() ? pages.part(context).text("editor").get("draft.name") : draft.name();
            var frame = whole ? pages.titled(context, PageFrame.Place.PROFILES, name, "") : pages.part(context);
            var disc = DiscExtras.of(parts, AdminGuard.caller(context));
            var secrets = EditSecrets.of(parts.secrets(), AdminGuard.caller(context), id(context), draft.base());
            var view = new EditView(
                    frame, draft, asked, stored.map(ProfileSummary::version).orElse(0), secrets, disc, focus);
            pages.show(context, template, frame, Map.of("view", view));
            return true;
        });
    }

    private void files(Context context) {
        var asked = Objects.requireNonNullElse(context.queryParam("seed"), "");
        if (asked.length() > LONGEST_SEED) {
            throw Problem.of(ProblemCode.BAD_REQUEST, "A seed has at most " + LONGEST_SEED + " characters.")
                    .exception();
        }
        var file = Objects.requireNonNullElse(context.queryParam("file"), "");
        var frame = pages.part(context);
        var preview = new ProfilePreview(new DiscPreview(parts.endpoints()), language(context), id(context));
        var request = drafts.with(AdminGuard.caller(context), id(context), language(context), draft -> {
            if (!asked.isBlank()) {
                draft.seed(Seed.typed(asked));
            }
            return new ProfilePreview.Request(
                    draft.base().map(StoredProfile::document),
                    draft.state().submission(),
                    draft.seed(),
                    ProfilePreview.Request.Versus.STORED);
        });
        var outcome = preview.make(request, Map.of());
        drafts.with(AdminGuard.caller(context), id(context), language(context), draft -> {
            var links = new EditView(
                    frame, draft, new EditAsked("", false, "", ""), 0, EditSecrets.NONE, DiscExtras.NONE, "");
            var view = new FilesView(frame, outcome, draft.state().model(), file, links.path() + "/files?", links::to);
            pages.show(
                    context,
                    "profiles/files.jte",
                    frame,
                    Map.of("view", view, "seed", request.seed().hex(), "edited", true));
            return true;
        });
    }

    private void known(Context context) {
        var at = Objects.requireNonNullElse(context.queryParam("at"), "");
        if (at.length() > LONGEST_PLACE) {
            throw Problem.of(ProblemCode.BAD_REQUEST, "There is no such setting.")
                    .exception();
        }
        var frame = pages.part(context);
        var field = drafts.with(
                AdminGuard.caller(context),
                id(context),
                language(context),
                draft -> DraftStep.actual(draft.state(), at));
        pages.show(
                context,
                "profiles/known.jte",
                frame,
                Map.of("id", EditView.known(field), "options", FormSayings.options(field)));
    }

    private void compare(Context context) {
        var caller = AdminGuard.caller(context);
        var row = stored(context).orElseThrow(() -> Problem.of(
                        ProblemCode.PROFILE_NOT_FOUND,
                        "The profile is not stored, so there is nothing to compare with.")
                .exception());
        var theirs = parts.profiles().get(caller, row.id());
        drafts.with(caller, row.id(), language(context), draft -> {
            var words = pages.part(context).text("editor");
            boolean overtaken =
                    theirs.version() > draft.base().map(StoredProfile::version).orElse(0);
            var title = overtaken
                    ? words.get("conflict.title", draft.name())
                    : words.get("compare.title", draft.name(), theirs.version());
            var frame = pages.titled(context, PageFrame.Place.PROFILES, title, "");
            var mistakes = mistakes(draft);
            var model = new HashMap<String, Object>(
                    Map.of("draft", draft, "theirs", theirs.version(), "overtaken", overtaken, "mistakes", mistakes));
            if (mistakes.isEmpty()) {
                var mine = theirs.document().edited(draft.state().submission());
                model.put(
                        "rows",
                        DifferenceRow.of(
                                ProfileComparison.of(theirs.document(), mine),
                                draft.state(),
                                frame.text("form"),
                                words));
            }
            pages.show(context, "profiles/changes.jte", frame, model);
            return true;
        });
    }

    /** What stands in the way of saving, each with its place. */
    static List<String> mistakes(Draft draft) {
        FormState state = draft.state();
        state.seal();
        return state.validate().stream()
                .filter(finding -> finding.severity() == FormFinding.Severity.ERROR)
                .map(finding -> FormSayings.remark(finding.pointer(), finding.message(), state.model()))
                .toList();
    }

    private void report(Context context) {
        drafts.with(AdminGuard.caller(context), id(context), language(context), draft -> {
            var came = draft.came().orElseThrow(EditPages::noFile);
            var words = pages.part(context).text("editor");
            var frame = pages.titled(context, PageFrame.Place.PROFILES, words.get("import.report", came.file()), "");
            var view = new ImportView(frame, draft, came);
            pages.show(context, "profiles/report.jte", frame, Map.of("view", view));
            return true;
        });
    }

    private static SlipwayException noFile() {
        return Problem.of(ProblemCode.PROFILE_NOT_FOUND, "This profile did not come in from a file.")
                .exception();
    }
}
