package io.slipway.server.web.admin;

import static io.slipway.server.web.Access.ADMIN;
import static io.slipway.server.web.Access.OPERATE;
import static io.slipway.server.web.Access.READ;

import io.javalin.http.Context;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Redactor;
import io.slipway.server.syncthing.Syncthing;
import io.slipway.server.syncthing.SyncthingAction;
import io.slipway.server.syncthing.SyncthingAddress;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.Answers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The Syncthing actions of requirements C-10. Address and key are the tenant's own; no request can name others. */
final class SyncthingRoutes {
    private static final String SETTING = "/api/v1/syncthing";
    private static final String PREFIX = "/api/v1/vm-ops/syncthing/";
    private static final int LONGEST = 500;

    private final Syncthing syncthing;
    private final Redactor redactor;

    SyncthingRoutes(AdminParts parts) {
        this.syncthing = new Syncthing(parts.database(), parts.secrets());
        this.redactor = parts.redactor();
    }

    List<Route> routes() {
        var routes = new ArrayList<Route>();
        routes.add(Route.get(SETTING, READ, "where Syncthing answers, and whether its key is set", this::show));
        routes.add(Route.put(SETTING, ADMIN, "say where Syncthing answers", this::use));
        routes.add(Route.delete(SETTING, ADMIN, "forget where Syncthing answers", this::forget));
        for (var action : SyncthingAction.values()) {
            var path = PREFIX + action.word();
            routes.add(
                    action.changes()
                            ? Route.post(path, OPERATE, action.summary(), context -> act(context, action))
                            : Route.ask(path, OPERATE, action.summary(), context -> act(context, action)));
        }
        // Behind the others: whoever asks for an action that there is not is told which ones there are.
        routes.add(Route.ask(PREFIX + "{action}", OPERATE, "refuses any other action", SyncthingRoutes::unknown));
        return routes;
    }

    private void show(Context context) {
        var tenant = AdminGuard.caller(context).tenant();
        var address = syncthing.address(tenant);
        Answers.json(
                context,
                Json.object()
                        .put("configured", address.isPresent() && syncthing.hasKey(tenant))
                        .put("url", address.map(found -> found.url().toString()).orElse(null))
                        .put(
                                "fingerprint",
                                address.flatMap(SyncthingAddress::fingerprint).orElse(null))
                        .put("key_set", syncthing.hasKey(tenant))
                        .put("key_field", Syncthing.KEY_FIELD));
    }

    private void use(Context context) {
        var document = RequestDocument.of(context, Set.of("url", "fingerprint"));
        var url = document.requiredText("url", LONGEST);
        var fingerprint = document.text("fingerprint", LONGEST);
        document.check();
        syncthing.use(AdminGuard.caller(context).tenant(), SyncthingAddress.of(url, fingerprint));
        show(context);
    }

    private void forget(Context context) {
        syncthing.forget(AdminGuard.caller(context).tenant());
        context.status(204);
    }

    private void act(Context context, SyncthingAction action) {
        var document = RequestDocument.optional(context, Set.of("params"));
        var params = document.inner("params", action.params()).orElseGet(document::empty);
        var given = new HashMap<String, String>();
        for (var name : action.params()) {
            params.text(name, LONGEST).ifPresent(value -> given.put(name, value));
        }
        document.check();
        var answer = syncthing.act(AdminGuard.caller(context), action, given);
        // What others named themselves is shown; a key that stands in it is not.
        Answers.json(context, Json.parse(redactor.clean(Json.write(answer))));
    }

    private static void unknown(Context context) {
        throw Problem.of(
                        ProblemCode.UNKNOWN_ACTION,
                        "There is no Syncthing action of that name.",
                        "Use one of "
                                + Arrays.stream(SyncthingAction.values())
                                        .map(SyncthingAction::word)
                                        .collect(Collectors.joining(", "))
                                + ".")
                .exception();
    }
}
