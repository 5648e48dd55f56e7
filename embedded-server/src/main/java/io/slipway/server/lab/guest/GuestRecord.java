package io.slipway.server.lab.guest;

import io.slipway.server.lab.powershell.SimulatedWindows;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The growing notes behind a {@link GuestReport}; also the guest's disk, which outlives a power cycle. Thread-safe. */
final class GuestRecord {
    private final int vmid;
    private final Map<String, GuestReport.Account> accounts = new TreeMap<>();
    private final Map<String, String> files = new TreeMap<>();
    private final List<GuestPhase> phases = new CopyOnWriteArrayList<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private volatile String system = "";
    private volatile String computerName = "";
    private volatile String address = "";
    private volatile String prefix = "";
    private volatile String gateway = "";
    private volatile List<String> dns = List.of();
    private volatile String locale = "";
    private volatile String timeZone = "";
    private volatile String mac = "";
    private volatile String problem = "";
    private volatile boolean installed;
    private volatile boolean agentInstalled;
    private volatile boolean on;
    private volatile @Nullable SimulatedWindows windows;

    GuestRecord(int vmid) {
        this.vmid = vmid;
    }

    synchronized GuestReport report() {
        readAdapter();
        return new GuestReport(
                vmid,
                system,
                computerName,
                accounts,
                address,
                prefix,
                gateway,
                dns,
                locale,
                timeZone,
                mac,
                phases,
                calls,
                files,
                paths(),
                problem);
    }

    private List<String> paths() {
        var machine = windows;
        return machine == null ? List.of() : machine.disk().paths();
    }

    /** A Windows guest's address is what its adapter has now, not what anybody asked for. */
    private void readAdapter() {
        var machine = windows;
        if (machine == null) {
            return;
        }
        for (var found : machine.network().found()) {
            if (!found.address().isEmpty() && found.mac().replace('-', ':').equalsIgnoreCase(mac)) {
                network(found.address(), String.valueOf(found.prefix()), found.gateway(), found.dns());
            }
        }
    }

    void system(String name) {
        system = name;
    }

    String system() {
        return system;
    }

    String computerName() {
        return computerName;
    }

    void computerName(String name) {
        computerName = name;
    }

    synchronized void account(String name, GuestReport.Account account) {
        accounts.put(name, account);
    }

    synchronized void file(String path, String sha256) {
        files.put(path, sha256);
    }

    synchronized String firstAccount() {
        return accounts.isEmpty() ? "" : accounts.keySet().iterator().next();
    }

    String address() {
        readAdapter();
        return address;
    }

    String prefix() {
        return prefix;
    }

    void network(String ip, String length, String router, List<String> servers) {
        address = ip;
        prefix = length;
        gateway = router;
        dns = List.copyOf(servers);
    }

    void region(String userLocale, String zone) {
        locale = userLocale;
        timeZone = zone;
    }

    void mac(String address) {
        mac = address;
    }

    String mac() {
        return mac;
    }

    void phase(GuestPhase phase) {
        phases.add(phase);
    }

    GuestPhase phase() {
        return phases.isEmpty() ? GuestPhase.OFF : phases.getLast();
    }

    boolean installed() {
        return installed;
    }

    void install() {
        installed = true;
    }

    boolean agentInstalled() {
        return agentInstalled;
    }

    void installAgent() {
        agentInstalled = true;
    }

    boolean isOn() {
        return on;
    }

    void power(boolean state) {
        problem = state ? "" : problem;
        on = state;
    }

    @Nullable
    SimulatedWindows windows() {
        return windows;
    }

    void windows(SimulatedWindows machine) {
        windows = machine;
    }

    void call(String text) {
        calls.add(text);
    }

    /** The first problem since power-on counts; later ones are its consequences. */
    synchronized void problem(String text) {
        problem = problem.isEmpty() ? text : problem;
    }
}
