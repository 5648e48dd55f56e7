package io.slipway.server.boot;

import io.slipway.server.base.Ids;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Redactor;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.health.Warning.Severity;
import io.slipway.server.health.Warnings;
import io.slipway.server.provision.GuestEndpoints;
import io.slipway.server.tls.LocalCa;
import io.slipway.server.tls.TlsIdentity;
import io.slipway.server.web.Listener;
import io.slipway.server.web.WebServer;
import io.slipway.server.web.vm.VmRoutes;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The listener for VMs as the machine's addresses come and go: one server per address, all showing one certificate.
 *
 * <p>{@link #look} brings it in line with what was chosen and with what the machine has; an address that stays is never
 * interrupted. Guarded by its owner, {@link Lan}: not thread-safe but for {@link #endpoints}.
 */
final class LanListener implements AutoCloseable {
    private static final String OFF = "lan-listener-off";
    private static final String GONE = "lan-address-gone";
    private static final String FAILED = "lan-listener-failed";

    private final Parts parts;
    private final Map<InetAddress, WebServer> servers = new LinkedHashMap<>();
    private LanConfig config = LanConfig.off();
    private @Nullable TlsIdentity identity;
    private Set<InetAddress> named = Set.of();
    private volatile GuestEndpoints endpoints;

    /** What the listener serves and needs. */
    record Parts(
            LocalCa ca, Ids ids, Redactor redactor, VmRoutes routes, Warnings warnings, MachineAddresses machine) {}

    LanListener(Parts parts) {
        this.parts = parts;
        this.endpoints = new GuestEndpoints(List.of(), parts.ca().pins(), Optional.empty(), false);
    }

    LanConfig config() {
        return config;
    }

    GuestEndpoints endpoints() {
        return endpoints;
    }

    /**
     * Follows another choice.
     *
     * @param strict whether a choice that cannot be followed now is an error; otherwise it is a warning until it can
     * @throws SlipwayException INVALID_ADDRESS, PORT_IN_USE, and what was before goes on
     */
    void follow(LanConfig chosen, boolean strict) {
        if (strict) {
            change(chosen);
            return;
        }
        try {
            apply(chosen, false);
        } catch (SlipwayException e) {
            parts.warnings().raise(FAILED, Severity.DEGRADED, e.problem().detail());
        }
    }

    /** Opens what is new before it closes what is not wanted any more, so that a refused choice interrupts nobody. */
    private void change(LanConfig chosen) {
        var before = config;
        var open = new LinkedHashMap<>(servers);
        if (before.port() != chosen.port()) {
            servers.clear();
        }
        try {
            apply(chosen, true);
        } catch (SlipwayException e) {
            servers.values().stream()
                    .filter(server -> !open.containsValue(server))
                    .forEach(WebServer::close);
            servers.clear();
            servers.putAll(open);
            // What was chosen must not come true later, when the port gets free.
            config = before;
            named = Set.of();
            look();
            throw e;
        }
        open.values().stream().filter(server -> !servers.containsValue(server)).forEach(WebServer::close);
    }

    /** Looks whether addresses, certificate or authority changed, and follows. */
    void look() {
        try {
            apply(config, false);
        } catch (SlipwayException e) {
            parts.warnings().raise(FAILED, Severity.DEGRADED, e.problem().detail());
        }
    }

    private void apply(LanConfig chosen, boolean strict) {
        var wanted = new LinkedHashSet<>(chosen.addresses());
        if (chosen.auto()) {
            parts.machine().outward().ifPresent(wanted::add);
        }
        var present = wanted.stream()
                .filter(address -> parts.machine().has(address))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (strict && present.isEmpty() && !chosen.addresses().isEmpty()) {
            throw Problem.of(
                            ProblemCode.INVALID_ADDRESS,
                            "No network interface of this machine has the address " + texts(wanted) + ".",
                            "Choose an address of this machine, or auto.")
                    .exception();
        }
        show(chosen, present);
        config = chosen;
        bind(present);
        endpoints = reachable(present);
        warn(wanted, present);
    }

    /** One certificate for all addresses, made anew when they, its end or its authority ask for it. */
    private void show(LanConfig chosen, Set<InetAddress> present) {
        var shown = identity;
        boolean fits = shown != null
                && named.equals(present)
                && chosen.publicUrl().equals(config.publicUrl())
                && !parts.ca().dueForRenewal(shown);
        if (present.isEmpty() || fits) {
            return;
        }
        var hosts = chosen.publicUrl().map(URI::getHost).map(Set::of).orElse(Set.of());
        var fresh = parts.ca().identity(present, hosts);
        named = Set.copyOf(present);
        identity = fresh;
        servers.values().forEach(server -> server.reload(fresh));
    }

    private void bind(Set<InetAddress> present) {
        var shown = identity;
        for (var address : present) {
            if (shown != null && !servers.containsKey(address)) {
                var listener = Listener.lan(List.of(address), port(), shown);
                servers.put(address, WebServer.start(listener, parts.ids(), parts.redactor(), parts.routes()::addTo));
            }
        }
        servers.entrySet().removeIf(entry -> {
            boolean gone = !present.contains(entry.getKey());
            if (gone) {
                entry.getValue().close();
            }
            return gone;
        });
    }

    /** The chosen port, or the one that the first address was given. */
    private int port() {
        return servers.isEmpty()
                ? config.port()
                : servers.values().iterator().next().port();
    }

    private GuestEndpoints reachable(Set<InetAddress> present) {
        if (present.isEmpty()) {
            return new GuestEndpoints(List.of(), parts.ca().pins(), Optional.empty(), config.laboratory());
        }
        var urls = new ArrayList<URI>();
        config.publicUrl().ifPresent(urls::add);
        servers.forEach((address, server) -> urls.add(url(address, server.port())));
        return new GuestEndpoints(
                urls, parts.ca().pins(), Optional.of(parts.ca().pem()), config.laboratory());
    }

    private void warn(Set<InetAddress> wanted, Set<InetAddress> present) {
        var warnings = parts.warnings();
        warnings.clear(FAILED);
        if (config.isOff()) {
            warnings.raise(
                    OFF,
                    Severity.NOTICE,
                    "The listener for VMs is off, so orders that set up a guest are refused."
                            + " Switch it on with `slipway lan set auto`.");
        } else {
            warnings.clear(OFF);
        }
        var missing = new LinkedHashSet<>(wanted);
        missing.removeAll(present);
        if (!missing.isEmpty()) {
            warnings.raise(
                    GONE,
                    Severity.DEGRADED,
                    "This machine has no longer the address " + texts(missing)
                            + ": VMs whose disc names it alone cannot report until it is back.");
        } else if (config.auto() && present.isEmpty()) {
            warnings.raise(GONE, Severity.DEGRADED, "This machine is in no network: VMs cannot report until it is.");
        } else {
            warnings.clear(GONE);
        }
    }

    private static String texts(Set<InetAddress> addresses) {
        return addresses.stream().map(InetAddress::getHostAddress).collect(Collectors.joining(", "));
    }

    private static URI url(InetAddress address, int port) {
        var host = address.getHostAddress();
        int zone = host.indexOf('%');
        var plain = zone < 0 ? host : host.substring(0, zone);
        return URI.create("https://" + (address instanceof Inet6Address ? "[" + plain + "]" : plain) + ":" + port);
    }

    private void stop() {
        servers.values().forEach(WebServer::close);
        servers.clear();
        endpoints = new GuestEndpoints(List.of(), parts.ca().pins(), Optional.empty(), false);
    }

    @Override
    public void close() {
        stop();
    }
}
