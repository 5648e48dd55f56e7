package io.slipway.server.web.ui.vms;

import io.javalin.http.Context;
import io.slipway.server.base.Caller;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.inventory.Vm;
import io.slipway.server.provision.PowerAction;
import io.slipway.server.tenant.AuditEntry;
import io.slipway.server.text.ProblemWords;
import io.slipway.server.text.Text;
import io.slipway.server.web.Access;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.Answers;
import io.slipway.server.web.Requests;
import io.slipway.server.web.ui.frame.Look;
import io.slipway.server.web.ui.frame.UiPage;
import io.slipway.server.web.ui.frame.UiParts;
import io.slipway.server.workflow.RunState;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is done to several VMs that were chosen in the list. Each is a deed of its own: one that is refused stops none of the others,
 * and each has its result and its line in the audit trail.
 */
final class VmsTogether {
    private static final Logger LOG = LoggerFactory.getLogger(VmsTogether.class);
    private static final int MOST = 200;
    private static final int LONGEST_ID = 100;

    private final UiParts parts;

    VmsTogether(UiParts parts) {
        this.parts = parts;
    }

    List<UiPage> routes() {
        return List.of(
                route("start", "start", (request, vm) -> power(request, vm, PowerAction.START)),
                route("shutdown", "shut down", (request, vm) -> power(request, vm, PowerAction.SHUTDOWN)),
                route("retry", "try again what failed of", this::retry),
                route("delete", "delete", this::delete),
                UiPage.send(
                        "/ui/selected-vms/export",
                        Access.OPERATE,
                        "the VMs chosen in the list as a CSV file",
                        this::export));
    }

    /**
     * One request.
     *
     * @param again what became of a job that was tried again, by its id: VMs of one order share it
     */
    private record Request(Caller caller, ObjectNode document, Text text, Map<String, String> again) {}

    /** What is done to each; says in the operator's words what came of it. */
    @FunctionalInterface
    private interface Deed {
        String on(Request request, Vm vm);
    }

    private UiPage route(String deed, String words, Deed each) {
        return UiPage.send(
                "/ui/selected-vms/" + deed,
                Access.OPERATE,
                words + " the VMs chosen in the list, each with its own result",
                context -> answer(context, deed, each));
    }

    private void answer(Context context, String deed, Deed each) {
        var document =
                Requests.object(context, deed.equals("delete") ? Set.of("vms", "force", "count") : Set.of("vms"));
        var language = Look.of(context).language();
        var request = new Request(AdminGuard.caller(context), document, Text.of("vms", language), new HashMap<>());
        var words = ProblemWords.of(language);
        if (deed.equals("delete")) {
            confirmed(request);
        }
        var answer = Json.object();
        var results = answer.putArray("results");
        for (var id : ids(document)) {
            var result = results.addObject().put("vm", id).put("name", id);
            var outcome = AuditEntry.OK;
            try {
                var vm = parts.vms().require(request.caller().tenant(), id);
                result.put("name", vm.name());
                result.put("text", each.on(request, vm)).put("ok", true);
            } catch (SlipwayException e) {
                outcome = e.problem().code().name();
                if (e.problem().code().kind() == ProblemCode.Kind.INTERNAL) {
                    LOG.error("deed on a chosen VM failed deed={} vm={}", deed, id, e);
                }
                result.put("text", words.line(e.problem())).put("ok", false);
            }
            note(request.caller(), deed, id, outcome);
        }
        Answers.json(context, answer);
    }

    /** One that is gone meanwhile is told instead of left out. */
    private void export(Context context) {
        var tenant = AdminGuard.caller(context).tenant();
        var vms = ids(Requests.object(context, Set.of("vms"))).stream()
                .map(id -> parts.vms().require(tenant, id))
                .toList();
        var runs = vms.stream().flatMap(vm -> vm.runId().stream()).toList();
        context.contentType("text/csv; charset=utf-8; header=present")
                .header("Content-Disposition", "attachment; filename=\"slipway-vms.csv\"")
                .result(VmSheet.of(vms, parts.jobs().board().profiles(tenant, runs)));
    }

    /** As the name is typed where one VM is deleted. */
    private static void confirmed(Request request) {
        int chosen = ids(request.document()).size();
        var typed = Requests.text(request.document(), "count").map(String::strip);
        if (typed.filter(String.valueOf(chosen)::equals).isEmpty()) {
            throw Requests.wrong("count", request.text().get("picked.delete.typed", String.valueOf(chosen)));
        }
    }

    private void note(Caller caller, String deed, String vm, String outcome) {
        parts.auditLog()
                .append(new AuditEntry(
                        parts.ids().next(),
                        caller,
                        "ui.selected-vms." + deed,
                        vm,
                        Map.of(),
                        parts.clock().instant(),
                        outcome));
    }

    private static Set<String> ids(ObjectNode document) {
        var vms = document.path("vms");
        boolean fine = vms.isArray()
                && !vms.isEmpty()
                && vms.size() <= MOST
                && vms.valueStream()
                        .allMatch(id -> id.isString()
                                && !id.stringValue().isEmpty()
                                && id.stringValue().length() <= LONGEST_ID);
        if (!fine) {
            throw Requests.wrong("vms", "is a list of 1 to " + MOST + " VMs");
        }
        return new LinkedHashSet<>(vms.valueStream().map(JsonNode::stringValue).toList());
    }

    private String power(Request request, Vm vm, PowerAction action) {
        parts.powerControl().submit(request.caller(), vm.id(), action);
        return request.text().get(action.word() + ".said", vm.name());
    }

    private String delete(Request request, Vm vm) {
        boolean force = request.document().path("force").asBoolean(false);
        parts.deletion().submit(request.caller(), vm.id(), force);
        return request.text().get("delete.said", vm.name());
    }

    /** An order is tried again as a whole, so the first of its VMs speaks for the others. */
    private String retry(Request request, Vm vm) {
        var run = vm.runId()
                .flatMap(id -> parts.jobs().run(request.caller().tenant(), id))
                .filter(found -> found.state() == RunState.PARKED
                        || found.state() == RunState.FAILED
                        || found.state() == RunState.CANCELLED)
                .orElseThrow(
                        () -> Problem.of(ProblemCode.WRONG_STATE, request.text().get("retry.nothing", vm.name()))
                                .exception());
        return request.again().computeIfAbsent(run.jobId(), job -> {
            parts.provisioning().retry(request.caller(), job);
            return request.text().get("retry.said");
        });
    }
}
