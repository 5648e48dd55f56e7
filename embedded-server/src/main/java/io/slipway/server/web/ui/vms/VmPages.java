package io.slipway.server.web.ui.vms;

import io.javalin.http.Context;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.disc.VmDisc;
import io.slipway.server.inventory.Vm;
import io.slipway.server.job.JobLine;
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
        this.proofs =
                new VmProof(parts.hosts(), parts.vms(), parts.guestReports(), parts.guestTokens(), parts.orderVault());
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
                        new VmDeeds(parts).routes().stream())
                .toList();
    }

    private void list(Context context) {
        var filter = VmFilter.of(context);
        var frame = pages.frame(context, PageFrame.Place.VMS, PageFrame.Place.VMS.key(), LIVE);
        var tenant = AdminGuard.caller(context).tenant();
        var found = new VmListView.Found(
                VmLine.list(parts.vms(), parts.jobs(), tenant, frame.now()),
                parts.jobs().board().usual(tenant, frame.now()),
                parts.hostWatch().lost(tenant),
                !parts.hosts().list(tenant).isEmpty());
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
        var frame = pages.titled(context, PageFrame.Place.VMS, vm.name(), LIVE);
        var line = VmLine.list(parts.vms(), parts.jobs(), caller.tenant(), frame.now()).stream()
                .filter(one -> one.vm().id().equals(vm.id()))
                .findFirst()
                .orElseThrow(() -> nothing(vm.name()));
        var jobs = VmStory.jobs(parts.jobs(), caller.tenant(), vm);
        var power = VmPower.of(
                vm,
                parts.hostWatch().sight(vm.hostId()),
                jobs.stream().map(JobLine::job).toList());
        var lost = parts.hostWatch().lost(caller.tenant()).stream()
                .filter(host -> host.hostId().equals(vm.hostId()))
                .findFirst();
        var usual = parts.jobs().board().usual(caller.tenant(), frame.now());
        var view = VmView.of(frame, VmRow.of(frame, line, usual, lost, power), tab, power);
        var model = new HashMap<String, Object>(Map.of("view", view));
        if (tab == Tab.HISTORY) {
            model.put("story", new VmStory(jobs, VmStory.audit(parts.auditLog(), caller.tenant(), vm)));
        }
        if (context.header("HX-Request") == null) {
            addContent(context, tab, vm, model);
        }
        pages.show(context, "vms/vm.jte", frame, model);
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

    /** A page whose VM has gone meanwhile is opened anew, and then says so. */
    private Vm require(Context context) {
        try {
            return parts.vms().require(AdminGuard.caller(context).tenant(), context.pathParam("vm"));
        } catch (SlipwayException e) {
            if (context.header("HX-Request") != null) {
                context.header("HX-Refresh", "true");
            }
            throw e;
        }
    }

    private static SlipwayException nothing(String name) {
        return Problem.of(ProblemCode.VM_NOT_FOUND, "Slipway has no VM " + name + ".")
                .exception();
    }
}
