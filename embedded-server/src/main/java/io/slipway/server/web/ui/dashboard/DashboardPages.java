package io.slipway.server.web.ui.dashboard;

import io.javalin.http.Context;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.ui.frame.PageFrame;
import io.slipway.server.web.ui.frame.Pages;
import io.slipway.server.web.ui.frame.Standing;
import io.slipway.server.web.ui.frame.UiPage;
import io.slipway.server.web.ui.frame.UiParts;
import java.util.List;
import java.util.Map;

/** The first page. */
public final class DashboardPages {
    private static final String LIVE = "jobs,vms,hosts,profiles";

    private final Pages pages;
    private final Standing standing;

    public DashboardPages(UiParts parts, Pages pages) {
        this.pages = pages;
        this.standing = new Standing(parts);
    }

    public List<UiPage> routes() {
        return List.of(UiPage.show(
                PageFrame.Place.OVERVIEW.path(),
                "the first page: what needs the operator, what is worked on",
                this::show));
    }

    private void show(Context context) {
        var frame = pages.frame(context, PageFrame.Place.OVERVIEW, PageFrame.Place.OVERVIEW.key(), LIVE);
        var look =
                standing.look(AdminGuard.caller(context).tenant(), frame.look().language(), frame.now());
        pages.show(context, "dashboard/dashboard.jte", frame, Map.of("view", DashboardView.of(frame, look)));
    }
}
