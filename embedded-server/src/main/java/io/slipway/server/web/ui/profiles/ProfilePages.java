package io.slipway.server.web.ui.profiles;

import io.javalin.http.Context;
import io.slipway.server.answer.Seed;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.disc.DiscPreview;
import io.slipway.server.disc.ProfilePreview;
import io.slipway.server.profile.ProfileForms;
import io.slipway.server.profile.ProfileHistory;
import io.slipway.server.profile.ProfileSummary;
import io.slipway.server.profile.ProfileTransfer;
import io.slipway.server.profile.StoredProfile;
import io.slipway.server.schema.FormState;
import io.slipway.server.web.Access;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.ui.frame.Address;
import io.slipway.server.web.ui.frame.ListAsked;
import io.slipway.server.web.ui.frame.Look;
import io.slipway.server.web.ui.frame.PageFrame;
import io.slipway.server.web.ui.frame.Pages;
import io.slipway.server.web.ui.frame.UiPage;
import io.slipway.server.web.ui.frame.UiParts;
import io.slipway.server.web.ui.profiles.ProfileView.Tab;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** The list of profiles, one of them, and how two of its versions differ. The editor is {@link EditPages}'s. */
public final class ProfilePages {
    private static final String LIVE = "profiles,vms";
    private static final String ONE = "/ui/profiles/{profile}";
    private static final int MOST_VERSIONS = 1_000_000;

    private final UiParts parts;
    private final Pages pages;
    private final Drafts drafts;
    private final ProfileHistory history;

    public ProfilePages(UiParts parts, Pages pages) {
        this.parts = parts;
        this.pages = pages;
        this.drafts = new Drafts(parts.profiles(), parts.ids(), parts.clock());
        this.history = new ProfileHistory(parts.profiles());
        parts.vault().listen(drafts);
    }

    public List<UiPage> routes() {
        var own = Stream.of(
                UiPage.show(PageFrame.Place.PROFILES.path(), "the profiles, unsaved changes first", this::list)
                        .with("q", "page"),
                UiPage.show("/ui/profiles/new", "what a new profile can begin with", this::begin)
                        .forThose(Access.OPERATE),
                UiPage.show(ONE, "one profile: what it sets, the files it makes, its versions", this::one)
                        .with("tab", "file", "ask"),
                UiPage.show(ONE + "/compare", "which settings differ between two versions of a profile", this::compare)
                        .with("from", "to"),
                UiPage.show(ONE + "/export", "a profile as a file, without its secrets", this::export));
        return Stream.of(
                        own,
                        new EditPages(parts, pages, drafts).routes().stream(),
                        new ProfileDeeds(parts, drafts).routes().stream(),
                        new EditDeeds(parts, drafts).routes().stream(),
                        new BindDeeds(parts, drafts).routes().stream(),
                        new DiscDeeds(parts, drafts).routes().stream())
                .flatMap(each -> each)
                .toList();
    }

    private static String query(Context context, String name) {
        return Objects.requireNonNullElse(context.queryParam(name), "").strip();
    }

    private static SlipwayException wrong(String detail) {
        return Problem.of(ProblemCode.BAD_REQUEST, detail).exception();
    }

    private static int number(Context context, String name, int otherwise) {
        var text = query(context, name);
        if (text.isEmpty()) {
            return otherwise;
        }
        if (!text.matches("[1-9][0-9]{0,6}") || Integer.parseInt(text) > MOST_VERSIONS) {
            throw wrong("There is no such number: " + name + ".");
        }
        return Integer.parseInt(text);
    }

    private void list(Context context) {
        var asked = ListAsked.of(context);
        var caller = AdminGuard.caller(context);
        var frame = pages.frame(context, PageFrame.Place.PROFILES, PageFrame.Place.PROFILES.key(), LIVE);
        var view = ProfileListView.of(frame, asked, parts.profiles().summaries(caller), drafts.unsaved(caller));
        pages.show(context, "profiles/list.jte", frame, Map.of("view", view));
    }

    private void begin(Context context) {
        var title = EditPages.own(context).get("new.title");
        var frame = pages.titled(context, PageFrame.Place.PROFILES, title, "");
        pages.show(context, "profiles/new.jte", frame, Map.of("presets", ProfileListView.presets(frame)));
    }

    private ProfileSummary require(Context context) {
        var id = context.pathParam("profile");
        return Pages.subject(context, () -> parts.profiles().summaries(AdminGuard.caller(context)).stream()
                .filter(row -> row.id().equals(id))
                .findFirst()
                .orElseThrow(() -> Problem.of(ProblemCode.PROFILE_NOT_FOUND, "There is no such profile.")
                        .exception()));
    }

