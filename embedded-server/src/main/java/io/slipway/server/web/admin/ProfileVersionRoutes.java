package io.slipway.server.web.admin;

import static io.slipway.server.base.ProblemCode.PROFILE_NOT_FOUND;
import static io.slipway.server.base.ProblemCode.UNPROCESSABLE;
import static io.slipway.server.web.Access.OPERATE;
import static io.slipway.server.web.Access.READ;
import static io.slipway.server.web.ProblemSets.PROFILE;
import static io.slipway.server.web.ProblemSets.VAULT;

import io.javalin.http.Context;
import io.slipway.server.answer.importing.ImportedProfile;
import io.slipway.server.answer.importing.UnattendImport;
import io.slipway.server.base.Json;
import io.slipway.server.profile.ProfileDifference;
import io.slipway.server.profile.ProfileHistory;
import io.slipway.server.profile.Profiles;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.Answers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;

/** Versions of a profile, copies of it, and profiles made of answer files from elsewhere. */
final class ProfileVersionRoutes {
    private static final String BASE = "/api/v1/unattend-profiles";
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_XML = 2 << 20;
    private static final int MOST_VERSIONS = 1_000_000;

    private final Profiles profiles;
    private final ProfileHistory history;

    ProfileVersionRoutes(Profiles profiles) {
        this.profiles = profiles;
        this.history = new ProfileHistory(profiles);
    }

    List<Route> routes() {
        return List.of(
                Route.get(BASE + "/{profile}/versions", READ, "the versions of a profile, newest first", this::versions)
                        .as("profiles.versions")
                        .answers("ProfileVersionList")
                        .refuses(PROFILE_NOT_FOUND),
                Route.get(
                                BASE + "/{profile}/compare",
                                READ,
                                "what differs between two versions of a profile; never a secret",
                                this::compare)
                        .with("from", "to")
                        .as("profiles.compare")
                        .answers("ProfileComparison")
                        .refuses(VAULT)
                        .refuses(PROFILE_NOT_FOUND),
                Route.post(
                                BASE + "/{profile}/restore",
                                OPERATE,
                                "make a new version of what an old one said",
                                this::restore)
                        .as("profiles.restore")
                        .takes("VersionToRestore")
                        .answers("Profile")
                        .refuses(VAULT)
                        .refuses(PROFILE)
                        .refuses(PROFILE_NOT_FOUND, UNPROCESSABLE),
                Route.post(BASE + "/{profile}/duplicate", OPERATE, "store a copy of a profile", this::duplicate)
                        .as("profiles.duplicate")
                        .takes("ProfileCopy")
                        .answers(201, "Profile")
                        .refuses(VAULT)
                        .refuses(PROFILE)
                        .refuses(PROFILE_NOT_FOUND),
                Route.post(
                                BASE + "/import",
                                OPERATE,
                                "make a profile of an answer file, with a report on each of its settings",
                                this::importXml)
                        .as("profiles.import")
                        .takes("AnswerFile")
                        .answers("ImportPreview")
                        .answers(201, "ProfileImported")
                        .refuses(VAULT)
                        .refuses(PROFILE)
                        .refuses(UNPROCESSABLE));
    }

    private void versions(Context context) {
        ArrayNode rows = Json.mapper().createArrayNode();
        history.versions(AdminGuard.caller(context), Parameters.word(context, "profile"))
                .forEach(version -> rows.addObject()
                        .put("version", version.n())
                        .put("saved_at", version.savedAt().toString())
                        .put("author", version.author())
                        .put("note", version.note()));
        Answers.json(context, rows);
    }

    private void compare(Context context) {
        int from = (int) Parameters.number(context, "from", 1, 1, MOST_VERSIONS);
        var caller = AdminGuard.caller(context);
        var id = Parameters.word(context, "profile");
        int to = (int) Parameters.number(context, "to", profiles.get(caller, id).version(), 1, MOST_VERSIONS);
        ArrayNode rows = Json.mapper().createArrayNode();
        for (var difference : history.compare(caller, id, from, to)) {
            rows.add(view(difference));
        }
        Answers.json(context, Json.object().put("from", from).put("to", to).set("differences", rows));
    }

    private static tools.jackson.databind.node.ObjectNode view(ProfileDifference difference) {
        return Json.object()
                .put("pointer", difference.pointer())
                .put("kind", difference.kind().name().toLowerCase(Locale.ROOT))
                .put("before", difference.before().orElse(null))
                .put("after", difference.after().orElse(null));
    }

    private void restore(Context context) {
        var document = RequestDocument.of(context, Set.of("version"));
        int version = document.integer("version", 1, MOST_VERSIONS).orElse(0);
        if (version == 0) {
            document.required("version", java.util.Optional.empty());
        }
        document.check();
        var caller = AdminGuard.caller(context);
        Answers.json(
                context, ProfileRoutes.view(history.restore(caller, Parameters.word(context, "profile"), version)));
    }

    private void duplicate(Context context) {
        var document = RequestDocument.of(context, Set.of("name"));
        var name = document.requiredText("name", LONGEST_NAME);
        document.check();
        var caller = AdminGuard.caller(context);
        var from = profiles.get(caller, Parameters.word(context, "profile"));
        var copy = profiles.create(
                caller, name, false, from.document().stored(), "copy of " + from.id() + " version " + from.version());
        Answers.json(context, 201, ProfileRoutes.view(copy));
    }

    /** Stores nothing when the request says {@code dry_run}; then the report and the masked document are the answer. */
    private void importXml(Context context) {
        var document = RequestDocument.of(context, Set.of("name", "xml", "is_default", "dry_run"));
        var name = document.requiredText("name", LONGEST_NAME);
        var xml = document.requiredText("xml", LONGEST_XML);
        boolean isDefault = document.flag("is_default").orElse(false);
        boolean dryRun = document.flag("dry_run").orElse(false);
        document.check();
        var imported = UnattendImport.read(xml.getBytes(StandardCharsets.UTF_8), name);
        if (dryRun) {
            var answer = Json.object().put("name", name);
            answer.set("config", imported.document().masked());
            answer.set("warnings", ProfileRoutes.warnings(imported.document().warnings()));
            Answers.json(context, answer.set("report", report(imported)));
            return;
        }
        var stored = profiles.create(
                AdminGuard.caller(context),
                name,
                isDefault,
                imported.document().stored(),
                "imported from an answer file");
        Answers.json(context, 201, ProfileRoutes.view(stored).set("report", report(imported)));
    }

    private static ArrayNode report(ImportedProfile imported) {
        ArrayNode rows = Json.mapper().createArrayNode();
        imported.lines().forEach(line -> rows.addObject()
                .put("where", line.where())
                .put("outcome", line.outcome().name().toLowerCase(Locale.ROOT))
                .put("pointer", line.pointer())
                .put("reason", line.reason()));
        return rows;
    }
}
