package io.slipway.server.web.admin;

import static io.slipway.server.base.ProblemCode.ARTIFACTS_CONFIG_ERROR;
import static io.slipway.server.base.ProblemCode.ARTIFACT_ASSIGNMENT_NOT_FOUND;
import static io.slipway.server.base.ProblemCode.ARTIFACT_OBJECT_NOT_FOUND;
import static io.slipway.server.base.ProblemCode.ARTIFACT_RELEASE_NOT_FOUND;
import static io.slipway.server.base.ProblemCode.ARTIFACT_SCOPE_MISMATCH;
import static io.slipway.server.base.ProblemCode.DUPLICATE_NAME;
import static io.slipway.server.base.ProblemCode.UNPROCESSABLE;
import static io.slipway.server.base.ProblemCode.WRONG_STATE;
import static io.slipway.server.web.Access.ADMIN;
import static io.slipway.server.web.Access.READ;

import io.javalin.http.Context;
import io.slipway.server.artifact.ArtifactScope;
import io.slipway.server.artifact.Artifacts;
import io.slipway.server.artifact.Assignment;
import io.slipway.server.artifact.Downloads;
import io.slipway.server.artifact.Release;
import io.slipway.server.artifact.ReleaseOrder;
import io.slipway.server.artifact.ReleaseStatus;
import io.slipway.server.base.Caller;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.Answers;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Releases and who gets which (requirements B.8). */
final class ArtifactRoutes {
    private static final int LONGEST = 100;
    private static final String STATUSES = "must be draft, active, disabled or archived";

    private final Artifacts artifacts;
    private final Downloads downloads;

