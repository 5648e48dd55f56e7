package io.slipway.desktop.wizard;

import io.slipway.desktop.shell.Desk;
import io.slipway.server.base.Caller;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.compat.Node;
import io.slipway.server.compat.Nodes;
import io.slipway.server.draft.Draft;
import io.slipway.server.draft.Earlier;
import io.slipway.server.draft.OnHost;
import io.slipway.server.draft.PlanWords;
import io.slipway.server.draft.ProfileOption;
import io.slipway.server.draft.Spot;
import io.slipway.server.host.Host;
import io.slipway.server.hypervisor.Machine;
import io.slipway.server.web.LanControl;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the wizard asks the services; every method may wait, so none is called on the JavaFX thread. */
final class WizardReader {
    private final Desk desk;
    private final Caller caller = Caller.localOperator();
    private final Nodes nodes;

    WizardReader(Desk desk) {
        this.desk = desk;
        var services = desk.services();
        this.nodes = new Nodes(services.database(), services.ids(), services.clock());
    }

    List<Host> hosts() {
        return desk.services().hosts().list(desk.tenant());
    }

    /** Asks the host itself: what it answered a minute ago does not make it connected. */
    HostOption look(Host host) {
        var hosts = desk.services().hosts();
        var refusal = hosts.trust().refusal(host);
        if (refusal.isPresent()) {
            return new HostOption(host, Optional.empty(), refusal);
        }
        try {
            return new HostOption(host, Optional.of(hosts.check(host)), Optional.empty());
        } catch (SlipwayException e) {
            return new HostOption(host, Optional.empty(), Optional.of(e.problem()));
        }
    }

    OnHost onHost(Host host) {
        var hypervisor = desk.services().hosts().hypervisor(host);
        var names = hypervisor.machines().stream()
                .map(Machine::name)
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        return new OnHost(hypervisor.templates(), names);
    }

    List<ProfileOption> profiles() {
        return ProfileOption.all(desk.services().profiles(), caller);
    }

    /** The dry run. */
    Checked check(Draft draft) {
        try {
            var plan = desk.services().provisioning().preview(caller, draft.order());
            boolean reports = PlanWords.reports(plan);
            boolean off = !desk.services().guestEndpoints().reachable();
            var earlier = Earlier.of(desk.services().jobs(), desk.tenant(), plan);
            return new Checked.Planned(plan, reports && off, earlier);
        } catch (SlipwayException e) {
            return new Checked.Blocked(Spot.of(e.problem()), e.problem());
        }
    }

    /**
     * Orders.
     *
     * @param key the same key and draft again make no second job
     * @return the job's id
     */
    String submit(Draft draft, String key) {
        var accepted = desk.services()
                .provisioning()
                .submit(caller, draft.order(), Optional.of(caller.userId() + ":desktop:" + key));
        if (draft.has(Draft.Key.NODE)) {
            nodes.attachOrdered(desk.tenant(), draft.get(Draft.Key.NODE), accepted.jobId());
        }
        return accepted.jobId();
    }

    /** Machines that an application wants and that have no VM yet. */
    List<Node> waiting() {
        return nodes.list(desk.tenant(), Optional.empty()).stream()
                .filter(node -> node.vmId().isEmpty())
                .toList();
    }

    void forget(Node node) {
        nodes.delete(desk.tenant(), node.id());
    }

    /** The listener for VMs at the address by which this machine reaches other networks, from now on. */
    void listen() {
        var lan = desk.services().lan();
        lan.choose(new LanControl.Choice(
                true, List.of(), lan.choice().port(), lan.choice().publicUrl()));
    }
}
