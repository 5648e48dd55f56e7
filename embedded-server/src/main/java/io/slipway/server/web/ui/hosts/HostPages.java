package io.slipway.server.web.ui.hosts;

import io.javalin.http.Context;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.compat.TemplateMappings;
import io.slipway.server.host.Host;
import io.slipway.server.host.HostStanding;
import io.slipway.server.host.LostHost;
import io.slipway.server.hypervisor.HostProbe;
import io.slipway.server.provision.TemplateLint;
import io.slipway.server.web.Access;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.ui.frame.ListAsked;
import io.slipway.server.web.ui.frame.PageFrame;
import io.slipway.server.web.ui.frame.Pages;
import io.slipway.server.web.ui.frame.UiPage;
import io.slipway.server.web.ui.frame.UiParts;
import io.slipway.server.words.HostWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The hosts, and one of them. No page waits for a host: what only the host knows is asked for by parts of the page. What changes
 * something is {@link HostDeeds}'s, the way to a new host {@link AddHostPages}'s.
 */
public final class HostPages {
    private static final String LIVE = "hosts,vms";
    private static final String ONE = "/ui/hosts/{host}";

    private final UiParts parts;
    private final Pages pages;
    private final TemplateLint lint;
    private final TemplateMappings names;

    public HostPages(UiParts parts, Pages pages) {
        this.parts = parts;
        this.pages = pages;
        this.lint = new TemplateLint(parts.hosts(), parts.database());
        this.names = new TemplateMappings(parts.database());
    }

    public List<UiPage> routes() {
        var all = new ArrayList<UiPage>();
        all.add(UiPage.show(PageFrame.Place.HOSTS.path(), "the hosts, those first that need the operator", this::list)
                .with("q", "page"));
        // Before the pages with an id: the first that fits serves a request.
        all.addAll(new AddHostPages(parts, pages).routes());
        all.add(UiPage.show(ONE, "one host: how it stands, its identity, rights, templates and limits", this::one));
        all.add(asking("facts", "what a host said of itself within the last minute", this::facts));
        all.add(asking("check", "ask a host now what it is and has", this::check));
        all.add(asking("compare", "what is pinned beside what the host shows now", this::compare));
        all.add(asking("rights", "what our sign-in may do on a host", this::rights));
        all.add(asking("templates", "the templates of a host and what is wrong with them", this::templates));
        all.add(asking("templates/names", "which of a host's templates a new name may stand for", this::choices));
        all.addAll(new HostDeeds(parts, names).routes());
        return List.copyOf(all);
    }

    private UiPage asking(String last, String summary, Function<Context, Part> part) {
        return UiPage.ask(ONE + "/" + last, summary, context -> show(context, part))
                .forThose(Access.OPERATE);
    }

    /** A part of a page: a template and what it shows. */
    private record Part(String template, Map<String, Object> model) {}

    /** A host that cannot be asked is an answer too, in the place of what was asked for. */
    private void show(Context context, Function<Context, Part> asked) {
        Part part;
        try {
            part = asked.apply(context);
        } catch (SlipwayException e) {
            if (e.problem().code().kind() == ProblemCode.Kind.INTERNAL) {
                throw e;
            }
            part = new Part("hosts/refused.jte", Map.of("problem", e.problem()));
        }
        pages.show(context, part.template(), pages.part(context), part.model());
    }

    private void list(Context context) {
        var asked = ListAsked.of(context);
        var seen = pages.situation(context);
        var frame = pages.around(context, PageFrame.Place.HOSTS, LIVE, seen);
        var rows = rows(frame, seen.hosts(), context);
        pages.show(context, "hosts/list.jte", frame, Map.of("view", HostListView.of(frame, asked, rows)));
    }

    private List<HostRow> rows(PageFrame frame, List<HostStanding> hosts, Context context) {
        var tenant = AdminGuard.caller(context).tenant();
        Map<String, LostHost> lost = parts.hostWatch().lost(tenant).stream()
                .collect(Collectors.toMap(LostHost::hostId, one -> one, (one, other) -> one));
        var vms = parts.vms().counts(tenant);
        return hosts.stream()
                .map(one -> HostRow.of(
                        frame,
                        one.host(),
                        new HostRow.Known(
                                one.stopped(),
                                Optional.ofNullable(lost.get(one.host().id())),
                                parts.hostWatch().sight(one.host().id()),
                                vms.getOrDefault(one.host().id(), 0))))
                .toList();
    }

    private void one(Context context) {
        var host = require(context);
        var frame = pages.titled(context, PageFrame.Place.HOSTS, host.name(), LIVE);
        var standing = new HostStanding(host, parts.hosts().trust().refusal(host));
        var row = rows(frame, List.of(standing), context).getFirst();
        var named = names.list(AdminGuard.caller(context).tenant(), host.id());
        var view = HostView.of(frame, row, parts.hosts().trust().alarms(host), named);
        pages.show(context, "hosts/host.jte", frame, Map.of("view", view));
    }

    private Host require(Context context) {
        return Pages.subject(
                context, () -> parts.hosts().require(AdminGuard.caller(context).tenant(), context.pathParam("host")));
    }

    private Part facts(Context context) {
        return said(context, parts.hosts().recent(require(context)), false);
    }

    private Part check(Context context) {
        var host = require(context);
        var probe = parts.hosts().check(host);
        // A right that was taken away is seen at the check, not at the next order.
        var rights = parts.hosts().rights(host);
        var part = said(context, probe, true);
        return new Part(
                part.template(),
                Map.of(
                        "words",
                        part.model().get("words"),
                        "probe",
                        probe,
                        "now",
                        true,
                        "missing",
                        RightsView.of(pages.part(context), rights).missing()));
    }

    private Part said(Context context, HostProbe probe, boolean now) {
        var words = new HostWords(pages.part(context).text("hosts"));
        return new Part("hosts/facts.jte", Map.of("words", words, "probe", probe, "now", now));
    }

    private Part compare(Context context) {
        var identity = parts.hosts().pins().compare(require(context));
        return new Part("hosts/identity.jte", Map.of("view", IdentityView.of(pages.part(context), identity)));
    }

    private Part rights(Context context) {
        var report = parts.hosts().rights(require(context));
        return new Part("hosts/rights.jte", Map.of("view", RightsView.of(pages.part(context), report)));
    }

    private Part templates(Context context) {
        var found = lint.look(require(context));
        return new Part("hosts/templates.jte", Map.of("view", TemplatesView.of(pages.part(context), found)));
    }

    private Part choices(Context context) {
        var host = require(context);
        var present = parts.hosts().hypervisor(host).templates();
        return new Part(
                "hosts/name.jte",
                Map.of(
                        "words",
                        pages.part(context).text("hosts"),
                        "path",
                        "/ui/hosts/" + host.id(),
                        "templates",
                        present));
    }
}
