package io.slipway.server.web.ui.vms;

import io.javalin.http.Context;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.TenantId;
import io.slipway.server.disc.VmDisc;
import io.slipway.server.guest.GuestToken;
import io.slipway.server.inventory.Vm;
import io.slipway.server.job.JobLine;
import io.slipway.server.overview.Situation;
import io.slipway.server.overview.VmLine;
import io.slipway.server.proof.VmProof;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.ui.frame.PageFrame;
import io.slipway.server.web.ui.frame.Pages;
import io.slipway.server.web.ui.frame.UiPage;
import io.slipway.server.web.ui.frame.UiParts;
import io.slipway.server.web.ui.vms.VmView.Tab;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The list of VMs and one of them. What changes something is {@link VmDeeds}'s. */
public final class VmPages {
    private static final String LIVE = "vms,jobs,hosts";

    private final UiParts parts;
    private final Pages pages;
    private final VmDisc discs;
    private final VmProof proofs;

    public VmPages(UiParts parts, Pages pages) {
        this.parts = parts;
        this.pages = pages;
        this.discs = new VmDisc(parts.jobs(), parts.orderVault(), parts.endpoints());
        this.proofs = new VmProof(
                parts.hosts(),
                parts.vms(),
                parts.guestReports(),
                parts.guestTokens(),
                parts.orderVault(),
                parts.clock());
    }

    public List<UiPage> routes() {
        return Stream.concat(
                        Stream.of(
                                UiPage.show(
                                                PageFrame.Place.VMS.path(),
                                                "the VMs, those first that need the operator",
                                                this::list)
                                        .with("q", "host", "state", "page"),
                                UiPage.show(
                                                "/ui/vms/{vm}",
                                                "one VM: facts, proof, files of its disc, history",
                                                this::one)
                                        .with("tab", "compare")),
                        Stream.concat(new VmDeeds(parts).routes().stream(), new VmsTogether(parts).routes().stream()))
                .toList();
    }

    private void list(Context context) {
        var filter = VmFilter.of(context);
        var tenant = AdminGuard.caller(context).tenant();
        var seen = pages.situation(context);
        var frame = pages.around(context, PageFrame.Place.VMS, LIVE, seen);
        var board = parts.jobs().board();
        // Words may be part of a profile's name.
        var profiles = filter.asked().words().isEmpty() ? Map.<String, String>of() : board.profiles(tenant);
        var found = new VmListView.Found(
                VmLine.of(parts.vms().list(tenant), seen.underWay(), seen.failed(), profiles),
                seen.usual(),
                parts.hostWatch().lost(tenant),
                !seen.hosts().isEmpty(),
                runs -> profiles.isEmpty() ? board.profiles(tenant, runs) : profiles);
        var view = VmListView.of(
                frame,
                filter,
                found,
                line -> VmPower.of(line.vm(), parts.hostWatch().sight(line.vm().hostId()), List.of()));
        pages.show(context, "vms/list.jte", frame, Map.of("view", view));
    }

    private void one(Context context) {
        var tab = tab(context);
        var caller = AdminGuard.caller(context);
        var vm = require(context);
        var seen = pages.situation(context);
        var frame = pages.around(context, PageFrame.Place.VMS, vm.name(), LIVE, seen);
        var line = line(caller.tenant(), vm, seen);
        var jobs = VmStory.jobs(parts.jobs(), caller.tenant(), vm);
        var power = VmPower.of(
                vm,
                parts.hostWatch().sight(vm.hostId()),
                jobs.stream().map(JobLine::job).toList());
        var lost = parts.hostWatch().lost(caller.tenant()).stream()
                .filter(host -> host.hostId().equals(vm.hostId()))
                .findFirst();
        var token = tab == Tab.FACTS ? parts.guestTokens().find(caller, vm.id()) : Optional.<GuestToken>empty();
        var view = VmView.of(frame, VmRow.of(frame, line, seen.usual(), lost, power), tab, power, token);
        var model = new HashMap<String, Object>(Map.of("view", view));
        if (tab == Tab.HISTORY) {
            model.put("story", new VmStory(jobs, VmStory.audit(parts.auditLog(), caller.tenant(), vm)));
        }
        if (context.header("HX-Request") == null) {
            addContent(context, tab, vm, model);
        }
        pages.show(context, "vms/vm.jte", frame, model);
    }

    private VmLine line(TenantId tenant, Vm vm, Situation seen) {
        var profiles = parts.jobs().board().profiles(tenant, vm.runId().stream().toList());
        return VmLine.of(List.of(vm), seen.underWay(), seen.failed(), profiles).getFirst();
    }

    /** What is made at the operator's word only, never because something else happened. */
    private void addContent(Context context, Tab tab, Vm vm, Map<String, Object> model) {
        var caller = AdminGuard.caller(context);
        if (tab == Tab.ANSWER || tab == Tab.ISO) {
            model.put("files", discs.of(caller.tenant(), vm));
        }
        if (tab == Tab.PROOF && "now".equals(context.queryParam("compare"))) {
            var run = vm.runId()
                    .flatMap(id -> parts.jobs().run(caller.tenant(), id))
                    .orElseThrow(
                            () -> Problem.of(ProblemCode.JOB_NOT_FOUND, "The order of " + vm.name() + " is not kept.")
                                    .exception());
            model.put("proof", proofs.of(caller, run));
        }
    }

    private static Tab tab(Context context) {
        var word = Objects.requireNonNullElse(context.queryParam("tab"), Tab.FACTS.word());
        return Tab.find(word)
                .orElseThrow(() -> Problem.of(ProblemCode.BAD_REQUEST, "There is no such part of the page.")
                        .exception());
    }

    private Vm require(Context context) {
        return Pages.subject(
                context, () -> parts.vms().require(AdminGuard.caller(context).tenant(), context.pathParam("vm")));
    }
}
