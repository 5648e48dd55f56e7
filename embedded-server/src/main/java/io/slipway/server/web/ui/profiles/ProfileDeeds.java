package io.slipway.server.web.ui.profiles;

import io.javalin.http.Context;
import io.slipway.server.answer.importing.UnattendImport;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.profile.BuiltInProfiles;
import io.slipway.server.profile.ProfileChange;
import io.slipway.server.profile.ProfileForms;
import io.slipway.server.profile.ProfileHistory;
import io.slipway.server.profile.ProfileSummary;
import io.slipway.server.profile.ProfileTransfer;
import io.slipway.server.profile.Profiles;
import io.slipway.server.text.Text;
import io.slipway.server.web.Access;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.Answers;
import io.slipway.server.web.Requests;
import io.slipway.server.web.ui.frame.Look;
import io.slipway.server.web.ui.frame.UiPage;
import io.slipway.server.web.ui.frame.UiParts;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** What can be done with a profile from its page, and how a new one begins; the same services refuse what the API refuses. */
final class ProfileDeeds {
    /** Questions that a page can open with. */
    static final Set<String> ASKED = Set.of("duplicate", "rename", "iso", "delete");

    private static final String ONE = "/ui/profiles/{profile}";

    private final Profiles profiles;
    private final ProfileHistory history;
    private final Drafts drafts;

    ProfileDeeds(UiParts parts, Drafts drafts) {
        this.profiles = parts.profiles();
        this.history = new ProfileHistory(parts.profiles());
        this.drafts = drafts;
    }

    List<UiPage> routes() {
        return List.of(
                UiPage.ask("/ui/profiles/new", "begin a profile with one that comes with the product", this::begin)
                        .forThose(Access.OPERATE),
                UiPage.ask(
                                "/ui/profiles/import",
                                "begin a profile with what a file says; nothing is stored",
                                this::read)
                        .forThose(Access.OPERATE),
                UiPage.send(ONE + "/duplicate", Access.OPERATE, "store a copy of a profile", this::duplicate),
                UiPage.send(ONE + "/rename", Access.OPERATE, "give a profile another name", this::rename),
                UiPage.send(
                        ONE + "/default",
                        Access.OPERATE,
                        "use a profile when an order names none, or no more",
                        this::makeDefault),
                UiPage.send(
                        ONE + "/restore", Access.OPERATE, "make a new version of what an old one said", this::restore),
                UiPage.send(ONE + "/delete", Access.OPERATE, "delete a profile whose name was typed", this::delete));
    }

    private static Text text(Context context) {
        return EditPages.own(context);
    }

    private static Text editor(Context context) {
        return Text.of("editor", Look.of(context).language());
    }

    private ProfileSummary row(Context context) {
        var caller = AdminGuard.caller(context);
        var id = context.pathParam("profile");
        return profiles.summaries(caller).stream()
                .filter(row -> row.id().equals(id))
                .findFirst()
                .orElseThrow(() -> Problem.of(ProblemCode.PROFILE_NOT_FOUND, "There is no such profile.")
                        .exception());
    }

    private static void go(Context context, String path) {
        Answers.json(context, Json.object().put("go", path));
    }

    private static String name(Context context, ObjectNode document) {
        var name = Requests.requiredText(document, "name").strip();
        if (name.isEmpty()) {
            throw Requests.wrong("name", text(context).get("name.needed"));
        }
        return name;
    }

    private void begin(Context context) {
        var document = Requests.object(context, Set.of("preset"));
        var preset = BuiltInProfiles.find(Requests.requiredText(document, "preset"))
                .orElseThrow(() -> Requests.wrong("preset", "is no profile that comes with Slipway"));
        var origin = editor(context).get("origin.from", preset.profile().name());
        var id = drafts.begin(
                AdminGuard.caller(context),
                "",
                preset.stored(),
                origin,
                Optional.empty(),
                Look.of(context).language());
        go(context, "/ui/profiles/" + id + "/edit");
    }

