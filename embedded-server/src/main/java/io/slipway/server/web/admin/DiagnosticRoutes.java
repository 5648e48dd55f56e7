package io.slipway.server.web.admin;

import static io.slipway.server.web.Access.ADMIN;

import io.javalin.http.Context;
import io.slipway.server.base.Json;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.Answers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What an administrator looks at, or sends away, when something does not work. */
final class DiagnosticRoutes {
    private static final int MOST_NAMES = 100;
    private static final int LONGEST_NAME = 200;

    private final AdminParts parts;

    DiagnosticRoutes(AdminParts parts) {
        this.parts = parts;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/diagnostics", ADMIN, "what a diagnostic bundle would hold now", this::preview)
                        .as("diagnostics.preview")
                        .answers("BundlePreview"),
                Route.get("/api/v1/diagnostics/services", ADMIN, "whether each service is well", this::services)
                        .as("diagnostics.services")
                        .answers("Services"),
                Route.post(
                                "/api/v1/diagnostics/bundle",
                                ADMIN,
                                "make a diagnostic bundle: a zip without secrets",
                                this::bundle)
                        .as("diagnostics.bundle")
                        .mayTake("BundleChoice")
                        .sends("application/octet-stream")
                        .headers("Content-Disposition"));
    }

    private void preview(Context context) {
        var bundle = parts.diagnostics().prepare(AdminGuard.caller(context).tenant());
        Answers.json(context, bundle.contents(bundle.ticked(Set.of(), Set.of())));
    }

    private void services(Context context) {
        var answer = SystemRoutes.checks(parts, AdminGuard.caller(context));
        var readiness = parts.health().readiness();
        answer.put("ready", readiness.ready());
        var services = Json.object();
        Map<String, String> sorted = new TreeMap<>(readiness.checks());
        sorted.forEach(services::put);
        answer.set("services", services);
        Answers.json(context, answer);
    }

    private void bundle(Context context) throws IOException {
        var document = RequestDocument.optional(context, Set.of("without", "with"));
        var without = document.texts("without", MOST_NAMES, LONGEST_NAME).orElse(List.of());
        var with = document.texts("with", MOST_NAMES, LONGEST_NAME).orElse(List.of());
        document.check();
        var bundle = parts.diagnostics().prepare(AdminGuard.caller(context).tenant());
        var zip = new ByteArrayOutputStream();
        bundle.write(zip, bundle.ticked(Set.copyOf(without), Set.copyOf(with)));
        context.header("Content-Disposition", "attachment; filename=\"" + bundle.fileName() + "\"");
        context.contentType("application/octet-stream").result(zip.toByteArray());
    }
}
