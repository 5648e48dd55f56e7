package io.slipway.server.web.admin;

import static io.slipway.server.base.ProblemCode.DUPLICATE_NAME;
import static io.slipway.server.base.ProblemCode.INVALID_PLAYBOOK;
import static io.slipway.server.base.ProblemCode.PLAYBOOK_NOT_FOUND;
import static io.slipway.server.web.Access.OPERATE;
import static io.slipway.server.web.Access.READ;

import io.javalin.http.Context;
import io.slipway.server.base.FieldError;
import io.slipway.server.base.Json;
import io.slipway.server.profile.Playbook;
import io.slipway.server.profile.PlaybookCheck;
import io.slipway.server.profile.Playbooks;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.Answers;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Playbooks of the caller (requirements A.15). */
final class PlaybookRoutes {
    private static final Set<String> FIELDS = Set.of("name", "is_default", "content");
    /** Above the format's own limit, so that its own check says what is wrong. */
    private static final int LONGEST_CONTENT = 4 * PlaybookCheck.LONGEST;

    private final Playbooks playbooks;

    PlaybookRoutes(Playbooks playbooks) {
        this.playbooks = playbooks;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/playbooks", READ, "the caller's playbooks, oldest first", this::list)
                        .as("playbooks.list")
                        .answers("PlaybookList"),
                Route.post("/api/v1/playbooks", OPERATE, "store a playbook", this::create)
                        .as("playbooks.create")
                        .takes("NewPlaybook")
                        .answers(201, "Playbook")
                        .headers("Location")
                        .refuses(DUPLICATE_NAME, INVALID_PLAYBOOK),
                Route.ask("/api/v1/playbooks/validate", READ, "check a playbook without storing it", this::validate)
                        .as("playbooks.validate")
                        .takes("PlaybookToCheck")
                        .answers("PlaybookVerdict"),
                Route.get("/api/v1/playbooks/{playbook}", READ, "one playbook", this::show)
                        .as("playbooks.show")
                        .answers("Playbook")
                        .refuses(PLAYBOOK_NOT_FOUND),
                Route.put("/api/v1/playbooks/{playbook}", OPERATE, "change parts of a playbook", this::update)
                        .as("playbooks.update")
                        .takes("PlaybookChange")
                        .answers("Playbook")
                        .refuses(PLAYBOOK_NOT_FOUND, DUPLICATE_NAME, INVALID_PLAYBOOK),
                Route.delete("/api/v1/playbooks/{playbook}", OPERATE, "delete a playbook", this::delete)
                        .as("playbooks.delete")
                        .answers("Deleted")
                        .refuses(PLAYBOOK_NOT_FOUND));
    }

    private void list(Context context) {
        ArrayNode rows = Json.mapper().createArrayNode();
        playbooks.list(AdminGuard.caller(context)).forEach(playbook -> rows.add(view(playbook)));
        Answers.json(context, rows);
    }

    private void create(Context context) {
        var document = RequestDocument.of(context, FIELDS);
        var name = document.requiredText("name", Playbooks.LONGEST_NAME);
        boolean isDefault = document.flag("is_default").orElse(false);
        var content = document.requiredText("content", LONGEST_CONTENT);
        document.check();
        var stored = playbooks.create(AdminGuard.caller(context), name, isDefault, content);
        Answers.json(context.header("Location", "/api/v1/playbooks/" + stored.id()), 201, view(stored));
    }

    private void validate(Context context) {
        var document = RequestDocument.of(context, Set.of("content"));
        var content = document.requiredText("content", LONGEST_CONTENT);
        document.check();
        var result = PlaybookCheck.check(content);
        var answer = Json.object().put("valid", result.valid());
        answer.set("errors", places(result.errors()));
        answer.set("warnings", places(result.warnings()));
        Answers.json(context, answer);
    }

    private static ArrayNode places(List<FieldError> findings) {
        ArrayNode array = Json.mapper().createArrayNode();
        findings.forEach(
                finding -> array.addObject().put("path", finding.pointer()).put("message", finding.message()));
        return array;
    }

    private void show(Context context) {
        Answers.json(context, view(playbooks.get(AdminGuard.caller(context), Parameters.word(context, "playbook"))));
    }

    private void update(Context context) {
        var id = Parameters.word(context, "playbook");
        var document = RequestDocument.of(context, FIELDS);
        var name = document.text("name", Playbooks.LONGEST_NAME);
        var isDefault = document.flag("is_default");
        var content = document.text("content", LONGEST_CONTENT);
        document.check();
        Answers.json(context, view(playbooks.update(AdminGuard.caller(context), id, name, isDefault, content)));
    }

    private void delete(Context context) {
        playbooks.delete(AdminGuard.caller(context), Parameters.word(context, "playbook"));
        Answers.json(context, Json.object().put("deleted", true));
    }

    private static ObjectNode view(Playbook playbook) {
        return Json.object()
                .put("id", playbook.id())
                .put("name", playbook.name())
                .put("is_default", playbook.isDefault())
                .put("content", playbook.content())
                .put("created_at", playbook.createdAt().toString())
                .put("updated_at", playbook.updatedAt().toString());
    }
}
