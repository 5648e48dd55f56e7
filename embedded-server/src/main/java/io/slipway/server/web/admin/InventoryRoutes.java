package io.slipway.server.web.admin;

import static io.slipway.server.web.Access.READ;

import io.javalin.http.Context;
import io.slipway.server.base.Json;
import io.slipway.server.host.Host;
import io.slipway.server.host.HostSight;
import io.slipway.server.host.HostWatch;
import io.slipway.server.host.Hosts;
import io.slipway.server.host.LostHost;
import io.slipway.server.hypervisor.VmId;
import io.slipway.server.inventory.Vm;
import io.slipway.server.inventory.Vms;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.Answers;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/** Hosts and VMs at a glance: what answers, what has power, what is being made or taken away (requirements D.3). */
final class InventoryRoutes {
    private final Hosts hosts;
    private final Vms vms;
    private final HostWatch watch;

    InventoryRoutes(AdminParts parts) {
        this.hosts = parts.hosts();
        this.vms = parts.vms();
        this.watch = parts.hostWatch();
    }

    List<Route> routes() {
        return List.of(Route.get(
                        "/api/v1/inventory", READ, "hosts and VMs as last seen, at most about a minute ago", this::show)
                .as("inventory.show")
                .answers("Inventory"));
    }

    private void show(Context context) {
        var tenant = AdminGuard.caller(context).tenant();
        var lost = watch.lost(tenant).stream().collect(Collectors.toMap(LostHost::hostId, Function.identity()));
        var all = hosts.list(tenant);
        var known = vms.list(tenant);
        var answer = Json.object();
        var hostItems = answer.putArray("hosts");
        all.forEach(host -> hostItems.add(host(host, lost)));
        var vmItems = answer.putArray("vms");
        known.forEach(vm -> vmItems.add(VmRegistryRoutes.view(vm).put("power", power(vm, lost))));
        var disconnected = answer.putArray("disconnected_hosts");
        lost.values()
                .forEach(host -> disconnected.add(Json.object()
                        .put("id", host.hostId())
                        .put("name", host.name())
                        .put("since", host.since().toString())
                        .put("code", host.code().name())));
        answer.putObject("totals")
                .put("hosts", all.size())
                .put("disconnected_hosts", lost.size())
                .put("vms", known.size());
        var newest = all.stream().flatMap(host -> seen(host).stream()).max(Instant::compareTo);
        Answers.json(
                context,
                answer.put("last_refresh", newest.map(Instant::toString).orElse(null)));
    }

    private Optional<Instant> seen(Host host) {
        return watch.sight(host.id()).map(HostSight::at);
    }

    private ObjectNode host(Host host, Map<String, LostHost> lost) {
        boolean stopped = hosts.trust().refusal(host).isPresent();
        var state = stopped ? "stopped" : lost.containsKey(host.id()) ? "disconnected" : "unknown";
        return Json.object()
                .put("id", host.id())
                .put("name", host.name())
                .put("state", state.equals("unknown") && seen(host).isPresent() ? "connected" : state)
                .put("seen_at", seen(host).map(Instant::toString).orElse(null));
    }

    /** What the VM does; our own work goes before what the host's list says, which lags. */
    private String power(Vm vm, Map<String, LostHost> lost) {
        return switch (vm.state()) {
            case CREATING -> "creating";
            case DELETING -> "deleting";
            case FAILED, GONE -> "unknown";
            case PRESENT ->
                lost.containsKey(vm.hostId())
                        ? "unknown"
                        : watch.sight(vm.hostId())
                                .flatMap(sight ->
                                        vm.nativeId().flatMap(id -> sight.running(new VmId(Integer.parseInt(id)))))
                                .map(running -> running ? "running" : "off")
                                .orElse("unknown");
        };
    }
}