    /** What begins with {@code <} is an answer file; anything else is a profile, or refused as one. */
    private void read(Context context) {
        var document = Requests.object(context, Set.of("text", "file"));
        var said = Requests.text(document, "text").orElse("");
        var text = said.startsWith("\uFEFF") ? said.substring(1) : said;
        if (text.isBlank()) {
            throw Requests.wrong("text", text(context).get("import.nothing"));
        }
        var file = Requests.text(document, "file").orElse("").strip();
        var shown = file.isEmpty() ? text(context).get("import.pasted") : file;
        var language = Look.of(context).language();
        var caller = AdminGuard.caller(context);
        var origin = editor(context).get("origin.file", shown);
        if (text.stripLeading().startsWith("<")) {
            var imported = UnattendImport.read(utf8(text), base(file));
            var came = new Draft.Came(shown, Optional.of(imported), List.of());
            var id =
                    drafts.begin(caller, base(file), imported.document().stored(), origin, Optional.of(came), language);
            go(context, "/ui/profiles/" + id + "/edit/report");
            return;
        }
        var incoming = incoming(context, text);
        var came = new Draft.Came(shown, Optional.empty(), incoming.missing());
        var name = incoming.name().isEmpty() ? base(file) : incoming.name();
        var id = drafts.begin(caller, name, incoming.document(), origin, Optional.of(came), language);
        go(context, "/ui/profiles/" + id + "/edit" + (incoming.missing().isEmpty() ? "" : "/report"));
    }

    private static ProfileTransfer.Incoming incoming(Context context, String text) {
        try {
            return ProfileTransfer.read(text);
        } catch (SlipwayException e) {
            if (e.problem().code() == ProblemCode.BAD_REQUEST) {
                throw e;
            }
            var said = ProfileForms.said(e.problem(), Look.of(context).language());
            var refused = Problem.of(e.problem().code(), text(context).count("import.refused", said.size()), said);
            throw new SlipwayException(refused, e);
        }
    }

    /** The browser has read the file as text, so what the declaration says about UTF-16 is no longer so. */
    private static byte[] utf8(String xml) {
        return xml.replaceFirst("(?i)encoding=[\"']utf-16(le|be)?[\"']", "encoding=\"utf-8\"")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String base(String file) {
        int dot = file.lastIndexOf('.');
        var name = dot > 0 ? file.substring(0, dot) : file;
        return name.isEmpty() ? "imported" : name;
    }

    private void duplicate(Context context) {
        var document = Requests.object(context, Set.of("name"));
        var name = name(context, document);
        var caller = AdminGuard.caller(context);
        var from = profiles.get(caller, context.pathParam("profile"));
        var copy = profiles.create(caller, name, false, from.document().stored(), from.name() + " v" + from.version());
        var answer = Json.object().put("go", "/ui/profiles/" + copy.id());
        Answers.json(context, answer);
    }

    private void rename(Context context) {
        var document = Requests.object(context, Set.of("name"));
        var renamed = profiles.update(
                AdminGuard.caller(context),
                context.pathParam("profile"),
                ProfileChange.rename(name(context, document)));
        go(context, "/ui/profiles/" + renamed.id());
    }

    private void makeDefault(Context context) {
        var document = Requests.object(context, Set.of("default"));
        if (!document.path("default").isBoolean()) {
            throw Requests.wrong("default", "must be true or false");
        }
        boolean wanted = document.path("default").booleanValue();
        var row = profiles.update(
                AdminGuard.caller(context), context.pathParam("profile"), ProfileChange.makeDefault(wanted));
        Answers.json(
                context,
                Json.object()
                        .put("say", text(context).get(wanted ? "default.on.said" : "default.off.said", row.name())));
    }

    private void restore(Context context) {
        var document = Requests.object(context, Set.of("version"));
        int version = document.path("version").asInt(0);
        if (version < 1) {
            throw Requests.wrong("version", "must be the number of a version");
        }
        var now = history.restore(AdminGuard.caller(context), context.pathParam("profile"), version);
        Answers.json(
                context,
                Json.object()
                        .put("say", text(context).get("restored", version, now.version()))
                        .put("go", "/ui/profiles/" + now.id() + "?tab=history"));
    }

    private void delete(Context context) {
        var document = Requests.object(context, Set.of("name"));
        var row = row(context);
        if (!Requests.text(document, "name").orElse("").strip().equals(row.name())) {
            throw Requests.wrong("name", text(context).get("delete.typed", row.name()));
        }
        var caller = AdminGuard.caller(context);
        profiles.delete(caller, row.id());
        drafts.settle(caller, row.id());
        go(context, "/ui/profiles");
    }
}
