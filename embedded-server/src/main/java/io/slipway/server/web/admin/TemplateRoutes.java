package io.slipway.server.web.admin;

import static io.slipway.server.base.ProblemCode.HOST_NOT_FOUND;
import static io.slipway.server.base.ProblemCode.TEMPLATE_NOT_FOUND;
import static io.slipway.server.web.Access.ADMIN;
import static io.slipway.server.web.Access.READ;
import static io.slipway.server.web.ProblemSets.HOST_WORK;

import io.javalin.http.Context;
import io.slipway.server.base.Json;
import io.slipway.server.compat.TemplateMappings;
import io.slipway.server.host.Host;
import io.slipway.server.host.Hosts;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.Answers;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Templates of hosts, and the names that applications use for them. */
final class TemplateRoutes {
    private final Hosts hosts;
    private final TemplateMappings mappings;

    TemplateRoutes(Hosts hosts, TemplateMappings mappings) {
        this.hosts = hosts;
        this.mappings = mappings;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/hosts/{host}/templates", READ, "templates on a host", this::templates)
                        .as("hosts.templates")
                        .answers("TemplateList")
                        .refuses(HOST_WORK)
                        .refuses(HOST_NOT_FOUND),
                Route.get("/api/v1/hosts/{host}/template-mappings", READ, "mapped template names", this::mapped)
                        .as("hosts.mappings")
                        .answers("MappingList")
                        .refuses(HOST_NOT_FOUND),
                Route.put(
                                "/api/v1/hosts/{host}/template-mappings/{name}",
                                ADMIN,
                                "let a name stand for a template of the host",
                                this::map)
                        .as("hosts.map")
                        .takes("TemplateToMap")
                        .answers("Mapping")
                        .refuses(HOST_WORK)
                        .refuses(HOST_NOT_FOUND, TEMPLATE_NOT_FOUND),
                Route.delete(
                                "/api/v1/hosts/{host}/template-mappings/{name}",
                                ADMIN,
                                "forget a mapped name",
                                this::unmap)
                        .as("hosts.unmap")
                        .answers("Deleted")
                        .refuses(HOST_NOT_FOUND, TEMPLATE_NOT_FOUND));
    }

    private Host host(Context context) {
        return hosts.require(AdminGuard.caller(context).tenant(), Parameters.word(context, "host"));
    }

    private void templates(Context context) {
        var answer = Json.object();
        var items = answer.putArray("items");
        hosts.hypervisor(host(context)).templates().forEach(template -> items.add(HostJson.template(template)));
        Answers.json(context, answer);
    }

    private void mapped(Context context) {
        var caller = AdminGuard.caller(context);
        var answer = Json.object();
        var items = answer.putArray("items");
        mappings.list(caller.tenant(), host(context).id())
                .forEach((name, id) -> items.add(Json.object().put("name", name).put("template_id", id)));
        Answers.json(context, answer);
    }

    private void map(Context context) {
        var document = RequestDocument.of(context, Set.of("template_id"));
        var id = document.integer("template_id", 100, 999_999_999);
        if (id.isEmpty()) {
            document.required("template_id", Optional.empty());
        }
        document.check();
        var host = host(context);
        var name = Parameters.name(context, "name");
        mappings.put(
                AdminGuard.caller(context).tenant(),
                host,
                hosts.hypervisor(host).templates(),
                name,
                id.getAsInt());
        Answers.json(context, Json.object().put("name", name).put("template_id", id.getAsInt()));
    }

    private void unmap(Context context) {
        var name = Parameters.name(context, "name");
        mappings.remove(AdminGuard.caller(context).tenant(), host(context).id(), name);
        Answers.json(context, Json.object().put("deleted", true));
    }
}