    private void one(Context context) {
        var tab = Tab.find(query(context, "tab").isEmpty() ? Tab.SETTINGS.word() : query(context, "tab"))
                .orElseThrow(() -> wrong("There is no such part of the page."));
        var ask = query(context, "ask");
        if (!ask.isEmpty() && !ProfileDeeds.ASKED.contains(ask)) {
            throw wrong("There is no such question.");
        }
        var caller = AdminGuard.caller(context);
        if (drafts.fresh(caller, context.pathParam("profile"))) {
            context.redirect(EditPages.EDIT.replace("{profile}", context.pathParam("profile")));
            return;
        }
        var row = require(context);
        var frame = pages.titled(context, PageFrame.Place.PROFILES, row.name(), LIVE);
        boolean unsaved =
                drafts.unsaved(caller).stream().anyMatch(line -> line.id().equals(row.id()));
        var disc = DiscExtras.of(parts, caller);
        var view = new ProfileView(frame, row, tab, unsaved, disc, history.versions(caller, row.id()));
        var model = new HashMap<String, Object>(Map.of("view", view, "ask", ask));
        try {
            addContent(context, view, model);
        } catch (SlipwayException e) {
            // The head and the history are told without the key.
            if (e.problem().code() != ProblemCode.VAULT_LOCKED) {
                throw e;
            }
            model.put("locked", true);
        }
        pages.show(context, "profiles/profile.jte", frame, model);
    }

    private void addContent(Context context, ProfileView view, Map<String, Object> model) {
        var caller = AdminGuard.caller(context);
        if (view.tab() == Tab.SETTINGS) {
            var stored = parts.profiles().get(caller, view.row().id());
            try (var state = looked(context, stored.document().masked())) {
                var secrets = EditSecrets.of(parts.secrets(), caller, stored.id(), Optional.of(stored));
                model.put("sections", ProfileView.sections(state, view.frame().text("form"), view.own(), secrets));
            }
        }
        if (view.tab() == Tab.FILES) {
            var stored = parts.profiles().get(caller, view.row().id());
            model.put("files", files(context, view, stored));
        }
    }

    /** A form that nobody edits: it has the words. */
    private FormState looked(Context context, ObjectNode masked) {
        var model = ProfileForms.of(masked, Look.of(context).language());
        return new FormState(model, masked, document -> List.of(), parts.clock());
    }

    private FilesView files(Context context, ProfileView view, StoredProfile stored) {
        var language = Look.of(context).language();
        var preview = new ProfilePreview(new DiscPreview(parts.endpoints()), language, stored.id());
        var masked = stored.document().masked();
        var request = new ProfilePreview.Request(
                Optional.of(stored.document()),
                masked,
                Seed.of("preview", stored.id()),
                ProfilePreview.Request.Versus.STORED);
        return new FilesView(
                view.frame(),
                preview.make(request, Map.of()),
                ProfileForms.of(masked, language),
                query(context, "file"),
                view.link(Tab.FILES),
                pointer -> "");
    }

    private void compare(Context context) {
        var caller = AdminGuard.caller(context);
        var row = require(context);
        int to = number(context, "to", row.version());
        int from = number(context, "from", Math.max(1, to - 1));
        var found = history.compare(caller, row.id(), from, to);
        var later = history.at(caller, row.id(), to).document().masked();
        var title = EditPages.own(context).get("compare.title", row.name(), from, to);
        var frame = pages.titled(context, PageFrame.Place.PROFILES, title, "");
        try (var state = looked(context, later)) {
            var rows = DifferenceRow.of(found, state, frame.text("form"), frame.text("editor"));
            var versions = history.versions(caller, row.id());
            pages.show(
                    context,
                    "profiles/compare.jte",
                    frame,
                    Map.of("row", row, "from", from, "to", to, "rows", rows, "versions", versions));
        }
    }

    private void export(Context context) {
        var stored = parts.profiles()
                .get(AdminGuard.caller(context), require(context).id());
        var shared = ProfileTransfer.share(stored.name(), stored.document());
        var file = Address.encoded(ProfileTransfer.fileName(stored.name()) + ".json");
        context.contentType("application/json; charset=utf-8")
                .header("Content-Disposition", "attachment; filename=\"profile.json\"; filename*=UTF-8''" + file)
                .header("Cache-Control", "no-store")
                .result(shared.json());
    }
}
