package io.slipway.server.compat;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.host.Host;
import io.slipway.server.host.Hosts;
import io.slipway.server.hypervisor.Template;
import io.slipway.server.inventory.Vms;
import io.slipway.server.job.Job;
import io.slipway.server.job.Jobs;
import io.slipway.server.provision.ProvisionOrder;
import io.slipway.server.provision.Provisioning;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** The command {@code provision} of document 004 as orders of ours. Thread-safe. */
public final class Commands {
    /** Fields of an order that its job does not show. */
    private static final Set<String> HIDDEN = Set.of("profile_config", "xml_override", "post_commands");

    private final Hosts hosts;
    private final Vms vms;
    private final Jobs jobs;
    private final Provisioning provisioning;
    private final Nodes nodes;
    private final CommandOrder orders;

    /** @param orders turns parameters into orders */
    public Commands(Hosts hosts, Vms vms, Jobs jobs, Provisioning provisioning, Nodes nodes, CommandOrder orders) {
        this.hosts = hosts;
        this.vms = vms;
        this.jobs = jobs;
        this.provisioning = provisioning;
        this.nodes = nodes;
        this.orders = orders;
    }

    /**
     * An accepted command.
     *
     * @param commandId the id of the job behind it
     * @param warnings what the client should know
     */
    public record Issued(String commandId, List<String> warnings) {
        public Issued {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * Accepts a command, or goes on with the one that the same parameters began and that left its VM behind.
     *
     * @param agentId id or name of a host
     * @param nodeId the node that shall get the VM
     * @throws SlipwayException AGENT_NOT_FOUND, HOST_OFFLINE, TEMPLATE_NOT_FOUND with the choices, NODE_NOT_FOUND,
     *     WRONG_STATE when the node has a VM, VM_NAME_TAKEN, or another reason against the order
     */
    public Issued provision(Caller caller, String agentId, ObjectNode params, Optional<String> nodeId) {
        var parsed = ProvisionParams.parse(params);
        var node = nodeId.map(id -> nodes.require(caller.tenant(), id));
        var busy = node.flatMap(known -> underWay(caller, known));
        if (busy.isPresent()) {
            return new Issued(busy.get(), List.of());
        }
        var host = agent(caller, agentId);
        var order = connected(host, () -> orders.make(caller, host, parsed));
        var kept = keptBy(caller, host, parsed.name(), order);
        if (kept.isPresent()) {
            provisioning.retry(caller, kept.get());
            node.ifPresent(known -> nodes.attach(caller.tenant(), known.id(), kept.get()));
            return new Issued(kept.get(), List.of("The VM of the earlier try is used again."));
        }
        // The same node and the same earlier job give the same key: a client that lost our answer gets the same job.
        var key = node.map(known ->
                caller.userId() + ":node/" + known.id() + "/" + known.jobId().orElse("first"));
        var accepted = connected(host, () -> provisioning.submit(caller, order, key));
        node.ifPresent(known -> nodes.attach(caller.tenant(), known.id(), accepted.jobId()));
        var warnings = new ArrayList<String>();
        parsed.template()
                .description()
                .ifPresent(
                        text -> warnings.add("The description is not written to the VM; Slipway's own note is there."));
        accepted.plan().ifPresent(plan -> warnings.addAll(plan.warnings()));
        return new Issued(accepted.jobId(), warnings);
    }

    private Optional<String> underWay(Caller caller, Node node) {
        if (node.status().equals(Node.PROVISIONING) && node.jobId().isPresent()) {
            return node.jobId();
        }
        boolean partial = node.jobId()
                .map(id -> jobs.require(caller.tenant(), id).state() == Job.State.PARTIAL)
                .orElse(false);
        if (node.vmId().isPresent() && !partial) {
            throw Problem.of(
                            ProblemCode.WRONG_STATE,
                            "The node " + node.name() + " already has the VM "
                                    + node.vmId().get() + ".",
                            "Delete the VM first, or use another node.")
                    .exception();
        }
        return Optional.empty();
    }

    /** Templates of a host, for the command {@code list_templates} and its route. */
    public List<Template> templates(Caller caller, String agentId) {
        var host = agent(caller, agentId);
        return connected(host, () -> hosts.hypervisor(host).templates());
    }

    /** @throws SlipwayException AGENT_NOT_FOUND */
    public Host agent(Caller caller, String agentId) {
        return hosts.list(caller.tenant()).stream()
                .filter(host -> host.id().equals(agentId) || host.name().equals(agentId))
                .findFirst()
                .orElseThrow(() -> Problem.of(
                                ProblemCode.AGENT_NOT_FOUND,
                                "There is no agent " + agentId + "; agents are the registered hosts.",
                                "List the hosts with `slipway host list`.")
                        .exception());
    }

    private static <T> T connected(Host host, Supplier<T> work) {
        try {
            return work.get();
        } catch (SlipwayException e) {
            if (e.problem().code() != ProblemCode.SSH_UNREACHABLE) {
                throw e;
            }
            throw new SlipwayException(
                    Problem.of(
                            ProblemCode.HOST_OFFLINE,
                            "The hypervisor " + host.name() + " is not connected.",
                            "Check that the host " + host.address() + " is on and reachable from this machine with"
                                    + " `slipway host check " + host.name() + "`, then try again."),
                    e);
        }
    }

    /** The job of an earlier try with the same parameters that failed and left its VM on the host. */
    private Optional<String> keptBy(Caller caller, Host host, String name, ProvisionOrder order) {
        return vms.list(caller.tenant()).stream()
                .filter(vm -> vm.hostId().equals(host.id()) && vm.name().equalsIgnoreCase(name))
                .flatMap(vm -> vm.jobId().stream())
                .map(id -> jobs.require(caller.tenant(), id))
                .filter(job -> job.state() == Job.State.PARTIAL && job.total() == 1)
                .filter(job -> sameOrder(caller, job, order))
                .map(Job::id)
                .findFirst();
    }

    private boolean sameOrder(Caller caller, Job job, ProvisionOrder order) {
        var wanted = (ObjectNode) Json.mapper().valueToTree(order);
        boolean same = wanted.properties().stream()
                .filter(field ->
                        !HIDDEN.contains(field.getKey()) && !field.getValue().isNull())
                .allMatch(field -> field.getValue().equals(job.fields().get(field.getKey())));
        return same && provisioning.sameCommands(caller, job.id(), order.postCommands());
    }
}
