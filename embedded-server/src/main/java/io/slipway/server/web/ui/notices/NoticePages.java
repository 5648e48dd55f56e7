package io.slipway.server.web.ui.notices;

import io.javalin.http.Context;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.notice.Notices;
import io.slipway.server.web.Access;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.ui.frame.Installation;
import io.slipway.server.web.ui.frame.PageFrame;
import io.slipway.server.web.ui.frame.Pages;
import io.slipway.server.web.ui.frame.UiPage;
import io.slipway.server.web.ui.frame.UiParts;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The notifications centre. What it changes is changed by the API's own operations. */
public final class NoticePages {
    private final Notices notices;
    private final Installation installation;
    private final Pages pages;

    public NoticePages(UiParts parts, Pages pages) {
        this.notices = parts.notices();
        this.installation = parts.installation();
        this.pages = pages;
    }

    public List<UiPage> routes() {
        var path = PageFrame.Place.NOTIFICATIONS.path();
        return List.of(
                UiPage.show(path, "notifications, what needs the operator first", this::list)
                        .with("show"),
                UiPage.send(
                        path + "/{notification}/read",
                        Access.OPERATE,
                        "mark a notification as read",
                        installation.deed("notifications.read")),
                UiPage.send(
                        path + "/mark-all-read",
                        Access.OPERATE,
                        "mark all notifications as read",
                        installation.deed("notifications.readAll")),
                UiPage.send(
                        path + "/{notification}/delete",
                        Access.OPERATE,
                        "delete a notification; it comes back when its job or host has news",
                        installation.deed("notifications.delete")));
    }

    private void list(Context context) {
        var shown = Objects.requireNonNullElse(context.queryParam("show"), "");
        if (!shown.isEmpty() && !shown.equals(NoticeView.UNREAD)) {
            throw Problem.of(ProblemCode.BAD_REQUEST, "show is unread, or left out.")
                    .exception();
        }
        var frame = pages.frame(
                context, PageFrame.Place.NOTIFICATIONS, PageFrame.Place.NOTIFICATIONS.key(), "notifications");
        var tenant = AdminGuard.caller(context).tenant();
        boolean unread = !shown.isEmpty();
        var found =
                unread ? notices.listUnread(tenant, NoticeView.MOST + 1) : notices.list(tenant, NoticeView.MOST + 1);
        pages.show(context, "notices/list.jte", frame, Map.of("view", NoticeView.of(frame, unread, found)));
    }
}
