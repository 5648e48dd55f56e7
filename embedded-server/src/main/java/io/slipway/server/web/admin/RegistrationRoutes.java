package io.slipway.server.web.admin;

import static io.slipway.server.base.ProblemCode.VM_NOT_FOUND;
import static io.slipway.server.base.ProblemCode.WRONG_STATE;
import static io.slipway.server.web.Access.OPERATE;
import static io.slipway.server.web.Access.READ;

import io.javalin.http.Context;
import io.slipway.server.base.Caller;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.host.Hosts;
import io.slipway.server.inventory.Vm;
import io.slipway.server.inventory.Vms;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.Answers;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/**
 * The VM registry as requirements B.7 see it. VMs get into it by being made; registering adds what an application knows, and a
 * VM that Slipway did not make is refused, because whatever is in the registry can be deleted.
 */
final class RegistrationRoutes {
    private static final Pattern UUID = Pattern.compile("[A-Za-z0-9:_-]{8,128}");

    private final Vms vms;
    private final Hosts hosts;
    private final RegistrationSql sql;

    RegistrationRoutes(AdminParts parts) {
        this.vms = parts.vms();
        this.hosts = parts.hosts();
        this.sql = new RegistrationSql(parts.database());
    }

    List<Route> routes() {
        return List.of(
                Route.post(
                                "/api/v1/vm/register",
                                OPERATE,
                                "add what an application knows of a VM of ours",
                                this::register)
                        .as("vms.register")
                        .takes("Registration")
                        .answers(201, "RegisteredVm")
                        .refuses(VM_NOT_FOUND, WRONG_STATE),
                Route.get("/api/v1/vm/{uuid}/resolve", READ, "whose VM that is and where", this::resolve)
                        .as("vms.resolve")
                        .answers("RegisteredVm")
                        .refuses(VM_NOT_FOUND));
    }

    private void register(Context context) {
        var document = RequestDocument.of(
                context, Set.of("vm_uuid", "user_id", "vm_name", "project_id", "status", "metadata"));
        var uuid = document.requiredText("vm_uuid", 128).toLowerCase(Locale.ROOT);
        var user = document.text("user_id", 100);
        var name = document.text("vm_name", 200);
        var project = document.text("project_id", 100);
        var status = document.text("status", 20).orElse("active");
        var metadata = document.object("metadata");
        if (!uuid.isEmpty() && !UUID.matcher(uuid).matches()) {
            document.wrong("vm_uuid", "must be 8 to 128 letters, digits, colons, underscores or hyphens");
        }
        if (!Set.of("active", "paused", "revoked").contains(status)) {
            document.wrong("status", "must be active, paused or revoked");
        }
        document.check();
        var caller = AdminGuard.caller(context);
        var vm = owned(caller, uuid);
        if (user.filter(id -> !id.equals(vm.userId())).isPresent()
                || name.filter(text -> !text.equals(vm.name())).isPresent()) {
            throw Problem.of(
                            ProblemCode.WRONG_STATE,
                            "The VM " + vm.name() + " belongs to " + vm.userId() + "; neither can be changed here.")
                    .exception();
        }
        var registration = Json.object().put("status", status);
        project.ifPresent(id -> registration.put("project_id", id));
        metadata.ifPresent(more -> registration.set("metadata", more));
        sql.put(caller.tenant(), vm.id(), registration);
        Answers.json(context, 201, view(caller, owned(caller, uuid)));
    }

    private Vm owned(Caller caller, String uuid) {
        var vm = vms.list(caller.tenant()).stream()
                .filter(known -> known.id().equals(uuid))
                .findFirst();
        return vm.filter(known ->
                        caller.role() == Caller.Role.ADMIN || known.userId().equals(caller.userId()))
                .orElseThrow(() -> Problem.of(ProblemCode.VM_NOT_FOUND, "You have no VM " + uuid + " of Slipway.")
                        .exception());
    }

    private void resolve(Context context) {
        var uuid = context.pathParam("uuid");
        if (!UUID.matcher(uuid).matches()) {
            throw Problem.of(ProblemCode.BAD_REQUEST, "The address does not hold a VM's UUID.")
                    .exception();
        }
        var caller = AdminGuard.caller(context);
        Answers.json(context, view(caller, owned(caller, uuid.toLowerCase(Locale.ROOT))));
    }

    private ObjectNode view(Caller caller, Vm vm) {
        var registration = vm.metadata().path(RegistrationSql.MEMBER);
        var json = Json.object()
                .put("vm_uuid", vm.id())
                .put("user_id", vm.userId())
                .put("vm_name", vm.name())
                .put("project_id", registration.path("project_id").stringValue(null))
                .put("status", registration.path("status").asString("active"))
                .put("state", vm.state().name().toLowerCase(Locale.ROOT))
                .put("host", vm.hostName())
                .put("node", hosts.require(caller.tenant(), vm.hostId()).node())
                .put("vmid", vm.nativeId().orElse(null))
                .put("ip", vm.addresses().isEmpty() ? null : vm.addresses().getFirst());
        json.set("metadata", vm.metadata());
        return json.put("created_at", vm.createdAt().toString());
    }
}
