package io.slipway.server.web.admin;

import io.javalin.http.Context;
import io.slipway.server.base.Caller;
import io.slipway.server.base.Ids;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.tenant.AuditEntry;
import io.slipway.server.tenant.AuditLog;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.WebServer;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes each changing request down before it is carried out (requirements B.9), so that nothing happens unrecorded, and once
 * more with its outcome; a look that reveals secrets too. A line without its second one is a request during which the program died. Never a body, a query or a
 * header.
 */
final class AuditTrail {
    private static final String REVEAL = "reveal";

    private final AuditLog log;
    private final Ids ids;
    private final InstantSource clock;

    AuditTrail(AuditLog log, Ids ids, InstantSource clock) {
        this.log = log;
        this.ids = ids;
        this.clock = clock;
    }

    /** Whether a look shows secrets, so that it is written down as a change is. */
    static boolean reveals(Route route, Context context) {
        return route.query().contains(REVEAL) && Parameters.flag(context, REVEAL);
    }

    void around(Route route, Context context) throws Exception {
        var caller = AdminGuard.caller(context);
        note(caller, route, context, AuditEntry.STARTED);
        var outcome = ProblemCode.INTERNAL_ERROR.name();
        try {
            route.handler().handle(context);
            outcome = AuditEntry.OK;
        } catch (SlipwayException e) {
            outcome = e.problem().code().name();
            throw e;
        } finally {
            note(caller, route, context, outcome);
        }
    }

    private void note(Caller caller, Route route, Context context, String outcome) {
        var detail = new HashMap<>(Map.of("correlation", WebServer.correlation(context)));
        if (reveals(route, context)) {
            detail.put(REVEAL, "true");
        }
        log.append(new AuditEntry(
                ids.next(),
                caller,
                "api." + route.method() + " " + route.path(),
                String.join(" ", context.pathParamMap().values()),
                detail,
                clock.instant(),
                outcome));
    }
}
