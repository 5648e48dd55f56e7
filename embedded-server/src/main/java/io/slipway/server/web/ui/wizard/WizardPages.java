package io.slipway.server.web.ui.wizard;

import io.javalin.http.Context;
import io.slipway.server.base.Json;
import io.slipway.server.base.TenantId;
import io.slipway.server.compat.Node;
import io.slipway.server.compat.Nodes;
import io.slipway.server.draft.Draft;
import io.slipway.server.draft.ProfileOption;
import io.slipway.server.host.Host;
import io.slipway.server.hypervisor.Template;
import io.slipway.server.provision.TemplateLint;
import io.slipway.server.web.Access;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.Answers;
import io.slipway.server.web.ui.frame.PageFrame;
import io.slipway.server.web.ui.frame.Pages;
import io.slipway.server.web.ui.frame.UiPage;
import io.slipway.server.web.ui.frame.UiParts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The wizard in which VMs are ordered. A page asks no host: what hosts know comes as parts of it, see {@link WizardParts}, and each
 * order is checked by the same dry run as everywhere.
 */
public final class WizardPages {
    /** Machines that wait for a VM are shown as far as people read. */
    private static final int MOST_WAITING = 20;

    private final UiParts parts;
    private final Pages pages;
    private final HostLooks looks;
    private final Nodes nodes;

    public WizardPages(UiParts parts, Pages pages) {
        this.parts = parts;
        this.pages = pages;
        this.looks = new HostLooks(parts.hosts(), parts.database(), parts.clock());
        this.nodes = new Nodes(parts.database(), parts.ids(), parts.clock());
    }

    public List<UiPage> routes() {
        var all = new ArrayList<UiPage>();
        all.add(UiPage.show(WizardAddress.PATH, "order VMs in five steps; the draft stands in the address", this::show)
                .with(WizardAddress.parameters()));
        all.add(UiPage.ask(
                        WizardAddress.PATH + "/steps/{step}",
                        "where the wizard goes on, or what is wrong in a step's fields",
                        this::next)
                .forThose(Access.OPERATE));
        all.addAll(new WizardParts(parts, pages, looks).routes());
        all.add(UiPage.send(
                WizardAddress.PATH + "/order",
                Access.OPERATE,
                "give the order of a draft; the same draft under the same key is one order",
                this::order));
        return all;
    }

    private void show(Context context) {
        var asked = WizardAddress.of(context);
        var reached = WizardStep.reached(asked.draft());
        if (asked.step().ordinal() > reached.ordinal()) {
            context.redirect(asked.link(reached));
            return;
        }
        if (asked.step() == WizardStep.REVIEW && asked.order().isEmpty()) {
            context.redirect(asked.keyed(parts.ids().next()).link(WizardStep.REVIEW));
            return;
        }
        var frame = pages.titled(
                context,
                PageFrame.Place.NOWHERE,
                pages.part(context).text("wizard").get("title"),
                "");
        pages.show(context, "wizard/page.jte", frame, Map.of("view", view(context, frame, asked)));
    }

    private WizardView view(Context context, PageFrame frame, WizardAddress asked) {
        var caller = AdminGuard.caller(context);
        var host = asked.draft().has(Draft.Key.HOST)
                ? parts.hosts().list(caller.tenant()).stream()
                        .filter(one -> named(one, asked.draft().get(Draft.Key.HOST)))
                        .findFirst()
                : Optional.<Host>empty();
        var seen = host.flatMap(looks::known);
        var template = seen.flatMap(had -> had.template(asked.draft().get(Draft.Key.TEMPLATE)))
                .map(TemplateLint.Health::template);
        var profiles = ProfileOption.all(parts.profiles(), caller);
        var address = asked.step() == WizardStep.NETWORK
                ? asked.with(numbered(asked.draft(), seen, windows(asked.draft(), profiles)))
                : asked;
        boolean first = asked.step() == WizardStep.HOST && frame.operates();
        return new WizardView(
                frame,
                address,
                first ? Optional.of(hosts(frame, caller.tenant(), asked)) : Optional.empty(),
                first ? waiting(caller.tenant()) : List.of(),
                asked.step() == WizardStep.PROFILE ? profiles : List.of(),
                host.map(Host::name).orElse(""),
                template);
    }

    private HostRows hosts(PageFrame frame, TenantId tenant, WizardAddress asked) {
        return HostRows.known(
                frame,
                parts.hosts().list(tenant),
                parts.hosts(),
                parts.hostWatch().lost(tenant),
                asked.draft().get(Draft.Key.HOST));
    }

    private List<Node> waiting(TenantId tenant) {
        return nodes.list(tenant, Optional.empty()).stream()
                .filter(node -> node.actions().contains(Node.Action.PROVISION))
                .limit(MOST_WAITING)
                .toList();
    }

    private static boolean named(Host host, String wanted) {
        return host.id().equals(wanted) || host.name().equals(wanted);
    }

    /** A new draft begins with the first names that are free, as far as the host was asked. */
    private static Draft numbered(Draft draft, Optional<HostLooks.Seen> seen, boolean windows) {
        return draft.has(Draft.Key.FIRST)
                        || seen.isEmpty()
                        || draft.get(Draft.Key.MODE).equals(Draft.LIST)
                ? draft
                : draft.firstFree(seen.get().names(), windows);
    }

    /** Whether the names must do for Windows, too. */
    static boolean windows(Draft draft, List<ProfileOption> profiles) {
        var wanted = draft.get(Draft.Key.PROFILE);
        return profiles.stream()
                .filter(option -> option.word().equals(wanted) || option.name().equals(wanted))
                .anyMatch(option -> option.family() == Template.Family.WINDOWS);
    }

    /** What can be told without a host is told at its field; the host is asked by the parts and by the review. */
    private void next(Context context) {
        var step = WizardParts.step(context);
        var sent = WizardAddress.sent(context, step, "again");
        var caller = AdminGuard.caller(context);
        var windows = windows(sent.draft(), ProfileOption.all(parts.profiles(), caller));
        new StepCheck(pages.part(context)).require(sent.draft(), step, windows);
        var to = step.after().orElse(WizardStep.REVIEW);
        var address = to == WizardStep.REVIEW ? sent.keyed(parts.ids().next()) : sent;
        Answers.json(context, Json.object().put("go", address.link(to)));
    }

    private void order(Context context) {
        var sent = WizardAddress.sent(context, WizardStep.REVIEW);
        var caller = AdminGuard.caller(context);
        var accepted =
                parts.provisioning().submit(caller, sent.draft().order(), Optional.of(WizardParts.key(caller, sent)));
        if (sent.draft().has(Draft.Key.NODE)) {
            nodes.attachOrdered(caller.tenant(), sent.draft().get(Draft.Key.NODE), accepted.jobId());
        }
        Answers.json(context, Json.object().put("job_id", accepted.jobId()).put("go", "/ui/jobs/" + accepted.jobId()));
    }
}
