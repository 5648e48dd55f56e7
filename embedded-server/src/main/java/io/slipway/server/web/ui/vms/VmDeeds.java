package io.slipway.server.web.ui.vms;

import io.javalin.http.Context;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.guest.TokenState;
import io.slipway.server.inventory.Vm;
import io.slipway.server.provision.PowerAction;
import io.slipway.server.text.Text;
import io.slipway.server.web.Access;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.Answers;
import io.slipway.server.web.Requests;
import io.slipway.server.web.ui.frame.Look;
import io.slipway.server.web.ui.frame.UiPage;
import io.slipway.server.web.ui.frame.UiParts;
import io.slipway.server.words.Times;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** What can be done to a VM from its page; the same services refuse what the API refuses. */
final class VmDeeds {
    private final UiParts parts;

    VmDeeds(UiParts parts) {
        this.parts = parts;
    }

    List<UiPage> routes() {
        var all = new ArrayList<UiPage>();
        Arrays.stream(PowerAction.values())
                .map(action -> UiPage.send(
                        "/ui/vms/{vm}/" + action.word(),
                        Access.OPERATE,
                        "change a VM's power from its page: " + action.word(),
                        context -> power(context, action)))
                .forEach(all::add);
        all.add(UiPage.send("/ui/vms/{vm}/delete", Access.OPERATE, "delete a VM whose name was typed", this::delete));
        all.add(UiPage.send(
                "/ui/vms/{vm}/revoke-token",
                Access.OPERATE,
                "end the token by which a VM proves itself",
                this::revokeToken));
        all.add(UiPage.send(
                "/ui/vms/{vm}/passwords",
                Access.ADMIN,
                "show the generated passwords of a VM, this once",
                this::passwords));
        return all;
    }

    private Vm vm(Context context) {
        return parts.vms().require(AdminGuard.caller(context).tenant(), context.pathParam("vm"));
    }

    private static Text text(Context context) {
        return Text.of("vms", Look.of(context).language());
    }

    private void power(Context context, PowerAction action) {
        Requests.object(context, Set.of());
        var vm = vm(context);
        var job = parts.powerControl().submit(AdminGuard.caller(context), vm.id(), action);
        Answers.json(
                context,
                Json.object().put("job_id", job).put("say", text(context).get(action.word() + ".said", vm.name())));
    }

    private void delete(Context context) {
        var document = Requests.object(context, Set.of("name", "force"));
        var vm = vm(context);
        if (!Requests.text(document, "name").orElse("").strip().equals(vm.name())) {
            throw Requests.wrong("name", text(context).get("delete.typed", vm.name()));
        }
        var job = parts.deletion()
                .submit(
                        AdminGuard.caller(context),
                        vm.id(),
                        document.path("force").asBoolean(false));
        Answers.json(context, Json.object().put("job_id", job).put("go", "/ui/vms"));
    }

    private void revokeToken(Context context) {
        Requests.object(context, Set.of());
        var vm = vm(context);
        var caller = AdminGuard.caller(context);
        var open = parts.guestTokens()
                .find(caller, vm.id())
                .filter(token -> token.stateAt(parts.clock().instant()) == TokenState.ACTIVE);
        if (open.isEmpty()) {
            throw Problem.of(ProblemCode.WRONG_STATE, text(context).get("token.over", vm.name()))
                    .exception();
        }
        parts.guestTokens().revokeByVm(caller, vm.id());
        Answers.json(context, Json.object().put("say", text(context).get("token.ended", vm.name())));
    }

    private void passwords(Context context) {
        Requests.object(context, Set.of());
        var vm = vm(context);
        var now = parts.clock().instant();
        var jobs = Text.of("jobs", Look.of(context).language());
        var found = parts.orderVault().reveal(AdminGuard.caller(context).tenant(), vm.id(), now);
        var answer = Json.object();
        var shown = answer.putArray("shown");
        found.byAccount().forEach((account, secret) -> {
            try (secret) {
                shown.addObject()
                        .put("name", account)
                        .put("value", secret.reveal())
                        .put("copy", jobs.get("vm.password.copy", account));
            }
        });
        var why = found.shownAt()
                .map(at -> jobs.get("vm.passwords.before", new Times(jobs, ZoneId.systemDefault()).moment(at, now)))
                .orElseGet(() -> jobs.get("vm.passwords.none"));
        answer.put("note", found.byAccount().isEmpty() ? why : jobs.get("vm.passwords.shown"));
        Answers.json(context.header("Cache-Control", "no-store"), answer);
    }
}
