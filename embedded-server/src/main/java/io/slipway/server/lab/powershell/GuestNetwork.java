package io.slipway.server.lab.powershell;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The guest's adapters and what Windows does with their addresses. Thread-safe. */
public final class GuestNetwork {
    private static final Duration DUPLICATE_TEST = Duration.ofSeconds(3);

    /** One adapter. */
    static final class Adapter {
        final String name;
        final String mac;
        final int index;
        final GuestLan lan;
        final boolean up;
        boolean dhcp = true;

        @Nullable
        String address;

        int prefix;

        @Nullable
        String gateway;

        List<String> dns = List.of();
        Instant since;

        Adapter(String name, String mac, int index, GuestLan lan, boolean up, Instant since) {
            this.name = name;
            this.mac = mac;
            this.index = index;
            this.lan = lan;
            this.up = up;
            this.since = since;
        }
    }

    /**
     * What an adapter has now, for the table of asked versus found.
     *
     * @param state {@code Preferred}, {@code Tentative} or {@code Duplicate}; empty without an address
     */
    public record Found(
            String mac, boolean dhcp, String address, int prefix, String gateway, List<String> dns, String state) {}

    private final InstantSource clock;
    private final List<Adapter> adapters = new ArrayList<>();

    GuestNetwork(InstantSource clock) {
        this.clock = clock;
    }

    /** Plugs an adapter in; one that is up asks for a lease at once. */
    public synchronized void plug(String name, String mac, GuestLan lan, boolean up) {
        var adapter = new Adapter(name, mac, 4 + 3 * adapters.size(), lan, up, clock.instant());
        adapters.add(adapter);
        lease(adapter);
    }

    private void lease(Adapter adapter) {
        if (!adapter.up || !adapter.dhcp) {
            return;
        }
        var lease = adapter.lan.lease();
        adapter.address = lease.orElse("169.254.17." + adapter.index);
        adapter.prefix = lease.isPresent() ? adapter.lan.prefix() : 16;
        adapter.gateway = lease.isPresent() ? adapter.lan.gateway() : null;
        adapter.dns = lease.isPresent() ? adapter.lan.dns() : List.of();
        adapter.since = clock.instant().minus(DUPLICATE_TEST);
    }

    /** What every adapter has now. */
    public synchronized List<Found> found() {
        return adapters.stream()
                .map(one -> new Found(
                        one.mac,
                        one.dhcp,
                        one.address == null ? "" : one.address,
                        one.prefix,
                        one.gateway == null ? "" : one.gateway,
                        List.copyOf(one.dns),
                        state(one)))
                .toList();
    }

    synchronized List<Adapter> adapters() {
        return List.copyOf(adapters);
    }

    synchronized Adapter adapter(int index) {
        return adapters.stream()
                .filter(one -> one.index == index)
                .findFirst()
                .orElseThrow(() -> new NetFailure(
                        "CimException",
                        "No MSFT_NetAdapter objects found with property 'InterfaceIndex' equal to '" + index + "'."));
    }

    /** Duplicate address detection: Tentative, then Preferred or Duplicate. */
    synchronized String state(Adapter adapter) {
        if (adapter.address == null) {
            return "";
        }
        if (clock.instant().isBefore(adapter.since.plus(DUPLICATE_TEST))) {
            return "Tentative";
        }
        return adapter.lan.taken().contains(adapter.address) ? "Duplicate" : "Preferred";
    }

    synchronized void dhcp(Adapter adapter, boolean on) {
        if (adapter.dhcp && !on) {
            adapter.address = null;
            adapter.dns = List.of();
        }
        adapter.dhcp = on;
    }

    synchronized void removeAddress(Adapter adapter) {
        adapter.address = null;
    }

    synchronized void removeGateway(Adapter adapter) {
        adapter.gateway = null;
    }

    synchronized void addAddress(Adapter adapter, String address, int prefix, @Nullable String gateway) {
        if (adapter.lan.refusal().isPresent()) {
            throw new NetFailure("CimException", adapter.lan.refusal().get());
        }
        if (gateway != null && adapter.gateway != null) {
            throw new NetFailure("CimException", "Instance DefaultGateway already exists");
        }
        if (adapter.dhcp || adapter.address != null) {
            throw new NetFailure("CimException", "The object already exists.");
        }
        adapter.address = address;
        adapter.prefix = prefix;
        adapter.gateway = gateway;
        adapter.since = clock.instant();
    }

    synchronized void dns(Adapter adapter, List<String> servers) {
        adapter.dns = List.copyOf(servers);
    }

    synchronized void restart(Adapter adapter) {
        lease(adapter);
    }

    /** Whether packets of this guest arrive: some adapter has an accepted address of its network. */
    synchronized boolean connected() {
        return adapters.stream().anyMatch(this::connected);
    }

    synchronized boolean connected(Adapter adapter) {
        return adapter.up
                && adapter.address != null
                && state(adapter).equals("Preferred")
                && adapter.lan.holds(adapter.address);
    }

    /** Whether an address answers: the router or a machine of the same network. */
    synchronized boolean answers(String address) {
        return adapters.stream()
                .anyMatch(one -> connected(one)
                        && (one.lan.gateway().equals(address) || one.lan.taken().contains(address)));
    }
}
