package io.slipway.server.web.admin;

import static io.slipway.server.web.Access.OPERATE;
import static io.slipway.server.web.ProblemSets.HOST_WORK;
import static io.slipway.server.web.ProblemSets.ORDER;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.javalin.http.Context;
import io.slipway.server.answer.StaticIpv4;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.provision.OrderPlan;
import io.slipway.server.provision.Plans;
import io.slipway.server.provision.ProvisionOrder;
import io.slipway.server.provision.Provisioning;
import io.slipway.server.provision.VmPlan;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.Answers;
import io.slipway.server.web.Requests;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/** Orders of VMs: a look at what would happen, and the order itself. */
final class OrderRoutes {
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9._:/-]{1,100}");
    private static final Set<String> FIELDS = Arrays.stream(ProvisionOrder.class.getRecordComponents())
            .map(OrderRoutes::jsonName)
            .collect(Collectors.toUnmodifiableSet());

    private final Provisioning provisioning;

    OrderRoutes(Provisioning provisioning) {
        this.provisioning = provisioning;
    }

    List<Route> routes() {
        return List.of(Route.post("/api/v1/jobs/provision", OPERATE, "order VMs, or see the plan", this::order)
                .with("dry_run")
                .as("jobs.provision")
                .takes("Order")
                .answers("OrderPlan")
                .answers(202, "OrderAccepted")
                .headers("Location")
                .refuses(HOST_WORK)
                .refuses(ORDER));
    }

    private static String jsonName(RecordComponent component) {
        try {
            var renamed =
                    ProvisionOrder.class.getDeclaredField(component.getName()).getAnnotation(JsonProperty.class);
            return renamed == null ? component.getName() : renamed.value();
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException("a record has a field per component", e);
        }
    }

    private void order(Context context) {
        var caller = AdminGuard.caller(context);
        var order = ProvisionOrder.parse(Requests.object(context, FIELDS));
        if (Parameters.flag(context, "dry_run")) {
            Answers.json(context, plan(provisioning.preview(caller, order)));
            return;
        }
        // One user's keys mean nothing to another.
        var key = key(context).map(text -> caller.userId() + ":" + text);
        var accepted = provisioning.submit(caller, order, key);
        var answer = Json.object().put("job_id", accepted.jobId());
        accepted.plan().ifPresent(plan -> answer.set("plan", plan(plan)));
        Answers.json(context.header("Location", "/api/v1/jobs/" + accepted.jobId()), 202, answer);
    }

    private static Optional<String> key(Context context) {
        var key = Optional.ofNullable(context.header("Idempotency-Key"));
        if (key.filter(text -> !KEY.matcher(text).matches()).isPresent()) {
            throw Problem.of(
                            ProblemCode.BAD_REQUEST,
                            "An idempotency key has 1 to 100 letters, digits, dots, colons, slashes, underscores or hyphens.")
                    .exception();
        }
        return key;
    }

    static ObjectNode plan(OrderPlan plan) {
        var json = Json.object()
                .put("plan", plan.planKind())
                .put("host", plan.host().name());
        json.putObject("template")
                .put("id", plan.template().id().value())
                .put("name", plan.template().name());
        json.set("secrets", Provisioning.secrets(plan));
        plan.warnings().forEach(json.putArray("warnings")::add);
        var steps = json.putArray("steps");
        if (!plan.vms().isEmpty()) {
            Plans.kinds(plan.planKind(), plan.vms().getFirst()).forEach(steps::add);
        }
        var vms = json.putArray("vms");
        plan.vms().forEach(vm -> vms.add(vm(vm)));
        return json;
    }

    private static ObjectNode vm(VmPlan vm) {
        var json = Json.object()
                .put("name", vm.name())
                .put("uuid", vm.vmUuid())
                .put("mac", vm.mac())
                .put("sequence", vm.sequence())
                .put("iso_storage", vm.isoStorage())
                .put("full_clone", vm.fullClone());
        vm.address().map(StaticIpv4::address).ifPresent(address -> json.put("address", address));
        vm.choices().ifPresent(choices -> json.put("computer_name", choices.computerName())
                .put("user_name", choices.userName()));
        number(json, "cores", vm.cores());
        number(json, "memory_mib", vm.memoryMiB());
        number(json, "disk_gib", vm.diskGiB());
        return json;
    }

    private static void number(ObjectNode json, String name, OptionalInt value) {
        value.ifPresent(number -> json.put(name, number));
    }
}
