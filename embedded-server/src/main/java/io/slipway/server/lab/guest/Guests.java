package io.slipway.server.lab.guest;

import io.slipway.server.base.Sleeper;
import io.slipway.server.lab.pve.Cluster;
import io.slipway.server.lab.pve.GuestBoot;
import io.slipway.server.lab.pve.LabTiming;
import io.slipway.server.lab.pve.RunningGuest;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Boots guests and remembers what each one found. Thread-safe. */
public final class Guests implements GuestBoot, AutoCloseable {
    private record Rule(Pattern name, GuestFault fault) {}

    private final GuestPlan plan;
    private final LabTiming timing;
    private final InstantSource clock;
    private final Sleeper sleeper;
    private final Map<String, GuestRecord> disks = new ConcurrentHashMap<>();
    private final Map<Integer, GuestRecord> newest = new ConcurrentHashMap<>();
    private final List<Guest> running = new CopyOnWriteArrayList<>();
    private final List<Rule> rules = new CopyOnWriteArrayList<>();
    private final GuestClock guestClock;
    private volatile @Nullable Cluster cluster;

    public Guests(GuestPlan plan, LabTiming timing, InstantSource clock, Sleeper sleeper) {
        this.plan = plan;
        this.timing = timing;
        this.clock = clock;
        this.sleeper = sleeper;
        this.guestClock = new GuestClock(clock, sleeper, timing.guestSpeed());
    }

    /** Connects the guests with the storages their media lie on. */
    public void attach(Cluster owner) {
        cluster = owner;
    }

    /** Gives all guests whose machine name matches a fault, running ones included. */
    public void fault(String machineName, GuestFault fault) {
        rules.add(new Rule(Pattern.compile(machineName), fault));
    }

    /** Forgets all faults. */
    public void clearFaults() {
        rules.clear();
    }

    List<GuestFault> faultsOf(String machineName) {
        return rules.stream()
                .filter(rule -> rule.name().matcher(machineName).matches())
                .map(Rule::fault)
                .toList();
    }

    GuestPlan plan() {
        return plan;
    }

    LabTiming timing() {
        return timing;
    }

    InstantSource clock() {
        return clock;
    }

    Sleeper sleeper() {
        return sleeper;
    }

    GuestClock guestClock() {
        return guestClock;
    }

    /** The addresses that other powered-on guests have. */
    Set<String> addressesOfOthers(Guest guest) {
        return running.stream()
                .filter(other -> other != guest)
                .map(other -> other.disk().address())
                .filter(address -> !address.isEmpty() && !address.startsWith("169.254."))
                .collect(Collectors.toSet());
    }

    Cluster cluster() {
        var owner = cluster;
        if (owner == null) {
            throw new IllegalStateException("guests without a cluster");
        }
        return owner;
    }

    @Override
    public RunningGuest boot(int vmid, Map<String, String> conf) {
        var uuid = conf.getOrDefault("smbios1", "vmid=" + vmid);
        var record = disks.computeIfAbsent(vmid + "/" + uuid, key -> new GuestRecord(vmid));
        newest.put(vmid, record);
        var guest = new Guest(this, vmid, conf, record);
        running.add(guest);
        guest.start();
        return guest;
    }

    void ended(Guest guest) {
        running.remove(guest);
    }

    /** What every guest found so far, by machine number. */
    public Map<Integer, GuestReport> reports() {
        var reports = new TreeMap<Integer, GuestReport>();
        newest.forEach((vmid, record) -> reports.put(vmid, record.report()));
        return reports;
    }

    @Override
    public void close() {
        running.forEach(Guest::powerOff);
    }
}
