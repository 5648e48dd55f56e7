package io.slipway.server.web.ui.artifacts;

import io.javalin.http.Context;
import io.slipway.server.base.Json;
import io.slipway.server.lease.Lease;
import io.slipway.server.web.Access;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.Answers;
import io.slipway.server.web.ui.frame.FormDocument;
import io.slipway.server.web.ui.frame.ListAsked;
import io.slipway.server.web.ui.frame.PageFrame;
import io.slipway.server.web.ui.frame.Pages;
import io.slipway.server.web.ui.frame.UiPage;
import io.slipway.server.web.ui.frame.UiParts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who may take artifacts at this moment. Programs take leases by the API; here they are seen and ended. */
final class LeasePages {
    static final String PATH = "/ui/artifacts/leases";

    /** A VM's own lease comes and goes with its token, a program's is told by the audit trail. */
    private static final String LIVE = "tokens,audit,vms";

    private static final int LONGEST_REASON = 100;

    private final UiParts parts;
    private final Pages pages;

    LeasePages(UiParts parts, Pages pages) {
        this.parts = parts;
        this.pages = pages;
    }

    List<UiPage> routes() {
        return List.of(
                UiPage.show(PATH, "leases: who may take artifacts", this::list).with("q", "page"),
                UiPage.send(
                        PATH + "/{lease}/end",
                        Access.ADMIN,
                        "end a lease and every link given out under it",
                        this::end));
    }

    private void list(Context context) {
        var asked = ListAsked.of(context);
        var tenant = AdminGuard.caller(context).tenant();
        var title = pages.part(context).text("webartifacts").get("leases");
        var frame = pages.titled(context, PageFrame.Place.ARTIFACTS, title, LIVE);
        var names = parts.vms().names(tenant);
        // A lease that holds is shown however old it is: a VM's own lives for weeks, beside thousands of short ones.
        var leases = new LinkedHashMap<String, Lease>();
        parts.leases().holding(tenant).forEach(lease -> leases.put(lease.id(), lease));
        var newest = parts.leases().list(tenant, Optional.empty(), LeaseListView.MOST);
        newest.forEach(lease -> leases.putIfAbsent(lease.id(), lease));
        var rows = leases.values().stream()
                .map(lease -> new LeaseRow(frame, lease, Optional.ofNullable(names.get(lease.vmUuid()))))
                .toList();
        var view = LeaseListView.of(frame, asked, rows, newest.size() == LeaseListView.MOST);
        pages.show(context, "artifacts/leases.jte", frame, Map.of("view", view));
    }

    private void end(Context context) {
        var form = FormDocument.of(context, "reason");
        var reason = form.text("reason", LONGEST_REASON);
        form.check();
        parts.leases().revoke(AdminGuard.caller(context), context.pathParam("lease"), reason);
        var said = pages.part(context).text("webartifacts").get("done.lease");
        Answers.json(context, Json.object().put("say", said));
    }
}
