package io.slipway.server.provision;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Ids;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Sha256;
import io.slipway.server.host.Hosts;
import io.slipway.server.job.JobSql;
import io.slipway.server.job.Jobs;
import io.slipway.server.job.NewJob;
import io.slipway.server.provision.ProvisionSql.NewVm;
import io.slipway.server.store.Database;
import io.slipway.server.workflow.Engine;
import io.slipway.server.workflow.NewRun;
import io.slipway.server.workflow.RunState;
import io.slipway.server.workflow.RunView;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Accepts orders of VMs. Thread-safe. */
public final class Provisioning {
    /** Kind of the jobs that make VMs. */
    public static final String JOB_KIND = "provision_vm";

    private final Planner planner;
    private final ProvisionSql sql;
    private final JobSql jobSql;
    private final OrderVault vault;
    private final Jobs jobs;
    private final Engine engine;
    private final BooleanSupplier guestsReachUs;
    private final Ids ids;
    private final InstantSource clock;

    /** What orders need. */
    public record Parts(
            Database database,
            Hosts hosts,
            ProfileCatalog profiles,
            OrderVault vault,
            JobSql jobSql,
            Jobs jobs,
            Engine engine,
            BooleanSupplier guestsReachUs,
            Ids ids,
            InstantSource clock,
            RandomGenerator random) {}

    /** Ready for orders; what an earlier process sealed for an order that it did not live to store is forgotten. */
    public Provisioning(Parts parts) {
        new OrderDocumentsSql(parts.database()).sweep();
        this.sql = new ProvisionSql(parts.database());
        this.planner = new Planner(parts.hosts(), parts.profiles(), sql, new ConfigDisc(), parts.ids(), parts.random());
        this.jobSql = parts.jobSql();
        this.vault = parts.vault();
        this.jobs = parts.jobs();
        this.engine = parts.engine();
        this.guestsReachUs = parts.guestsReachUs();
        this.ids = parts.ids();
        this.clock = parts.clock();
    }

    /** What would happen; changes nothing. */
    public OrderPlan preview(Caller caller, ProvisionOrder order) {
        var plan = plan(caller, order);
        return unreachable(plan)
                ? plan.warned("The listener for VMs is off: the order will be refused until it is switched on with"
                        + " `slipway lan set auto`.")
                : plan;
    }

    /** What the order brings along is known before anything is said about it: warnings quote the documents. */
    private OrderPlan plan(Caller caller, ProvisionOrder order) {
        vault.note(order);
        return planner.plan(caller, order).worded(vault::clean);
    }

    /** Whether the guests would have nobody to report to. */
    private boolean unreachable(OrderPlan plan) {
        return !guestsReachUs.getAsBoolean()
                && plan.vms().stream()
                        .anyMatch(vm -> Plans.kinds(plan.planKind(), vm).contains("media"));
    }

    /**
     * Accepts an order: after this returns, the work survives every crash.
     *
     * @param key the same key and order again give the same job and no second VM
     * @return the accepted plan and the job's id
     * @throws io.slipway.server.base.SlipwayException with the first reason against the order; nothing is left behind then
     */
    public Accepted submit(Caller caller, ProvisionOrder order, Optional<String> key) {
        var hash = hash(order);
        var earlier = key.flatMap(name -> sql.remembered(caller.tenant(), name, hash));
        if (earlier.isPresent()) {
            return new Accepted(earlier.get(), Optional.empty());
        }
        vault.requireOpen();
        var plan = plan(caller, order);
        if (unreachable(plan)) {
            throw Problem.of(
                            ProblemCode.LAN_LISTENER_OFF,
                            "The listener for VMs is off or has no address, so these VMs could never report.")
                    .exception();
        }
        var jobId = ids.next();
        plan.profile()
                .ifPresent(profile -> vault.keepOrder(
                        caller.tenant(),
                        jobId,
                        new OrderVault.OrderDocuments(profile, plan.playbook(), order.xmlOverride())));
        if (!order.postCommands().isEmpty()) {
            vault.keepCommands(caller.tenant(), jobId, order.postCommands());
        }
        boolean keep = order.onFailure().orElse("keep").equals("keep");
        var vms = new ArrayList<NewVm>();
        for (var vm : plan.vms()) {
            vms.add(new NewVm(run(caller, jobId, plan.planKind(), vm, keep), vm));
        }
        var job = new NewJob(jobId, caller, JOB_KIND, Optional.of(plan.host().id()), fields(order, plan));
        var stored = store(job, vms, key, hash);
        engine.poke();
        return new Accepted(stored, Optional.of(plan));
    }

