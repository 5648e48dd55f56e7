package io.slipway.server.web.ui.frame;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.javalin.http.Context;
import io.slipway.server.base.Caller;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.overview.Situation;
import io.slipway.server.text.Text;
import io.slipway.server.web.Access;
import io.slipway.server.web.AdminGuard;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Renders pages. The templates were compiled at the build; nothing is read from a folder at run time. Thread-safe. */
public final class Pages {
    /** Entries of the navigation; one is added with its page. */
    static final List<PageFrame.Place> SERVED = List.of(
            PageFrame.Place.OVERVIEW,
            PageFrame.Place.VMS,
            PageFrame.Place.PROFILES,
            PageFrame.Place.HOSTS,
            PageFrame.Place.ARTIFACTS,
            PageFrame.Place.SECRETS,
            PageFrame.Place.JOBS,
            PageFrame.Place.AUDIT,
            PageFrame.Place.SETTINGS,
            PageFrame.Place.ABOUT,
            PageFrame.Place.NOTIFICATIONS,
            PageFrame.Place.PLAYBOOKS,
            PageFrame.Place.API);

    private static final String CURSOR = "slipway.cursor";

    private final TemplateEngine templates = TemplateEngine.createPrecompiled(
            null, ContentType.Html, Pages.class.getClassLoader(), "io.slipway.server.web.ui");
    private final UiParts parts;
    private final Standing standing;

    public Pages(UiParts parts) {
        this.parts = parts;
        this.standing = new Standing(parts);
    }

    /** The page with the position of the newest event before anything is read for it: a script goes on from there. */
    public UiPage followed(UiPage page) {
        return page.kind() == UiPage.Kind.SHOWS && page.access() != Access.OPEN
                ? page.before(
                        context -> context.attribute(CURSOR, parts.events().last()))
                : page;
    }

    /** The frame of a page for whoever asks for it. */
    public PageFrame frame(Context context, PageFrame.Place place, String titleKey, String live) {
        return titled(
                context, place, Text.of("web", Look.of(context).language()).get(titleKey), live);
    }

    /** The same with a title that names what it shows. */
    public PageFrame titled(Context context, PageFrame.Place place, String title, String live) {
        return around(context, place, title, live, situation(context));
    }

    /** One look at the whole, which the frame of every page counts. */
    public Situation situation(Context context) {
        return standing.look(AdminGuard.caller(context).tenant(), parts.clock().instant());
    }

    /** The frame of a place whose page shows the situation. */
    public PageFrame around(Context context, PageFrame.Place place, String live, Situation seen) {
        return around(context, place, part(context).say(place.key()), live, seen);
    }

    /** The frame of a page that shows the situation: it counts what the page shows. */
    public PageFrame around(Context context, PageFrame.Place place, String title, String live, Situation seen) {
        var look = Look.of(context);
        var caller = AdminGuard.caller(context);
        var counts = Standing.counts(seen, look.language(), parts.notices().unread(caller.tenant()));
        var cursor = Optional.ofNullable(context.<Long>attribute(CURSOR)).map(String::valueOf);
        return new PageFrame(look, title, place, live, cursor.orElse(""), Optional.of(caller), counts, seen.now());
    }

    /**
     * Reads what a page is about. When that has gone meanwhile, a page that asks for a part of itself is opened anew, and then says so.
     *
     * @throws SlipwayException as {@code read} does
     */
    public static <T> T subject(Context context, Supplier<T> read) {
        try {
            return read.get();
        } catch (SlipwayException e) {
            if (context.header("HX-Request") != null) {
                context.header("HX-Refresh", "true");
            }
            throw e;
        }
    }

    /** For a part of a page: the words, and who asks. The numbers of the whole would cost a look at everything. */
    public PageFrame part(Context context) {
        return uncounted(context, "", AdminGuard.known(context));
    }

    /** A frame for somebody who is not signed in. */
    PageFrame bare(Context context, String title) {
        return uncounted(context, title, Optional.empty());
    }

    private PageFrame uncounted(Context context, String title, Optional<Caller> caller) {
        return new PageFrame(
                Look.of(context),
                title,
                PageFrame.Place.NOWHERE,
                "",
                "",
                caller,
                PageFrame.Counts.NONE,
                parts.clock().instant());
    }

    /**
     * Answers with a page.
     *
     * @param template path below the templates' folder, such as {@code jobs/list.jte}
     * @param model its parameters beside {@code frame}
     */
    public void show(Context context, String template, PageFrame frame, Map<String, Object> model) {
        var all = new HashMap<>(model);
        all.put("frame", frame);
        var out = new StringOutput(16_384);
        templates.render(template, all, out);
        context.contentType("text/html; charset=utf-8")
                .header("Content-Language", frame.look().language().getLanguage())
                .result(out.toString());
    }
}
