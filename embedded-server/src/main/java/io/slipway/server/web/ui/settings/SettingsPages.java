package io.slipway.server.web.ui.settings;

import io.javalin.http.Context;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.event.Events;
import io.slipway.server.notice.Notices;
import io.slipway.server.tenant.Sessions;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.PageSession;
import io.slipway.server.web.ui.frame.MorePlaces;
import io.slipway.server.web.ui.frame.PageFrame;
import io.slipway.server.web.ui.frame.Pages;
import io.slipway.server.web.ui.frame.UiPage;
import io.slipway.server.web.ui.frame.UiParts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The settings, one page for each subject. What changes something is {@link SettingsDeeds}'s. */
public final class SettingsPages {
    private static final int LONGEST_WORDS = 100;
    private static final String NOW = "now";

    private final UiParts parts;
    private final Pages pages;

    public SettingsPages(UiParts parts, Pages pages) {
        this.parts = parts;
        this.pages = pages;
    }

    public List<UiPage> routes() {
        return Stream.of(
                        Stream.of(
                                UiPage.show(
                                                PageFrame.Place.SETTINGS.path(),
                                                "the settings: language and theme, and the way to all others",
                                                context -> show(context, SettingsPart.GENERAL))
                                        .with("q"),
                                UiPage.show(
                                                PageFrame.Place.SETTINGS.path() + "/{part}",
                                                "one subject of the settings",
                                                this::part)
                                        .with("q", "check", "bundle")),
                        new SettingsDeeds(parts, pages).routes().stream(),
                        new SyncthingDeeds(parts, pages).routes().stream())
                .flatMap(all -> all)
                .toList();
    }

    /** The subjects that fit some words, for the palette. */
    public static List<MorePlaces.Found> found(PageFrame frame, String words) {
        var text = frame.text("websettings");
        return SettingsPart.found(frame, words).stream()
                .filter(part -> part != SettingsPart.GENERAL)
                .map(part -> new MorePlaces.Found(
                        PageFrame.Place.SETTINGS.icon(),
                        part.name(text),
                        frame.say(PageFrame.Place.SETTINGS.key()),
                        part.path()))
                .toList();
    }

    private void part(Context context) {
        var part = SettingsPart.find(context.pathParam("part"))
                .orElseThrow(() -> Problem.of(ProblemCode.NOT_FOUND_ROUTE, "There is no such subject of the settings.")
                        .exception());
        if (!part.shownIn(pages.part(context))) {
            throw Problem.of(ProblemCode.FORBIDDEN, "This subject of the settings is for administrators.")
                    .exception();
        }
        show(context, part);
    }

    private void show(Context context, SettingsPart part) {
        var words = Objects.requireNonNullElse(context.queryParam("q"), "").strip();
        if (words.length() > LONGEST_WORDS) {
            throw wrong("At most " + LONGEST_WORDS + " characters are searched.");
        }
        var frame = pages.frame(
                context,
                PageFrame.Place.SETTINGS,
                PageFrame.Place.SETTINGS.key(),
                part == SettingsPart.ACCESS ? "tokens" : "");
        var model = new HashMap<String, Object>(content(context, frame, part));
        model.put("view", new SettingsView(frame, part, words));
        pages.show(context, "settings/" + part.word() + ".jte", frame, model);
    }

    private Map<String, Object> content(Context context, PageFrame frame, SettingsPart part) {
        var caller = AdminGuard.caller(context);
        return switch (part) {
            case GENERAL -> Map.of();
            case NETWORK ->
                Map.of("network", NetworkView.read(parts.installation().lan()));
            case VAULT, BACKUP ->
                Map.of(
                        "vault",
                        VaultView.read(
                                parts.vault(), caller.tenant(), parts.jobs().unfinishedRuns()));
            case ACCESS -> Map.of("access", AccessView.read(parts, PageSession.current(context), caller));
            case WORK ->
                Map.of(
                        "paused",
                        parts.jobs().pausesNew(),
                        "waiting",
                        parts.jobs().unfinishedRuns(),
                        "hosts",
                        parts.hosts().list(caller.tenant()));
            case SYNCTHING -> Map.of("setting", SyncthingView.read(parts, caller));
            case RETENTION -> Map.of("kept", kept(frame));
            case DIAGNOSTICS -> Map.of("found", found(context, frame));
        };
    }

    /** What is kept how long, in the order of reading. */
    private static List<String> kept(PageFrame frame) {
        var text = frame.text("websettings");
        return List.of(
                text.get("kept.audit"),
                text.get("kept.jobs"),
                text.count("kept.notices", Notices.KEPT_DAYS),
                text.count("kept.events", Events.KEPT_HOURS),
                text.count("kept.sessions", Sessions.KEPT_DAYS),
                text.get("kept.logs"));
    }

    private DiagnosticsView found(Context context, PageFrame frame) {
        var tenant = AdminGuard.caller(context).tenant();
        var diagnostics = parts.installation().diagnostics();
        return new DiagnosticsView(
                parts.health().warnings().list(),
                asked(context, "check") ? diagnostics.doctor().examine(tenant) : List.of(),
                frame.administers() && asked(context, "bundle")
                        ? Optional.of(diagnostics.prepare(tenant))
                        : Optional.empty(),
                parts.installation().redactor()::clean);
    }

    /** What takes a while is done at the operator's word only. */
    private static boolean asked(Context context, String name) {
        var said = context.queryParam(name);
        if (said != null && !said.equals(NOW)) {
            throw wrong(name + " is now, or left out.");
        }
        return said != null;
    }

    private static SlipwayException wrong(String detail) {
        return Problem.of(ProblemCode.BAD_REQUEST, detail).exception();
    }
}
