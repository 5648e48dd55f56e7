package io.slipway.server.web.ui.dashboard;

import io.javalin.http.Context;
import io.slipway.server.overview.Overview;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.ui.frame.PageFrame;
import io.slipway.server.web.ui.frame.Pages;
import io.slipway.server.web.ui.frame.UiPage;
import io.slipway.server.web.ui.frame.UiParts;
import java.util.List;
import java.util.Map;

/** The first page. */
public final class DashboardPages {
    private static final String LIVE = "jobs,vms,hosts,profiles";

    private final UiParts parts;
    private final Pages pages;

    public DashboardPages(UiParts parts, Pages pages) {
        this.parts = parts;
        this.pages = pages;
    }

    public List<UiPage> routes() {
        return List.of(UiPage.show(
                PageFrame.Place.OVERVIEW.path(),
                "the first page: what needs the operator, what is worked on",
                this::show));
    }

    private void show(Context context) {
        var seen = pages.situation(context);
        var frame = pages.around(context, PageFrame.Place.OVERVIEW, LIVE, seen);
        var look = Overview.read(parts.jobs(), AdminGuard.caller(context).tenant(), frame.times(), seen);
        pages.show(context, "dashboard/dashboard.jte", frame, Map.of("view", DashboardView.of(frame, look)));
    }
}
