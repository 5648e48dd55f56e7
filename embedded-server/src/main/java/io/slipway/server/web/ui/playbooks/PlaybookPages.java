package io.slipway.server.web.ui.playbooks;

import io.javalin.http.Context;
import io.slipway.server.profile.Playbook;
import io.slipway.server.web.Access;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.ui.frame.PageFrame;
import io.slipway.server.web.ui.frame.Pages;
import io.slipway.server.web.ui.frame.UiPage;
import io.slipway.server.web.ui.frame.UiParts;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The list of playbooks, and one with its text. */
public final class PlaybookPages {
    private final UiParts parts;
    private final Pages pages;

    public PlaybookPages(UiParts parts, Pages pages) {
        this.parts = parts;
        this.pages = pages;
    }

    public List<UiPage> routes() {
        var own = List.of(
                UiPage.show(PageFrame.Place.PLAYBOOKS.path(), "the playbooks, the usual one first", this::list),
                // Before the page with an id: the first that fits serves a request.
                UiPage.show("/ui/playbooks/new", "the form of a new playbook", this::fresh)
                        .forThose(Access.OPERATE),
                UiPage.show("/ui/playbooks/{playbook}", "one playbook with its text", this::one));
        return Stream.concat(own.stream(), new PlaybookDeeds(parts).routes().stream())
                .toList();
    }

    private void list(Context context) {
        var frame = pages.frame(context, PageFrame.Place.PLAYBOOKS, PageFrame.Place.PLAYBOOKS.key(), "");
        var rows = parts.playbooks().list(AdminGuard.caller(context)).stream()
                .sorted((one, other) -> Boolean.compare(other.isDefault(), one.isDefault()))
                .map(playbook -> PlaybookView.of(frame, playbook))
                .toList();
        pages.show(context, "playbooks/list.jte", frame, Map.of("rows", rows));
    }

    private void fresh(Context context) {
        var title = pages.part(context).text("webplaybooks").get("new");
        var frame = pages.titled(context, PageFrame.Place.PLAYBOOKS, title, "");
        pages.show(context, "playbooks/playbook.jte", frame, Map.of("view", PlaybookView.fresh(frame)));
    }

    private void one(Context context) {
        var playbook = require(context);
        var frame = pages.titled(context, PageFrame.Place.PLAYBOOKS, playbook.name(), "");
        pages.show(context, "playbooks/playbook.jte", frame, Map.of("view", PlaybookView.of(frame, playbook)));
    }

    private Playbook require(Context context) {
        return Pages.subject(
                context, () -> parts.playbooks().get(AdminGuard.caller(context), context.pathParam("playbook")));
    }
}
