package io.slipway.server.web.admin;

import static io.slipway.server.base.ProblemCode.PROFILE_NOT_FOUND;
import static io.slipway.server.base.ProblemCode.UNPROCESSABLE;
import static io.slipway.server.base.ProblemCode.WRONG_STATE;
import static io.slipway.server.web.Access.OPERATE;
import static io.slipway.server.web.Access.READ;
import static io.slipway.server.web.ProblemSets.PROFILE;
import static io.slipway.server.web.ProblemSets.VAULT;

import io.javalin.http.Context;
import io.slipway.server.base.Caller;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.profile.ProfileChange;
import io.slipway.server.profile.ProfileWarning;
import io.slipway.server.profile.Profiles;
import io.slipway.server.profile.StoredProfile;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.Answers;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Unattend profiles of the caller (requirements A.13). */
final class ProfileRoutes {
    private static final Set<String> FIELDS = Set.of("name", "is_default", "config", "note");
    private static final Set<String> CHANGE_FIELDS = Set.of("name", "is_default", "config", "note", "seen_version");
    /** Pointers of the store are into the profile; those of the answer are into the request. */
    private static final String CONFIG = "/config";

    private static final int LONGEST_NAME = 200;

    private final Profiles profiles;

    ProfileRoutes(Profiles profiles) {
        this.profiles = profiles;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/unattend-profiles", READ, "the caller's profiles, oldest first", this::list)
                        .as("profiles.list")
                        .answers("ProfileList"),
                Route.post("/api/v1/unattend-profiles", OPERATE, "store a profile", this::create)
                        .as("profiles.create")
                        .takes("NewProfile")
                        .answers(201, "Profile")
                        .headers("Location")
                        .refuses(VAULT)
                        .refuses(PROFILE),
                Route.get("/api/v1/unattend-profiles/{profile}", READ, "one profile", this::show)
                        .with("reveal")
                        .as("profiles.show")
                        .answers("Profile")
                        .refuses(VAULT)
                        .refuses(PROFILE_NOT_FOUND),
                Route.put("/api/v1/unattend-profiles/{profile}", OPERATE, "change parts of a profile", this::update)
                        .as("profiles.update")
                        .takes("ProfileChange")
                        .answers("Profile")
                        .refuses(VAULT)
                        .refuses(PROFILE)
                        .refuses(PROFILE_NOT_FOUND, UNPROCESSABLE),
                Route.delete("/api/v1/unattend-profiles/{profile}", OPERATE, "delete a profile", this::delete)
                        .as("profiles.delete")
                        .answers("Deleted")
                        .refuses(PROFILE_NOT_FOUND, WRONG_STATE));
    }

    private void list(Context context) {
        ArrayNode rows = Json.mapper().createArrayNode();
        profiles.list(AdminGuard.caller(context)).forEach(profile -> rows.add(view(profile)));
        Answers.json(context, rows);
    }

    private void create(Context context) {
        var document = RequestDocument.of(context, FIELDS);
        var name = document.requiredText("name", LONGEST_NAME);
        boolean isDefault = document.flag("is_default").orElse(false);
        var config = document.required("config", document.object("config"));
        var note = document.text("note", LONGEST_NAME).orElse("");
        document.check();
        var caller = AdminGuard.caller(context);
        var stored = Pointers.below(CONFIG, () -> profiles.create(caller, name, isDefault, config.orElseThrow(), note));
        Answers.json(context.header("Location", "/api/v1/unattend-profiles/" + stored.id()), 201, view(stored));
    }

    private void show(Context context) {
        var caller = AdminGuard.caller(context);
        var stored = profiles.get(caller, Parameters.word(context, "profile"));
        if (!Parameters.flag(context, "reveal")) {
            Answers.json(context, view(stored));
            return;
        }
        if (!caller.role().includes(Caller.Role.ADMIN)) {
            throw Problem.of(ProblemCode.FORBIDDEN, "Only an administrator may see a profile's secrets.")
                    .exception();
        }
        Answers.json(context, view(stored).set("config", stored.document().stored()));
    }

    private void update(Context context) {
        var id = Parameters.word(context, "profile");
        var document = RequestDocument.of(context, CHANGE_FIELDS);
        var seen = document.integer("seen_version", 1, 1_000_000);
        var change = new ProfileChange(
                document.text("name", LONGEST_NAME),
                document.flag("is_default"),
                document.object("config"),
                seen.isPresent() ? Optional.of(seen.getAsInt()) : Optional.empty(),
                document.text("note", LONGEST_NAME).orElse(""));
        document.check();
        var caller = AdminGuard.caller(context);
        Answers.json(context, view(Pointers.below(CONFIG, () -> profiles.update(caller, id, change))));
    }

    private void delete(Context context) {
        profiles.delete(AdminGuard.caller(context), Parameters.word(context, "profile"));
        Answers.json(context, Json.object().put("deleted", true));
    }

    static ObjectNode view(StoredProfile profile) {
        var json = Json.object()
                .put("id", profile.id())
                .put("name", profile.name())
                .put("is_default", profile.isDefault());
        json.set("config", profile.document().masked());
        json.put("version", profile.version());
        json.set("warnings", warnings(profile.document().warnings()));
        return json.put("created_at", profile.createdAt().toString())
                .put("updated_at", profile.updatedAt().toString());
    }

    static ArrayNode warnings(List<ProfileWarning> warnings) {
        ArrayNode array = Json.mapper().createArrayNode();
        warnings.forEach(
                warning -> array.addObject().put("pointer", warning.pointer()).put("message", warning.message()));
        return array;
    }
}
