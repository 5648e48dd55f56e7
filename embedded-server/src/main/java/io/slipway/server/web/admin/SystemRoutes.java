package io.slipway.server.web.admin;

import static io.slipway.server.web.Access.READ;

import io.javalin.http.Context;
import io.slipway.server.base.Caller;
import io.slipway.server.base.Json;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.Answers;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** What this program is, where it listens, whether it is well. */
final class SystemRoutes {
    private final AdminParts parts;

    SystemRoutes(AdminParts parts) {
        this.parts = parts;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/about", READ, "version, addresses, runtime", this::about)
                        .as("system.about")
                        .answers("About"),
                Route.ask("/api/v1/auth/verify", READ, "whether a token is good", this::verify)
                        .as("auth.verify")
                        .mayTake("TokenToVerify")
                        .answers("Verdict"),
                Route.get("/api/v1/doctor", READ, "checks of everything the program needs", this::doctor)
                        .as("system.doctor")
                        .answers("Doctor"));
    }

    private void about(Context context) {
        var answer = Json.object().put("version", parts.version());
        if (AdminGuard.caller(context).role().includes(Caller.Role.ADMIN)) {
            answer.put("data_folder", parts.dataFolder().toAbsolutePath().toString());
        }
        var endpoints = parts.endpoints().get();
        var lan = answer.putObject("lan");
        var urls = lan.putArray("urls");
        endpoints.urls().forEach(url -> urls.add(url.toString()));
        lan.put("pin", endpoints.pins().isEmpty() ? null : endpoints.pins().getFirst());
        answer.put("admin_url", "http://127.0.0.1:" + context.port());
        answer.put("java", Runtime.version().toString());
        var warnings = answer.putArray("warnings");
        parts.health().warnings().list().forEach(warning -> warnings.addObject()
                .put("name", warning.name())
                .put("severity", warning.severity().name())
                .put("text", warning.text())
                .put("since", warning.since().toString()));
        Answers.json(context, answer);
    }

    private void doctor(Context context) {
        Answers.json(context, checks(parts, AdminGuard.caller(context)));
    }

    static ObjectNode checks(AdminParts parts, Caller caller) {
        var answer = Json.object();
        var checks = answer.putArray("checks");
        for (var check : parts.diagnostics().doctor().examine(caller.tenant())) {
            var item = checks.addObject()
                    .put("name", check.name())
                    .put("state", check.state().word())
                    .put("text", parts.redactor().clean(check.text()));
            check.nextStep().ifPresent(step -> item.put("next_step", step));
        }
        return answer;
    }

    private void verify(Context context) {
        var document = RequestDocument.optional(context, Set.of("token"));
        var token = document.text("token", 200);
        document.check();
        boolean valid =
                token.map(text -> parts.apiTokens().verify(text).isPresent()).orElse(true);
        Answers.json(context, Json.object().put("valid", valid));
    }
}
