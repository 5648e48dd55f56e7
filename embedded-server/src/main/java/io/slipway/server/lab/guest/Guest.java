package io.slipway.server.lab.guest;

import io.slipway.server.base.Json;
import io.slipway.server.lab.powershell.SimulatedWindows;
import io.slipway.server.lab.pve.RunningGuest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One powered-on guest: its thread, its agent, its buttons. */
final class Guest implements RunningGuest {
    private static final Duration LONGEST_END = Duration.ofSeconds(5);

    private final Guests owner;
    private final int vmid;
    private final Map<String, String> conf;
    private final GuestRecord disk;
    private final Instant started;
    private final CountDownLatch key = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean agentRuns;

    Guest(Guests owner, int vmid, Map<String, String> conf, GuestRecord disk) {
        this.owner = owner;
        this.vmid = vmid;
        this.conf = Map.copyOf(conf);
        this.disk = disk;
        this.started = owner.clock().instant();
        this.thread = Thread.ofVirtual().name("lab-guest-" + vmid).unstarted(this::live);
    }

    void start() {
        disk.power(true);
        thread.start();
    }

    private void live() {
        try {
            new GuestBootSequence(owner, this).run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    int vmid() {
        return vmid;
    }

    Map<String, String> conf() {
        return conf;
    }

    GuestRecord disk() {
        return disk;
    }

    <T extends GuestFault> @Nullable T fault(Class<T> kind) {
        return owner.faultsOf(conf.getOrDefault("name", "")).stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst()
                .orElse(null);
    }

    /** Enters a phase; hangs there when a fault says so. */
    void enter(GuestPhase phase) throws InterruptedException {
        disk.phase(phase);
        var hang = fault(GuestFault.HangsAt.class);
        if (hang != null && hang.phase() == phase) {
            new CountDownLatch(1).await();
        }
        pause(owner.timing().guestStep());
    }

    void pause(Duration time) throws InterruptedException {
        if (time.isPositive()) {
            owner.sleeper().sleep(time);
        }
    }

    /** With the fault {@link GuestFault.LosesNetwork} the cable comes late. */
    void plugLate() throws InterruptedException {
        var loss = fault(GuestFault.LosesNetwork.class);
        if (loss == null) {
            return;
        }
        var windows = disk.windows();
        if (windows == null) {
            owner.sleeper().sleep(loss.time());
        } else if (windows.network().found().isEmpty()) {
            Thread.ofVirtual().name("lab-cable-" + vmid).start(() -> plugAfter(loss.time(), windows));
        }
    }

    private void plugAfter(Duration time, SimulatedWindows windows) {
        try {
            owner.sleeper().sleep(time);
            new WindowsMachine(owner, this).plug(windows);
        } catch (GuestFailure e) {
            disk.problem(e.text());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    boolean isOn() {
        return disk.isOn();
    }

    /** The UUID of type 1 of the firmware tables. */
    String smbiosUuid() {
        return conf.getOrDefault("smbios1", "").replaceAll(".*uuid=([0-9a-fA-F-]{36}).*", "$1");
    }

    /** Waits for somebody to press a key. */
    void awaitKey() throws InterruptedException {
        key.await();
    }

    void startAgent() {
        agentRuns = true;
    }

    @Override
    public boolean agentAnswers() {
        var late = fault(GuestFault.LateAgent.class);
        boolean early = late != null && owner.clock().instant().isBefore(started.plus(late.time()));
        return disk.isOn() && agentRuns && !early && fault(GuestFault.SilentAgent.class) == null;
    }

    @Override
    public JsonNode interfaces() {
        var answer = Json.mapper().createArrayNode();
        boolean windows = disk.system().equals("windows");
        var loopback = card(answer, windows ? "Loopback Pseudo-Interface 1" : "lo", "00:00:00:00:00:00");
        address(loopback, "127.0.0.1", "ipv4", 8);
        address(loopback, "::1", "ipv6", 128);
        int number = 0;
        for (var mac : macs()) {
            var name = windows ? (number == 0 ? "Ethernet" : "Ethernet " + (number + 1)) : "eth" + number;
            var card = card(answer, name, mac.toLowerCase(Locale.ROOT));
            if (number == 0 && !disk.address().isEmpty()) {
                address(card, disk.address(), "ipv4", Integer.parseInt(disk.prefix()));
            } else {
                address(card, "169.254.7." + (number + 1), "ipv4", 16);
            }
            address(card, linkLocal(mac), "ipv6", 64);
            number++;
        }
        return answer;
    }

    private static ObjectNode card(ArrayNode answer, String name, String mac) {
        var card = answer.addObject().put("hardware-address", mac).put("name", name);
        var statistics = Json.object();
        for (var direction : List.of("rx", "tx")) {
            for (var what : List.of("bytes", "dropped", "errs", "packets")) {
                statistics.put(direction + "-" + what, 0);
            }
        }
        card.set("statistics", statistics);
        card.set("ip-addresses", Json.mapper().createArrayNode());
        return card;
    }

    private static void address(ObjectNode card, String ip, String type, int prefix) {
        ((ArrayNode) card.path("ip-addresses"))
                .addObject()
                .put("ip-address", ip)
                .put("ip-address-type", type)
                .put("prefix", prefix);
    }

    /** The MACs of the cards, in order. */
    List<String> macs() {
        return conf.keySet().stream()
                .filter(name -> name.matches("net[0-9]+"))
                .sorted()
                .map(name -> conf.getOrDefault(name, "").replaceAll("^[^=]*=([^,]*).*", "$1"))
                .toList();
    }

    /** The EUI-64 address of RFC 4291 appendix A. */
    private static String linkLocal(String mac) {
        var parts = mac.toLowerCase(Locale.ROOT).split(":", -1);
        int first = Integer.parseInt(parts[0], 16) ^ 2;
        return "fe80::%x%s:%sff:fe%s:%s%s".formatted(first, parts[1], parts[2], parts[3], parts[4], parts[5]);
    }

    @Override
    public JsonNode osInfo() {
        boolean windows = disk.system().equals("windows");
        return Json.object()
                .put("id", windows ? "mswindows" : "debian")
                .put("kernel-release", windows ? "26100" : "6.1.0-56-cloud-amd64")
                .put("machine", "x86_64")
                .put("name", windows ? "Microsoft Windows" : "Debian GNU/Linux")
                .put("pretty-name", windows ? "Windows 11 Pro" : "Debian GNU/Linux 12 (bookworm)");
    }

    @Override
    public @Nullable ExecResult execute(List<String> command, Duration limit) {
        var name = command.isEmpty() ? "" : command.getFirst();
        return switch (name) {
            case "hostname", "hostname.exe" -> new ExecResult(true, 187, 0, disk.computerName() + "\r\n", "");
            case "sleep" -> new ExecResult(false, 187, 0, "", "");
            case "uname" -> new ExecResult(true, 187, 0, "Linux " + disk.computerName() + "\n", "");
            case "sh" -> new ExecResult(true, 187, 3, "out\n", "err\n");
            default -> null;
        };
    }

    @Override
    public void key(String name) {
        key.countDown();
    }

    @Override
    public boolean shutdown() {
        return disk.isOn() && disk.phase() != GuestPhase.FIRMWARE && fault(GuestFault.IgnoresShutdown.class) == null;
    }

    /** A guest without power must not speak: waits until its thread has noticed. */
    private void awaitEnd() {
        try {
            if (Thread.currentThread() != thread && !thread.join(LONGEST_END)) {
                disk.problem("the laboratory's guest did not stop in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void powerOff() {
        disk.power(false);
        agentRuns = false;
        thread.interrupt();
        var windows = disk.windows();
        if (windows != null) {
            windows.close();
        }
        owner.ended(this);
        awaitEnd();
    }
}
