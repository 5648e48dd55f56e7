package io.slipway.server.web.admin;

import io.javalin.http.Context;
import io.slipway.server.base.Caller;
import io.slipway.server.base.Ids;
import io.slipway.server.store.Database;
import io.slipway.server.tenant.AuditEntry;
import io.slipway.server.web.WebServer;
import java.time.InstantSource;
import java.util.Map;

/**
 * Writes each changing request down before it is carried out (requirements B.9), so that nothing happens unrecorded; a request
 * that then fails stands there too. Never a body, a query or a header.
 */
final class AuditTrail {
    private final Database database;
    private final Ids ids;
    private final InstantSource clock;

    AuditTrail(Database database, Ids ids, InstantSource clock) {
        this.database = database;
        this.ids = ids;
        this.clock = clock;
    }

    void note(Caller caller, Route route, Context context) {
        var entry = new AuditEntry(
                ids.next(),
                caller,
                "api." + route.method() + " " + route.path(),
                String.join(" ", context.pathParamMap().values()),
                Map.of("correlation", WebServer.correlation(context)),
                clock.instant());
        AuditTrailSql.append(database, entry);
    }
}
