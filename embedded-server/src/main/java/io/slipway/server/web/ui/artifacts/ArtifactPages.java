package io.slipway.server.web.ui.artifacts;

import io.javalin.http.Context;
import io.slipway.server.artifact.Artifacts;
import io.slipway.server.artifact.AttemptFilter;
import io.slipway.server.artifact.Release;
import io.slipway.server.base.TenantId;
import io.slipway.server.web.Access;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.ui.frame.ListAsked;
import io.slipway.server.web.ui.frame.PageFrame;
import io.slipway.server.web.ui.frame.Pages;
import io.slipway.server.web.ui.frame.UiPage;
import io.slipway.server.web.ui.frame.UiParts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The releases, one of them, and the form for a new one. What changes something is {@link ArtifactDeeds}'s. */
public final class ArtifactPages {
    private static final String LIVE = "artifacts";
    private static final int ATTEMPTS = 50;

    private final UiParts parts;
    private final Pages pages;

    public ArtifactPages(UiParts parts, Pages pages) {
        this.parts = parts;
        this.pages = pages;
    }

    public List<UiPage> routes() {
        var all = new ArrayList<UiPage>();
        all.add(UiPage.show(PageFrame.Place.ARTIFACTS.path(), "releases of files and who gets them", this::list)
                .with("q", "page"));
        // Before the page with an id: the first that fits serves a request.
        all.add(UiPage.show("/ui/artifacts/add", "the form that sends a file and releases it", this::add)
                .forThose(Access.ADMIN));
        all.addAll(new LeasePages(parts, pages).routes());
        all.add(UiPage.show("/ui/artifacts/{release}", "one release: its file, who gets it, who took it", this::one));
        all.addAll(new ArtifactDeeds(parts).routes());
        return List.copyOf(all);
    }

    private void list(Context context) {
        var asked = ListAsked.of(context);
        var tenant = AdminGuard.caller(context).tenant();
        var frame = pages.frame(context, PageFrame.Place.ARTIFACTS, PageFrame.Place.ARTIFACTS.key(), LIVE);
        var rows = rows(frame, tenant, parts.artifacts().list(tenant, Optional.empty()));
        pages.show(context, "artifacts/list.jte", frame, Map.of("view", ArtifactListView.of(frame, asked, rows)));
    }

    private List<ArtifactRow> rows(PageFrame frame, TenantId tenant, List<Release> releases) {
        var assignments = parts.artifacts().assignments(tenant);
        var granted = parts.downloads().granted(tenant);
        var text = frame.text("webartifacts");
        return releases.stream()
                .map(release -> new ArtifactRow(
                        release,
                        parts.artifacts().available(release),
                        assignments.stream()
                                .filter(one -> one.release().id().equals(release.id()))
                                .toList(),
                        granted.getOrDefault(release.id(), 0),
                        text))
                .toList();
    }

    private void add(Context context) {
        var title = pages.part(context).text("webartifacts").get("add.title");
        var frame = pages.titled(context, PageFrame.Place.ARTIFACTS, title, "");
        pages.show(context, "artifacts/add.jte", frame, Map.of("largest", Artifacts.LARGEST));
    }

    private void one(Context context) {
        var tenant = AdminGuard.caller(context).tenant();
        var release = require(context);
        var frame = pages.titled(
                context, PageFrame.Place.ARTIFACTS, release.scope().module() + " " + release.version(), LIVE);
        var attempts = parts.downloads()
                .attempts(
                        tenant,
                        new AttemptFilter(
                                ATTEMPTS,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(release.id()),
                                Optional.empty()));
        var row = rows(frame, tenant, List.of(release)).getFirst();
        pages.show(context, "artifacts/artifact.jte", frame, Map.of("view", ArtifactView.of(frame, row, attempts)));
    }

    private Release require(Context context) {
        return Pages.subject(context, () -> parts.artifacts()
                .require(AdminGuard.caller(context).tenant(), context.pathParam("release")));
    }
}
