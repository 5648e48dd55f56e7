package io.slipway.server.web.ui.audit;

import io.javalin.http.Context;
import io.slipway.server.base.Json;
import io.slipway.server.web.Access;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.Answers;
import io.slipway.server.web.Requests;
import io.slipway.server.web.ui.frame.PageFrame;
import io.slipway.server.web.ui.frame.Pages;
import io.slipway.server.web.ui.frame.UiPage;
import io.slipway.server.web.ui.frame.UiParts;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The audit trail: read, checked, taken away. Nothing here changes it. */
public final class AuditPages {
    private final UiParts parts;
    private final Pages pages;

    public AuditPages(UiParts parts, Pages pages) {
        this.parts = parts;
        this.pages = pages;
    }

    public List<UiPage> routes() {
        var path = PageFrame.Place.AUDIT.path();
        return List.of(
                UiPage.show(path, "the audit trail in plain words, newest first", this::list)
                        .with("who", "what", "action", "object", "from", "to", "before"),
                UiPage.ask(path + "/verify", "check the whole chain", this::verify)
                        .forThose(Access.ADMIN),
                UiPage.show(
                                path + "/export",
                                "the whole chain as JSON lines, signed",
                                parts.installation().deed("audit.export"))
                        .forThose(Access.ADMIN));
    }

    private void list(Context context) {
        var asked = AuditAsked.of(context);
        var caller = AdminGuard.caller(context);
        // What lies back stays as it is read; only the newest lines go on.
        var frame = pages.frame(
                context,
                PageFrame.Place.AUDIT,
                PageFrame.Place.AUDIT.key(),
                asked.before().isPresent() ? "" : "audit,secrets,tokens");
        var names = AuditNames.read(parts, caller);
        var found = parts.auditLog().list(caller.tenant(), asked.filter(names.called(asked.object())));
        pages.show(
                context,
                "audit/list.jte",
                frame,
                Map.of(
                        "view",
                        AuditView.of(
                                frame, asked, found, names, parts.auditLog().checked())));
    }

    private void verify(Context context) {
        Requests.object(context, Set.of());
        parts.auditLog().verify(parts.clock().instant());
        Answers.json(context, Json.object());
    }
}
