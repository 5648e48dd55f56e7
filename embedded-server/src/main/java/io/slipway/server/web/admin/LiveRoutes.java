package io.slipway.server.web.admin;

import static io.slipway.server.base.ProblemCode.NOTICE_NOT_FOUND;
import static io.slipway.server.web.Access.OPERATE;
import static io.slipway.server.web.Access.READ;

import io.javalin.http.Context;
import io.slipway.server.base.Json;
import io.slipway.server.base.TenantId;
import io.slipway.server.notice.Notice;
import io.slipway.server.notice.Notices;
import io.slipway.server.text.Languages;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.Answers;
import io.slipway.server.web.live.Live;
import io.slipway.server.web.live.LiveMessages;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The streams of events, and the notifications centre. */
final class LiveRoutes {
    private static final int USUAL_PAGE = 50;
    private static final int LONGEST_PAGE = 500;

    private final Live live;
    private final Notices notices;

    LiveRoutes(Live live, Notices notices) {
        this.live = live;
        this.notices = notices;
    }

    List<Route> routes() {
        return List.of(
                Route.stream(
                                "/api/v1/events",
                                READ,
                                "what changes, as server-sent events from a position on",
                                live.events())
                        .with("after", "topics")
                        .as("live.events")
                        .streams("StreamMessage"),
                Route.stream("/ui/events", READ, "what changes, as server-sent events for pages", live.events())
                        .with("after", "topics")
                        .page()
                        .as("live.pageEvents")
                        .streams("StreamMessage"),
                Route.get("/api/v1/notifications", READ, "notifications, the latest news first", this::list)
                        .with("limit", "unread", "lang")
                        .as("notifications.list")
                        .answers("NotificationList"),
                Route.put("/api/v1/notifications/{notification}/read", OPERATE, "mark one as read", this::read)
                        .as("notifications.read")
                        .mayTake("Nothing")
                        .answers("Unread")
                        .refuses(NOTICE_NOT_FOUND),
                Route.put("/api/v1/notifications/mark-all-read", OPERATE, "mark all as read", this::readAll)
                        .as("notifications.readAll")
                        .mayTake("Nothing")
                        .answers("AllRead"),
                Route.delete(
                                "/api/v1/notifications/{notification}",
                                OPERATE,
                                "delete one; it comes back when its job or host has news",
                                this::delete)
                        .as("notifications.delete")
                        .answers("Unread")
                        .refuses(NOTICE_NOT_FOUND));
    }

    private void list(Context context) {
        var tenant = tenant(context);
        int limit = (int) Parameters.number(context, "limit", USUAL_PAGE, 1, LONGEST_PAGE);
        var language = Languages.nearest(
                Locale.forLanguageTag(Parameters.optionalWord(context, "lang").orElse("en")));
        List<Notice> found =
                Parameters.flag(context, "unread") ? notices.listUnread(tenant, limit) : notices.list(tenant, limit);
        var answer = Json.object();
        var items = answer.putArray("items");
        found.forEach(notice -> items.add(LiveMessages.notice(notice, language)));
        Answers.json(context, answer.put("unread_count", notices.unread(tenant)));
    }

    private void read(Context context) {
        RequestDocument.optional(context, Set.of()).check();
        notices.read(tenant(context), Parameters.word(context, "notification"));
        answerUnread(context);
    }

    private void readAll(Context context) {
        RequestDocument.optional(context, Set.of()).check();
        int marked = notices.readAll(tenant(context));
        Answers.json(context, Json.object().put("marked", marked).put("unread_count", 0));
    }

    private void delete(Context context) {
        notices.delete(tenant(context), Parameters.word(context, "notification"));
        answerUnread(context);
    }

    private void answerUnread(Context context) {
        Answers.json(context, Json.object().put("unread_count", notices.unread(tenant(context))));
    }

    private static TenantId tenant(Context context) {
        return AdminGuard.caller(context).tenant();
    }
}
