package io.slipway.server.web.admin;

import static io.slipway.server.base.ProblemCode.DUPLICATE_NAME;
import static io.slipway.server.base.ProblemCode.NODE_NOT_FOUND;
import static io.slipway.server.base.ProblemCode.WRONG_STATE;
import static io.slipway.server.web.Access.OPERATE;
import static io.slipway.server.web.Access.READ;

import io.javalin.http.Context;
import io.slipway.server.base.Json;
import io.slipway.server.compat.Node;
import io.slipway.server.compat.NodeChange;
import io.slipway.server.compat.Nodes;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.Answers;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** Nodes of document 004 (requirements E.1, E.3). */
final class NodeRoutes {
    private static final Set<String> FIELDS =
            Set.of("applicationId", "name", "templateId", "vmId", "hypervisorId", "ipAddress", "status");
    private static final int LONGEST = 200;

    private final Nodes nodes;

    NodeRoutes(Nodes nodes) {
        this.nodes = nodes;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/nodes", READ, "nodes, oldest first (004)", this::list)
                        .with("applicationId")
                        .as("nodes.list")
                        .answers("NodeList"),
                Route.post("/api/nodes", OPERATE, "make a node (004)", this::create)
                        .as("nodes.create")
                        .takes("NewNode")
                        .answers(201, "Node")
                        .headers("Location")
                        .refuses(DUPLICATE_NAME, WRONG_STATE),
                Route.get("/api/nodes/{node}", READ, "one node (004)", this::show)
                        .as("nodes.show")
                        .answers("Node")
                        .refuses(NODE_NOT_FOUND),
                Route.put("/api/nodes/{node}", OPERATE, "change a node (004)", this::update)
                        .as("nodes.update")
                        .takes("NodeChange")
                        .answers("Node")
                        .refuses(NODE_NOT_FOUND, WRONG_STATE),
                Route.delete("/api/nodes/{node}", OPERATE, "forget a node without a VM (004)", this::delete)
                        .as("nodes.delete")
                        .answers("Deleted")
                        .refuses(NODE_NOT_FOUND, WRONG_STATE),
                Route.post(
                                "/api/nodes/{node}/provision-complete",
                                OPERATE,
                                "note the VM of a node; the server does it by itself too (004)",
                                this::complete)
                        .as("nodes.complete")
                        .takes("NodeProvisioned")
                        .answers("Node")
                        .refuses(NODE_NOT_FOUND, WRONG_STATE));
    }

    private void list(Context context) {
        var application = Parameters.optionalWord(context, "applicationId");
        var answer = Json.object();
        var items = answer.putArray("items");
        nodes.list(AdminGuard.caller(context).tenant(), application).forEach(node -> items.add(view(node)));
        Answers.json(context, answer);
    }

    private static NodeChange change(RequestDocument document) {
        return new NodeChange(
                document.text("applicationId", LONGEST),
                document.text("name", LONGEST),
                document.text("templateId", LONGEST),
                document.text("vmId", LONGEST),
                document.text("hypervisorId", LONGEST),
                document.text("ipAddress", LONGEST),
                status(document));
    }

    private static Optional<String> status(RequestDocument document) {
        return document.text("status", 20).flatMap(status -> switch (status) {
            case "running", "pending" -> Optional.of(status);
            case "stopped" -> Optional.of("pending");
            default -> {
                document.wrong("status", "must be running, stopped or pending");
                yield Optional.empty();
            }
        });
    }

    private void create(Context context) {
        var document = RequestDocument.of(context, FIELDS);
        var name = document.requiredText("name", LONGEST);
        var wanted = change(document);
        document.check();
        var node = nodes.create(AdminGuard.caller(context).tenant(), wanted, name);
        Answers.json(context.header("Location", "/api/nodes/" + node.id()), 201, view(node));
    }

    private void show(Context context) {
        Answers.json(
                context, view(nodes.require(AdminGuard.caller(context).tenant(), Parameters.word(context, "node"))));
    }

    private void update(Context context) {
        var document = RequestDocument.of(context, FIELDS);
        var wanted = change(document);
        document.check();
        var id = Parameters.word(context, "node");
        Answers.json(context, view(nodes.update(AdminGuard.caller(context).tenant(), id, wanted)));
    }

    private void delete(Context context) {
        nodes.delete(AdminGuard.caller(context).tenant(), Parameters.word(context, "node"));
        Answers.json(context, Json.object().put("deleted", true));
    }

    private void complete(Context context) {
        var document = RequestDocument.of(context, Set.of("vmId", "hypervisorId", "ipAddress"));
        var vm = document.requiredText("vmId", LONGEST);
        var hypervisor = document.requiredText("hypervisorId", LONGEST);
        var address = document.text("ipAddress", LONGEST);
        document.check();
        var id = Parameters.word(context, "node");
        var change = NodeChange.complete(vm, hypervisor, address);
        Answers.json(context, view(nodes.update(AdminGuard.caller(context).tenant(), id, change)));
    }

    private static ObjectNode view(Node node) {
        return Json.object()
                .put("id", node.id())
                .put("applicationId", node.applicationId().orElse(null))
                .put("name", node.name())
                .put("templateId", node.templateId().orElse(null))
                .put("vmId", node.vmId().orElse(null))
                .put("hypervisorId", node.hypervisorId().orElse(null))
                .put("ipAddress", node.ipAddress().orElse(null))
                .put("status", node.shownStatus())
                .put("commandId", node.jobId().orElse(null))
                .put("createdAt", node.createdAt().toString())
                .put("updatedAt", node.updatedAt().toString());
    }
}