    /**
     * The job that was made of an order under a key; empty when the key was not used yet.
     *
     * @throws io.slipway.server.base.SlipwayException WRONG_STATE when it was used for another order
     */
    public Optional<String> ordered(Caller caller, ProvisionOrder order, String key) {
        return sql.remembered(caller.tenant(), key, hash(order));
    }

    private String store(NewJob job, List<NewVm> vms, Optional<String> key, String hash) {
        var tenant = job.caller().tenant();
        String stored = "";
        try {
            stored = sql.store(job, vms, key, hash, clock.instant());
            return stored;
        } finally {
            // Refused, or an equal request was faster: the sealed documents of this one belong to nobody.
            if (!stored.equals(job.id())) {
                vault.forgetOrder(tenant, job.id());
            }
        }
    }

    /** Whether the job's guests were to run exactly these commands. */
    public boolean sameCommands(Caller caller, String jobId, List<List<String>> commands) {
        return vault.commands(caller.tenant(), jobId).equals(commands);
    }

    /**
     * An accepted order.
     *
     * @param plan empty when an earlier request with the same key was accepted
     */
    public record Accepted(String jobId, Optional<OrderPlan> plan) {}

    private NewRun run(Caller caller, String jobId, String planKind, VmPlan vm, boolean keep) {
        return new NewRun(
                ids.next(), caller.tenant(), jobId, planKind, vm.name(), vm.toJson(), Plans.steps(planKind, vm, keep));
    }

    /** The order for lists and answers: documents that may carry passwords stay in the vault. */
    private static ObjectNode fields(ProvisionOrder order, OrderPlan plan) {
        var json = (ObjectNode) Json.mapper().valueToTree(order);
        json.remove(List.of("profile_config", "xml_override", "post_commands"));
        json.properties().removeIf(entry -> entry.getValue().isNull());
        json.put("template_id", plan.template().id().value());
        json.put("template_name", plan.template().name());
        json.put("plan", plan.planKind());
        json.put("host_name", plan.host().name());
        if (!plan.secrets().isEmpty()) {
            json.set("secrets", secrets(plan));
        }
        var warnings = json.putArray("warnings");
        plan.warnings().forEach(warnings::add);
        return json;
    }

    /** Which versions of which secrets went where; never their values. */
    public static ArrayNode secrets(OrderPlan plan) {
        var secrets = Json.mapper().createArrayNode();
        plan.secrets().forEach(used -> secrets.addObject()
                .put("field_name", used.place())
                .put("secret_ref", used.secret().id())
                .put("version", used.secret().version()));
        return secrets;
    }

    /**
     * Goes on with what failed: a VM that was kept continues at the step that failed; one that was taken back is made anew
     * under its old name and address.
     *
     * @throws io.slipway.server.base.SlipwayException WRONG_STATE when nothing failed; VM_NAME_TAKEN, ADDRESS_TAKEN when
     *     somebody else has the name or the address now
     */
    public void retry(Caller caller, String jobId) {
        var job = jobs.require(caller.tenant(), jobId);
        var runs = jobs.runs(caller.tenant(), jobId);
        boolean parked = runs.stream().anyMatch(run -> run.state() == RunState.PARKED);
        boolean keep = job.fields().path("on_failure").asString("keep").equals("keep");
        var again = job.kind().equals(JOB_KIND) ? again(caller, jobId, runs, keep) : List.<NewVm>of();
        if (!parked && again.isEmpty()) {
            throw Problem.of(ProblemCode.WRONG_STATE, "Nothing of this job failed and waits for another try.")
                    .exception();
        }
        if (!again.isEmpty()) {
            sql.storeAgain(caller, jobId, again, jobSql, clock.instant());
        }
        if (parked) {
            jobs.retry(caller.tenant(), jobId);
        }
        engine.poke();
    }

    private List<NewVm> again(Caller caller, String jobId, List<RunView> runs, boolean keep) {
        var again = new ArrayList<NewVm>();
        for (var run : runs) {
            if (takenBackForGood(run, runs)) {
                var vm = VmPlan.fromJson(run.input());
                again.add(new NewVm(run(caller, jobId, run.planKind(), vm, keep), vm));
            }
        }
        return again;
    }

    /** Whether a VM was taken back and not ordered again since. */
    static boolean takenBackForGood(RunView run, List<RunView> runs) {
        boolean takenBack = run.state() == RunState.FAILED || run.state() == RunState.CANCELLED;
        return takenBack
                && runs.stream()
                        .noneMatch(other -> other.subject().equals(run.subject())
                                && other.id().compareTo(run.id()) > 0);
    }

    private static String hash(ProvisionOrder order) {
        return Sha256.hex(Json.write(order));
    }
}
