package io.slipway.server.web.admin;

import static io.slipway.server.base.ProblemCode.AGENT_NOT_FOUND;
import static io.slipway.server.base.ProblemCode.COMMAND_NOT_FOUND;
import static io.slipway.server.base.ProblemCode.NODE_NOT_FOUND;
import static io.slipway.server.web.Access.OPERATE;
import static io.slipway.server.web.Access.READ;
import static io.slipway.server.web.ProblemSets.HOST_WORK;
import static io.slipway.server.web.ProblemSets.ORDER;

import io.javalin.http.Context;
import io.slipway.server.base.Caller;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.compat.CommandView;
import io.slipway.server.compat.CommandViews;
import io.slipway.server.compat.Commands;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.Answers;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** Commands and agents of document 004: thin views of jobs and hosts (requirements E.1, E.2). */
final class CommandRoutes {
    private static final String PATH = "/api/commands/";
    private static final int LONGEST_ID = 100;
    /** Commands of this kind keep nothing: the id says which host to ask. */
    private static final String LISTING = "list_templates.";

    private final Commands commands;
    private final CommandViews views;

    CommandRoutes(Commands commands, CommandViews views) {
        this.commands = commands;
        this.views = views;
    }

    List<Route> routes() {
        return List.of(
                Route.post("/api/commands", OPERATE, "give a command to an agent (004)", this::give)
                        .as("commands.give")
                        .takes("Command")
                        .answers(202, "CommandAccepted")
                        .headers("Location")
                        .refuses(HOST_WORK)
                        .refuses(ORDER)
                        .refuses(AGENT_NOT_FOUND, NODE_NOT_FOUND),
                Route.get("/api/commands/{command}", READ, "where a command stands (004)", this::show)
                        .as("commands.show")
                        .answers("CommandStatus")
                        .refuses(COMMAND_NOT_FOUND),
                Route.get("/api/agents/{agent}/templates", READ, "templates of an agent (004)", this::templates)
                        .as("commands.templates")
                        .answers("AgentTemplates")
                        .refuses(HOST_WORK)
                        .refuses(AGENT_NOT_FOUND),
                Route.post("/api/agents/{agent}/provision", OPERATE, "provision on an agent (004)", this::provision)
                        .as("commands.provision")
                        .takes("CommandParams")
                        .answers(202, "CommandAccepted")
                        .headers("Location")
                        .refuses(HOST_WORK)
                        .refuses(ORDER)
                        .refuses(AGENT_NOT_FOUND, NODE_NOT_FOUND));
    }

    private void give(Context context) {
        var caller = AdminGuard.caller(context);
        var document = RequestDocument.of(context, Set.of("agentId", "type", "params", "nodeId"));
        var agent = document.requiredText("agentId", LONGEST_ID);
        var type = document.requiredText("type", LONGEST_ID);
        var params = document.object("params");
        var node = document.text("nodeId", LONGEST_ID);
        if (type.equals("provision")) {
            document.required("params", params);
        } else if (!type.isEmpty() && !type.equals("list_templates")) {
            document.wrong("type", "must be provision or list_templates");
        }
        document.check();
        if (type.equals("provision")) {
            accepted(context, commands.provision(caller, agent, params.orElseThrow(), node));
        } else {
            var id = LISTING + commands.agent(caller, agent).id();
            Answers.json(
                    context.header("Location", PATH + id), 202, Json.object().put("commandId", id));
        }
    }

    private void provision(Context context) {
        var document = RequestDocument.of(context, Set.of("params", "nodeId"));
        var params = document.required("params", document.object("params"));
        var node = document.text("nodeId", LONGEST_ID);
        document.check();
        var agent = Parameters.word(context, "agent");
        accepted(context, commands.provision(AdminGuard.caller(context), agent, params.orElseThrow(), node));
    }

    private static void accepted(Context context, Commands.Issued issued) {
        var answer = Json.object().put("commandId", issued.commandId());
        issued.warnings().forEach(answer.putArray("warnings")::add);
        Answers.json(context.header("Location", PATH + issued.commandId()), 202, answer);
    }

    private void show(Context context) {
        var caller = AdminGuard.caller(context);
        var id = Parameters.word(context, "command");
        Answers.json(
                context,
                id.startsWith(LISTING)
                        ? listing(caller, id.substring(LISTING.length()))
                        : view(views.require(caller, id)));
    }

    private ObjectNode listing(Caller caller, String host) {
        try {
            var answer = Json.object().put("status", "completed");
            answer.set("result", templateList(caller, host));
            return answer;
        } catch (SlipwayException e) {
            var answer = Json.object().put("status", "failed");
            answer.set("error", error(e.problem()));
            return answer;
        }
    }

    private void templates(Context context) {
        Answers.json(context, templateList(AdminGuard.caller(context), Parameters.word(context, "agent")));
    }

    private ObjectNode templateList(Caller caller, String agent) {
        var answer = Json.object();
        var list = answer.putArray("templates");
        commands.templates(caller, agent).forEach(template -> list.add(HostJson.template(template)));
        return answer;
    }

    private static ObjectNode view(CommandView view) {
        var json = Json.object().put("status", view.status());
        view.progress().ifPresent(progress -> json.putObject("progress")
                .put("stage", progress.stage().word())
                .put("percent", progress.percent())
                .put("message", progress.message()));
        view.result().ifPresent(result -> json.set("result", result(result)));
        view.error().ifPresent(problem -> json.set("error", error(problem)));
        return json;
    }

    private static ObjectNode result(CommandView.Result result) {
        var json = Json.object()
                .put("vm_id", result.vmId())
                .put("hypervisor_id", result.hypervisorId())
                .put("node", result.node())
                .put("ip_address", result.ipAddress().orElse(null))
                .put("name", result.name())
                .put("status", result.status());
        var stages = json.putArray("stages_completed");
        result.stagesCompleted().forEach(stage -> stages.add(stage.word()));
        result.warnings().forEach(json.putArray("warnings")::add);
        return json;
    }

    private static ObjectNode error(Problem problem) {
        var error = Json.object()
                .put("message", problem.detail())
                .put("code", problem.code().name())
                .put("next_step", problem.nextStep());
        Optional.ofNullable(problem.context().get("choices")).ifPresent(choices -> error.put("choices", choices));
        return error;
    }
}
