package io.slipway.server.web.admin;

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
                        .with("after", "topics"),
                Route.stream("/ui/events", READ, "the same for pages", live.events())
                        .with("after", "topics")
                        .page(),
                Route.get("/api/v1/notifications", READ, "notifications, the latest news first", this::list)
                        .with("limit", "unread", "lang"),
                Route.put("/api/v1/notifications/{notification}/read", OPERATE, "mark one as read", this::read),
                Route.put("/api/v1/notifications/mark-all-read", OPERATE, "mark all as read", this::readAll),
                Route.delete("/api/v1/notifications/{notification}", OPERATE, "delete one", this::delete));
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
        notices.read(tenant(context), Parameters.word(context, "notification"));
        answerUnread(context);
    }

    private void readAll(Context context) {
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
