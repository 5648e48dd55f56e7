package io.slipway.server.web.admin;

import static io.slipway.server.base.ProblemCode.VM_NOT_FOUND;
import static io.slipway.server.base.ProblemCode.WRONG_STATE;
import static io.slipway.server.web.Access.ADMIN;
import static io.slipway.server.web.Access.OPERATE;
import static io.slipway.server.web.Access.READ;
import static io.slipway.server.web.ProblemSets.VAULT;

import io.javalin.http.Context;
import io.slipway.server.base.Json;
import io.slipway.server.inventory.Vm;
import io.slipway.server.inventory.Vms;
import io.slipway.server.provision.Deletion;
import io.slipway.server.provision.OrderVault;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.Answers;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** The VMs of ours: look, delete, see generated passwords. */
final class VmRegistryRoutes {
    private final Vms vms;
    private final Deletion deletion;
    private final OrderVault vault;
    private final InstantSource clock;

    VmRegistryRoutes(AdminParts parts) {
        this.vms = parts.vms();
        this.deletion = parts.deletion();
        this.vault = parts.orderVault();
        this.clock = parts.clock();
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/vms", READ, "all VMs that are not gone", this::list)
                        .as("vms.list")
                        .answers("VmList"),
                Route.get("/api/v1/vms/{vm}", READ, "one VM, by id or name", this::show)
                        .as("vms.show")
                        .answers("Vm")
                        .refuses(VM_NOT_FOUND),
                Route.delete("/api/v1/vms/{vm}", OPERATE, "delete a VM with all that was made for it", this::delete)
                        .with("force")
                        .as("vms.delete")
                        .answers(202, "JobStarted")
                        .headers("Location")
                        .refuses(VM_NOT_FOUND, WRONG_STATE),
                Route.post(
                                "/api/v1/vms/{vm}/reveal-passwords",
                                ADMIN,
                                "the passwords that were generated for a VM; shown this once",
                                this::reveal)
                        .as("vms.revealPasswords")
                        .answers("Passwords")
                        .refuses(VAULT)
                        .refuses(VM_NOT_FOUND));
    }

    private void list(Context context) {
        var answer = Json.object();
        var items = answer.putArray("items");
        vms.list(AdminGuard.caller(context).tenant()).forEach(vm -> items.add(view(vm)));
        Answers.json(context, answer);
    }

    private Vm vm(Context context) {
        return vms.require(AdminGuard.caller(context).tenant(), Parameters.word(context, "vm"));
    }

    private void show(Context context) {
        Answers.json(context, view(vm(context)));
    }

    private void delete(Context context) {
        boolean force = Parameters.flag(context, "force");
        var job = deletion.submit(AdminGuard.caller(context), Parameters.word(context, "vm"), force);
        Answers.json(
                context.header("Location", "/api/v1/jobs/" + job),
                202,
                Json.object().put("job_id", job));
    }

    private void reveal(Context context) {
        var revealed =
                vault.reveal(AdminGuard.caller(context).tenant(), vm(context).id(), clock.instant());
        var passwords = Json.object();
        revealed.byAccount().forEach((account, secret) -> {
            try (secret) {
                passwords.put(account, secret.reveal());
            }
        });
        var answer = Json.object();
        answer.set("passwords", passwords);
        answer.put("shown_at", revealed.shownAt().map(Instant::toString).orElse(null));
        Answers.json(context, answer);
    }

    static ObjectNode view(Vm vm) {
        var json = Json.object()
                .put("id", vm.id())
                .put("name", vm.name())
                .put("user_id", vm.userId())
                .put("host_id", vm.hostId())
                .put("host_name", vm.hostName())
                .put("native_id", vm.nativeId().orElse(null))
                .put("mac", vm.mac().orElse(null))
                .put("state", vm.state().name().toLowerCase(Locale.ROOT))
                .put("job_id", vm.jobId().orElse(null));
        vm.addresses().forEach(json.putArray("addresses")::add);
        json.set("metadata", vm.metadata());
        return json.put("created_at", vm.createdAt().toString())
                .put("seen_at", vm.seenAt().map(Instant::toString).orElse(null));
    }
}