    ArtifactRoutes(Artifacts artifacts, Downloads downloads) {
        this.artifacts = artifacts;
        this.downloads = downloads;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/artifacts/releases", READ, "releases of artifacts and who gets them", this::list)
                        .with("module")
                        .as("artifacts.list")
                        .answers("ReleaseList"),
                Route.post("/api/v1/artifacts/releases", ADMIN, "release a file that was sent before", this::release)
                        .as("artifacts.release")
                        .takes("NewRelease")
                        .answers(201, "Release")
                        .headers("Location")
                        .refuses(ARTIFACT_OBJECT_NOT_FOUND, ARTIFACTS_CONFIG_ERROR, DUPLICATE_NAME, UNPROCESSABLE),
                Route.put("/api/v1/artifacts/releases/{release}", ADMIN, "change a release's status", this::change)
                        .as("artifacts.change")
                        .takes("ReleaseChange")
                        .answers("Release")
                        .refuses(ARTIFACT_RELEASE_NOT_FOUND, WRONG_STATE),
                Route.delete(
                                "/api/v1/artifacts/releases/{release}",
                                ADMIN,
                                "remove a release that nobody is assigned, and its file",
                                this::remove)
                        .as("artifacts.remove")
                        .answers("Deleted")
                        .refuses(ARTIFACT_RELEASE_NOT_FOUND, WRONG_STATE),
                Route.post(
                                "/api/v1/artifacts/assign",
                                ADMIN,
                                "let a user's VMs, or without a user all others, get a release",
                                this::assign)
                        .as("artifacts.assign")
                        .takes("AssignmentOrder")
                        .answers("Assignment")
                        .refuses(ARTIFACT_RELEASE_NOT_FOUND, ARTIFACT_SCOPE_MISMATCH, WRONG_STATE),
                Route.post("/api/v1/artifacts/unassign", ADMIN, "take an assignment back", this::unassign)
                        .as("artifacts.unassign")
                        .takes("AssignmentScope")
                        .answers("Deleted")
                        .refuses(ARTIFACT_ASSIGNMENT_NOT_FOUND),
                Route.get(
                                "/api/v1/artifacts/assign/{user}/{module}",
                                READ,
                                "what a user's VMs get: his own, the default, and which of them counts",
                                this::assigned)
                        .with("platform", "channel")
                        .as("artifacts.assigned")
                        .answers("Assigned"));
    }

    private void list(Context context) {
        var tenant = AdminGuard.caller(context).tenant();
        var assignments = artifacts.assignments(tenant);
        var granted = downloads.granted(tenant);
        var answer = Json.object();
        var items = answer.putArray("items");
        artifacts.list(tenant, Parameters.text(context, "module")).forEach(release -> {
            var item = view(release)
                    .put("available", artifacts.available(release))
                    .put("links", granted.getOrDefault(release.id(), 0));
            var users = item.putArray("assigned_users");
            boolean everybody = false;
            for (var assignment : assignments) {
                if (assignment.release().id().equals(release.id())) {
                    assignment.userId().ifPresent(users::add);
                    everybody |= assignment.userId().isEmpty();
                }
            }
            items.add(item.put("assigned_default", everybody));
        });
        Answers.json(context, answer);
    }

    private void release(Context context) {
        var document = RequestDocument.of(
                context,
                Set.of("module", "platform", "channel", "version", "object_key", "sha256", "size_bytes", "status"));
        var scope = new Scope(document);
        var version = document.requiredText("version", LONGEST);
        var key = document.requiredText("object_key", 1024);
        var digest = document.requiredText("sha256", 64);
        long size = document.size("size_bytes", Artifacts.LARGEST).orElse(0);
        var word = document.text("status", 20).orElse(ReleaseStatus.ACTIVE.word());
        var status = status(document, word);
        document.check();
        var order = new ReleaseOrder(scope.checked(), version, key, digest, size, status);
        var made = artifacts.release(AdminGuard.caller(context), order);
        Answers.json(context.header("Location", "/api/v1/artifacts/releases/" + made.id()), 201, view(made));
    }

    private static ReleaseStatus status(RequestDocument document, String word) {
        var status = ReleaseStatus.of(word);
        if (status.isEmpty() && !word.isEmpty()) {
            document.wrong("status", STATUSES);
        }
        return status.orElse(ReleaseStatus.DRAFT);
    }

    private void change(Context context) {
        var id = Parameters.word(context, "release");
        var document = RequestDocument.of(context, Set.of("status"));
        var status = status(document, document.requiredText("status", 20));
        document.check();
        Answers.json(context, view(artifacts.setStatus(AdminGuard.caller(context), id, status)));
    }

    private void remove(Context context) {
        artifacts.remove(AdminGuard.caller(context), Parameters.word(context, "release"));
        Answers.json(context, Json.object().put("deleted", true));
    }

    /** The three words of a scope as a document gives them. */
    private record Scope(String module, String platform, String channel) {
        Scope(RequestDocument document) {
            this(
                    document.requiredText("module", LONGEST),
                    document.text("platform", LONGEST).orElse(ArtifactScope.USUAL_PLATFORM),
                    document.text("channel", LONGEST).orElse(ArtifactScope.USUAL_CHANNEL));
        }

        ArtifactScope checked() {
            return new ArtifactScope(module, platform, channel);
        }
    }

    private void assign(Context context) {
        var document = RequestDocument.of(context, Set.of("user_id", "module", "platform", "channel", "release_id"));
        var user = document.text("user_id", LONGEST);
        var scope = new Scope(document);
        var release = document.requiredText("release_id", LONGEST);
        document.check();
        var made = artifacts.assign(AdminGuard.caller(context), user, scope.checked(), release);
        Answers.json(context, view(made));
    }

    private void unassign(Context context) {
        var document = RequestDocument.of(context, Set.of("user_id", "module", "platform", "channel"));
        var user = document.text("user_id", LONGEST);
        var scope = new Scope(document);
        document.check();
        artifacts.unassign(AdminGuard.caller(context), user, scope.checked());
        Answers.json(context, Json.object().put("deleted", true));
    }

    private void assigned(Context context) {
        var caller = AdminGuard.caller(context);
        var user = Parameters.name(context, "user");
        if (caller.role() != Caller.Role.ADMIN && !caller.userId().equals(user)) {
            throw Problem.of(ProblemCode.FORBIDDEN, "Only an administrator may ask for somebody else's.")
                    .exception();
        }
        var scope = new ArtifactScope(
                Parameters.word(context, "module"),
                Parameters.optionalWord(context, "platform").orElse(ArtifactScope.USUAL_PLATFORM),
                Parameters.optionalWord(context, "channel").orElse(ArtifactScope.USUAL_CHANNEL));
        var found = artifacts.assigned(caller.tenant(), user, scope);
        var answer = Json.object();
        answer.set("user", view(found.own()));
        answer.set("default", view(found.standard()));
        answer.set("effective", view(found.effective()));
        Answers.json(context, answer);
    }

    /** Null when there is none. */
    private static @Nullable ObjectNode view(Optional<Assignment> assignment) {
        return assignment.map(ArtifactRoutes::view).orElse(null);
    }

    private static ObjectNode view(Assignment assignment) {
        var json = Json.object().put("user_id", assignment.userId().orElse(null));
        json.set("release", view(assignment.release()));
        return json.put("assigned_by", assignment.assignedBy())
                .put("assigned_at", assignment.assignedAt().toString());
    }

    private static ObjectNode view(Release release) {
        return Json.object()
                .put("id", release.id())
                .put("module", release.scope().module())
                .put("platform", release.scope().platform())
                .put("channel", release.scope().channel())
                .put("version", release.version())
                .put("object_key", release.objectKey())
                .put("sha256", release.digest())
                .put("size_bytes", release.size())
                .put("status", release.status().word())
                .put("created_by", release.createdBy())
                .put("created_at", release.createdAt().toString())
                .put("updated_at", release.updatedAt().toString());
    }
}
