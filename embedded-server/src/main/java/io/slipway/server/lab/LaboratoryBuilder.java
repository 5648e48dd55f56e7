package io.slipway.server.lab;

import io.slipway.server.base.Sleeper;
import io.slipway.server.lab.guest.GuestPlan;
import io.slipway.server.lab.pve.LabTiming;
import io.slipway.server.lab.pve.NodeSpec;
import io.slipway.server.lab.pve.StorageSpec;
import io.slipway.server.lab.pve.TemplateSpec;
import io.slipway.server.lab.rest.LabToken;
import io.slipway.server.lab.sh.Account;
import io.slipway.server.lab.sh.SudoRules;
import io.slipway.server.lab.ssh.SshFace;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Describes a laboratory before it starts; every part has a default. */
public final class LaboratoryBuilder {
    private static final long GIB = 1L << 30;
    private static final int LINUX_UID = 1002;

    String rootPassword = "";
    final List<PublicKey> rootKeys = new ArrayList<>();
    final Map<String, SshFace.Login> others = new HashMap<>();
    final SudoRules sudo = new SudoRules();
    String nodeName = "pve1";
    int cpus = 16;
    long memoryBytes = 64 * GIB;
    List<String> bridges = List.of("vmbr0", "vmbr1");
    final List<NodeSpec> furtherNodes = new ArrayList<>();
    List<StorageSpec> storages = new ArrayList<>(List.of(
            StorageSpec.directory("local", "/var/lib/vz", "backup", "images", "iso", "snippets", "vztmpl"),
            StorageSpec.directory("fast", "/srv/fast", "images", "rootdir")));
    List<TemplateSpec> machines =
            new ArrayList<>(List.of(TemplateSpec.windows(9000, "win11-tpl"), TemplateSpec.linux(9001, "linux-tpl")));
    final Map<Integer, String> elsewhere = new HashMap<>();
    LabTiming timing = LabTiming.instant();
    InstantSource clock = InstantSource.system();
    Sleeper sleeper = Sleeper.system();
    RandomGenerator random = new SplittableRandom(20_261_121L);
    GuestPlan guests = GuestPlan.standard();

    @Nullable
    KeyPair hostKey;

    int port;
    boolean rest;
    int restPort;
    boolean restReasonOnly;
    final List<LabToken> tokens = new ArrayList<>();

    LaboratoryBuilder() {}

    /** The local node's name, cores and bridges. */
    public LaboratoryBuilder node(String name, int hostCpus, long hostMemoryBytes, String... hostBridges) {
        nodeName = name;
        cpus = hostCpus;
        memoryBytes = hostMemoryBytes;
        bridges = List.of(hostBridges);
        return this;
    }

    /** Another cluster member; calls to an offline one hang, as they do at Proxmox. */
    public LaboratoryBuilder furtherNode(String name, String address, boolean online) {
        furtherNodes.add(new NodeSpec(name, address, cpus, memoryBytes, bridges, online));
        return this;
    }

    public LaboratoryBuilder rootPassword(String password) {
        rootPassword = password;
        return this;
    }

    public LaboratoryBuilder rootKey(PublicKey key) {
        rootKeys.add(key);
        return this;
    }

    /** A login that is not root; with sudo it may run anything as root without a password. */
    public LaboratoryBuilder user(String name, String password, boolean mayUseSudo) {
        others.put(name, new SshFace.Login(new Account(name, LINUX_UID), password, List.of()));
        if (mayUseSudo) {
            sudo.everything(name);
        }
        return this;
    }

    /** A login that is not root and may run as root what a sudoers file says, and nothing else. */
    public LaboratoryBuilder sudoer(String name, String password, String sudoers) {
        user(name, password, false);
        sudo.read(sudoers);
        return this;
    }

    /** Replaces the storages. */
    public LaboratoryBuilder storages(StorageSpec... specs) {
        storages = List.of(specs);
        return this;
    }

    /** Replaces the machines that exist at the start. */
    public LaboratoryBuilder templates(TemplateSpec... specs) {
        machines = List.of(specs);
        return this;
    }

    /** A machine owned by another node, of which only the number matters. */
    public LaboratoryBuilder machineElsewhere(int vmid, String node) {
        elsewhere.put(vmid, node);
        return this;
    }

    public LaboratoryBuilder timing(LabTiming durations) {
        timing = durations;
        return this;
    }

    public LaboratoryBuilder clock(InstantSource source, Sleeper waiting) {
        clock = source;
        sleeper = waiting;
        return this;
    }

    /** Where MACs and UUIDs come from. */
    public LaboratoryBuilder random(RandomGenerator generator) {
        random = generator;
        return this;
    }

    /** How guests behave. */
    public LaboratoryBuilder guests(GuestPlan plan) {
        guests = plan;
        return this;
    }

    /** The identity shown to SSH clients; another one at the same port is a changed host key. */
    public LaboratoryBuilder hostKey(KeyPair key) {
        hostKey = key;
        return this;
    }

    /** A fixed port; 0 takes a free one. */
    public LaboratoryBuilder port(int number) {
        port = number;
        return this;
    }

    /** Opens the HTTPS listener too; by default there is only SSH. */
    public LaboratoryBuilder withRest() {
        rest = true;
        return this;
    }

    /** Opens the HTTPS listener with one more token. */
    public LaboratoryBuilder token(LabToken token) {
        tokens.add(token);
        return withRest();
    }

    /** Error texts stand in the status line only, as they did before Proxmox VE 8.4. */
    public LaboratoryBuilder restErrorsInStatusLineOnly() {
        restReasonOnly = true;
        return withRest();
    }

    /** A fixed port for the HTTPS listener; 0 takes a free one. */
    public LaboratoryBuilder restPort(int number) {
        restPort = number;
        return withRest();
    }

    /** A new key pair of the kind used for host keys. */
    public static KeyPair newHostKey() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Builds the cluster and starts listening on loopback. */
    public Laboratory start() {
        return new Laboratory(this);
    }
}
