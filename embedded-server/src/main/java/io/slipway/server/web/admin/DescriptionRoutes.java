package io.slipway.server.web.admin;

import static io.slipway.server.web.Access.READ;

import io.javalin.http.Context;
import io.slipway.server.web.Contract;
import io.slipway.server.web.openapi.ApiReference;
import java.util.List;
import java.util.Optional;

/**
 * The description of this very API.
 *
 * <p>There is no secret in it, for it is made from the source. It still asks for a token: whoever may not use the interface, such
 * as another user of the machine, learns nothing about what listens here.
 */
final class DescriptionRoutes {
    private final ApiReference reference;

    DescriptionRoutes(ApiReference reference) {
        this.reference = reference;
    }

    List<Route> routes() {
        return List.of(Route.get("/api/v1/openapi.json", READ, "this interface as OpenAPI 3.1", this::show)
                .as("system.openapi")
                .answers("OpenApi")
                .headers("ETag")
                .answersNothing(304)
                .headers("ETag"));
    }

    private void show(Context context) {
        var document = reference.document();
        // It may be kept, and is asked for again each time: an answer of 304 is cheap.
        context.header("Cache-Control", "private, no-cache").header("ETag", document.tag());
        if (known(context, document.tag())) {
            context.status(304);
            return;
        }
        context.contentType(Contract.JSON).result(document.json());
    }

    /** Weak comparison, as RFC 9110 section 13.1.2 wants it. */
    private static boolean known(Context context, String tag) {
        var tags = Optional.ofNullable(context.header("If-None-Match")).orElse("");
        for (var one : tags.split(",", -1)) {
            var plain = one.strip();
            if (plain.equals("*") || plain.equals(tag) || plain.equals("W/" + tag)) {
                return true;
            }
        }
        return false;
    }
}
