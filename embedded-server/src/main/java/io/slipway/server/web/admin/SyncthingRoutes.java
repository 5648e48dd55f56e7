package io.slipway.server.web.admin;

import static io.slipway.server.base.ProblemCode.SYNCTHING_AUTH_FAILED;
import static io.slipway.server.base.ProblemCode.SYNCTHING_ERROR;
import static io.slipway.server.base.ProblemCode.SYNCTHING_RECORD_ALTERED;
import static io.slipway.server.base.ProblemCode.SYNCTHING_REQUIRED;
import static io.slipway.server.base.ProblemCode.SYNCTHING_UNREACHABLE;
import static io.slipway.server.base.ProblemCode.TLS_PIN_MISMATCH;
import static io.slipway.server.base.ProblemCode.UNKNOWN_ACTION;
import static io.slipway.server.base.ProblemCode.WRONG_STATE;
import static io.slipway.server.web.Access.ADMIN;
import static io.slipway.server.web.Access.OPERATE;
import static io.slipway.server.web.Access.READ;
import static io.slipway.server.web.ProblemSets.VAULT;

import io.javalin.http.Context;
import io.slipway.server.base.Json;
import io.slipway.server.base.JsonRedaction;
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
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The Syncthing actions of requirements C-10. Address and key are the tenant's own; no request can name others. */
final class SyncthingRoutes {
    private static final String SETTING = "/api/v1/syncthing";
    private static final String PREFIX = "/api/v1/vm-ops/syncthing/";
    private static final int LONGEST = 500;
    private static final Pattern DASH = Pattern.compile("-([a-z])");

    private final Syncthing syncthing;
    private final JsonRedaction redaction;

    SyncthingRoutes(Syncthing syncthing, Redactor redactor) {
        this.syncthing = syncthing;
        this.redaction = new JsonRedaction(redactor);
    }

    List<Route> routes() {
        var routes = new ArrayList<Route>();
        routes.add(Route.get(SETTING, READ, "where Syncthing answers, and whether its key is set", this::show)
                .as("syncthing.show")
                .answers("SyncthingSetting"));
        routes.add(Route.put(SETTING, ADMIN, "say where Syncthing answers", this::use)
                .as("syncthing.use")
                .takes("SyncthingAddress")
                .answers("SyncthingSetting")
                .refuses(VAULT)
                .refuses(SYNCTHING_RECORD_ALTERED));
        routes.add(Route.delete(SETTING, ADMIN, "forget where Syncthing answers", this::forget)
                .as("syncthing.forget")
                .answersNothing(204));
        for (var action : SyncthingAction.values()) {
            var path = PREFIX + action.word();
            var route = action.changes()
                    ? Route.post(path, OPERATE, action.summary(), context -> act(context, action))
                    : Route.ask(path, OPERATE, action.summary(), context -> act(context, action));
            routes.add(described(route, action));
        }
        // Behind the others: whoever asks for an action that there is not is told which ones there are.
        routes.add(Route.ask(PREFIX + "{action}", OPERATE, "refuses any other action", SyncthingRoutes::unknown)
                .as("syncthing.other")
                .refuses(UNKNOWN_ACTION));
        return routes;
    }

    private static Route described(Route route, SyncthingAction action) {
        var asked = action.params().isEmpty() ? route.mayTake("SyncthingAsk") : route.takes(takes(action));
        return asked.as("syncthing." + camel(action.word()))
                .answers(answer(action))
                .refuses(VAULT)
                .refuses(
                        SYNCTHING_REQUIRED,
                        SYNCTHING_RECORD_ALTERED,
                        SYNCTHING_AUTH_FAILED,
                        SYNCTHING_UNREACHABLE,
                        SYNCTHING_ERROR,
                        TLS_PIN_MISMATCH,
                        WRONG_STATE);
    }

    private static String camel(String word) {
        return DASH.matcher(word).replaceAll(match -> match.group(1).toUpperCase(Locale.ROOT));
    }

    private static String takes(SyncthingAction action) {
        return switch (action) {
            case STATUS, DEVICES, FOLDERS, PENDING -> "SyncthingAsk";
            case APPROVE_DEVICE -> "SyncthingApproveDevice";
            case APPROVE_FOLDER -> "SyncthingApproveFolder";
            case DISMISS_DEVICE, PAUSE, RESUME -> "SyncthingDevice";
            case SCAN -> "SyncthingFolder";
        };
    }

    private static String answer(SyncthingAction action) {
        return switch (action) {
            case STATUS -> "SyncthingStatus";
            case DEVICES -> "SyncthingDevices";
            case FOLDERS -> "SyncthingFolders";
            case PENDING -> "SyncthingPending";
            case APPROVE_DEVICE, APPROVE_FOLDER -> "SyncthingApproved";
            case DISMISS_DEVICE, PAUSE, RESUME, SCAN -> "SyncthingDone";
        };
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
        Answers.json(context, redaction.clean(answer));
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
